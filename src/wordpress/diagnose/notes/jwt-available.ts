import { describeJwt } from '../../jwt.ts'
import type { NoteCheck } from '../check.ts'
import { isByJwt } from '../login/jwt-answers.ts'

export const jwtAvailable: NoteCheck = {
  code: 'jwt_available',
  look(evidence) {
    const plugin = describeJwt(evidence.discovery.index)
    if (plugin === null || isByJwt(evidence)) return null
    return `The site takes a login by JWT too, by the plugin ${plugin} (--auth jwt). An application password is simpler: it does not expire.`
  },
}
