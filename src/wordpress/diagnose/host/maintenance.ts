import { statusOf } from '../../answer.ts'
import { refusedBy, says } from '../signature.ts'

export const maintenance = refusedBy({
  code: 'maintenance',
  layer: 'host',
  title: 'The site is in maintenance mode',
  recognise(answer) {
    if (statusOf(answer) !== 503) return 0
    if (says(answer, 'briefly unavailable for scheduled maintenance')) return 0.97
    // WordPress says it in the language of the site; a plugin's page in its own words.
    if (answer.envelope?.code === 'wp_die') return 0.7
    return says(answer, 'maintenance') ? 0.7 : 0
  },
  cause: () => 'and says that the site is under maintenance',
  advise: () => ({
    verdict: 'unavailable',
    fix: 'Try again in some minutes: WordPress updates itself. If it lasts longer than ten minutes, an update broke off: delete the file .maintenance in the folder of WordPress, or switch off the maintenance plugin.',
  }),
})
