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
    const led = url.host === typed ? '' : ` ${asked.host} leads there.`
    return {
      verdict: 'refused',
      confidence: 1,
      cause: `${failure?.message}.${led} Pressroom does not call private networks unless it is told to.`,
      fix: `If the site really lives there, start Pressroom with PRESSROOM_ALLOW_PRIVATE=${url.hostname}`,
      snippets: [{ server: 'Pressroom', where: 'its environment', lines: `PRESSROOM_ALLOW_PRIVATE=${url.hostname}` }],
    }
  },
}
