import { isSameOrTwin } from '../../../http/audience.ts'
import type { NoteCheck } from '../check.ts'

export const rootElsewhere: NoteCheck = {
  code: 'root_elsewhere',
  look({ discovery, login, verification }) {
    const { root, best } = discovery
    if (root === null || isSameOrTwin(root.url.hostname, best.candidate.url.hostname)) return null
    if (login !== null && verification?.user == null) return null
    const { host } = root.url
    return login === null
      ? `The API is on another host, ${host}. A credential is sent there only if you allow it: type that address, or add --allow-root ${host}.`
      : `The API is on another host, ${host}, which you allowed.`
  },
}
