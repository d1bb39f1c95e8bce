import { homeFolder } from '../../discover.ts'
import type { NoteCheck } from '../check.ts'

export const subdirectory: NoteCheck = {
  code: 'subdirectory',
  look({ discovery }) {
    if (discovery.root === null) return null
    const { pathname, host } = homeFolder(discovery)
    return pathname === '/' ? null : `The site lives in the folder ${pathname.slice(0, 120)} of ${host}.`
  },
}
