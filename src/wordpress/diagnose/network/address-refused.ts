import type { Check } from '../check.ts'

/** Our own guard: addresses of private networks are not called, wherever they come from. */
export const addressRefused: Check = {
  code: 'address_refused',
  layer: 'network',
  title: 'This address is private and may not be reached from here',
  look({ decisive, discovery }) {
    const exchange = decisive.find((answer) => answer.exchange.failure?.code === 'address_refused')?.exchange
    if (exchange === undefined) return null
    const { url, asked, failure } = exchange
    const typed = discovery.typed.url.host
    const cause = (led: string): string =>
      `${failure?.message}.${led} Pressroom does not call private networks unless it is told to.`
    // Nobody is advised to open an address that only the site itself named: it may be the hub's own machine or its cloud.
    if (url.host !== typed)
      return {
        verdict: 'refused',
        confidence: 1,
        cause: cause(` ${asked.host} leads there.`),
        fix: `Find out why ${asked.host} sends its visitors to ${url.hostname}, and correct it there. If your site lives at ${url.hostname}, type that address instead.`,
      }
    return {
      verdict: 'refused',
      confidence: 1,
      cause: cause(''),
      fix: `If the site really lives there, start Pressroom with PRESSROOM_ALLOW_PRIVATE=${url.hostname}`,
      snippets: [{ server: 'Pressroom', where: 'its environment', lines: `PRESSROOM_ALLOW_PRIVATE=${url.hostname}` }],
    }
  },
}
