import { statusOf } from '../../answer.ts'
import { refusedBy, says } from '../signature.ts'

export const imunify360 = refusedBy({
  code: 'imunify360',
  layer: 'edge',
  title: 'Imunify360 of the host takes us for a bot',
  recognise(answer) {
    if (says(answer, 'denied by imunify360', 'imunify360 bot-protection')) return 0.95
    if (says(answer, 'imunify360') && statusOf(answer) >= 400) return 0.85
    // The waiting page of its WebShield names nobody.
    return answer.json === null && says(answer, 'one moment, please') ? 0.6 : 0
  },
  cause: (answer) =>
    says(answer, 'imunify360')
      ? 'and names Imunify360, which runs on the server of the host'
      : 'with "One moment, please…", the waiting page of Imunify360',
  advise: () => ({
    verdict: 'refused',
    fix: "Only the host can open it: send the letter below to its support. With root access: imunify360-agent whitelist ip add <our server's IP address>, or switch off bot protection for this domain.",
    askHost:
      'Imunify360 (WebShield) takes it for a bot. Please whitelist its IP address, or switch bot protection off for /wp-json/.',
  }),
})
