import type { NoteCheck } from '../check.ts'

export const rootGuessed: NoteCheck = {
  code: 'root_guessed',
  look({ discovery }) {
    if (discovery.probe?.source !== 'guess') return null
    return 'The site does not say where its API is (no Link header, no <link>); we found it at a usual place.'
  },
}
