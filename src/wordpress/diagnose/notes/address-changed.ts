import type { NoteCheck } from '../check.ts'
import { shorten } from '../signature.ts'

/** What was adapted of the address that was typed, in one sentence each. */
export const addressChanged: NoteCheck = {
  code: 'address_changed',
  look({ discovery }) {
    const { typed, best, root } = discovery
    if (root === null) return null
    const { candidate, home } = best
    const changes: string[] = []
    if (typed.stripped) changes.push(`we took off what belongs to a page of the site and use ${typed.url.href}`)
    if (candidate.how !== 'as typed')
      changes.push(`${typed.url.href} led to nothing, ${candidate.url.href} did (${candidate.how})`)
    const { hops, url } = home.exchange
    // A closed site leads strangers to its login page: that is no other address.
    if (hops.length > 0 && url.origin !== candidate.url.origin)
      changes.push(`${candidate.url.href} redirects to ${url.origin}${url.pathname}`)
    if (changes.length === 0) return null
    return `The address was adapted: ${changes.map((change) => shorten(change, 300)).join('; ')}.`
  },
}
