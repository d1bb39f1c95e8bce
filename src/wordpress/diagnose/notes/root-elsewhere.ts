import type { NoteCheck } from '../check.ts'
import { hostElsewhere } from '../withheld.ts'

export const rootElsewhere: NoteCheck = {
  code: 'root_elsewhere',
  look(evidence) {
    const { login, verification } = evidence
    const host = hostElsewhere(evidence)
    if (host === null || (login !== null && verification?.user == null)) return null
    return login === null
      ? `The API is on another host, ${host}. A credential is sent there only if you allow it: type that address, or allow the host.`
      : `The API is on another host, ${host}, which you allowed.`
  },
}
