import { headerOf, statusOf } from '../../answer.ts'
import { refusedBy, says } from '../signature.ts'

export const sucuri = refusedBy({
  code: 'sucuri',
  layer: 'edge',
  title: 'The Sucuri firewall blocks us',
  recognise(answer) {
    if (statusOf(answer) < 400) return 0
    if (headerOf(answer, 'x-sucuri-block') !== '') return 0.95
    const named = /sucuri/i.test(`${headerOf(answer, 'server')} ${headerOf(answer, 'x-sucuri-id')}`)
    if (says(answer, 'sucuri website firewall') && says(answer, 'access denied')) return 0.95
    // Sucuri passes the site's own refusals on as well.
    return named && statusOf(answer) === 403 && answer.envelope === null ? 0.6 : 0
  },
  cause(answer) {
    const block = headerOf(answer, 'x-sucuri-block').slice(0, 40)
    return `from the Sucuri firewall${block === '' ? '' : ` (block ${block})`}`
  },
  advise: () => ({
    verdict: 'refused',
    fix: "In Sucuri: Firewall → Access Control → Allow URL Paths: add /wp-json/. Or allow our server's IP address under Allow IP Addresses.",
  }),
})
