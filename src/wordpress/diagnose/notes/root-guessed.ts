import type { NoteCheck } from '../check.ts'
import { shorten } from '../signature.ts'

export const rootGuessed: NoteCheck = {
  code: 'root_guessed',
  look({ discovery }) {
    const { probe, best } = discovery
    if (probe?.source !== 'guess') return null
    const [named] = best.page?.roots ?? []
    const where = shorten(`${probe.url.pathname}${probe.url.search}`, 120)
    return named === undefined
      ? `The site does not say where its API is (no Link header, no <link>); we found it at ${where}.`
      : `The site says that its API is at ${shorten(named.href, 200)}, which does not answer as one; we use ${where} instead.`
  },
}
