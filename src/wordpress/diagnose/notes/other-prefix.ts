import { homeFolder } from '../../discover.ts'
import type { NoteCheck } from '../check.ts'

export const otherPrefix: NoteCheck = {
  code: 'other_prefix',
  look({ discovery }) {
    const { root } = discovery
    if (root === null || root.style === 'query') return null
    const { pathname } = root.url
    if (pathname.endsWith('/wp-json/') || pathname.endsWith('/wp-json')) return null
    return pathname === homeFolder(discovery).pathname
      ? null
      : `The API is at ${pathname.slice(0, 120)} instead of /wp-json/. We use it there.`
  },
}
