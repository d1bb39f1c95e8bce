import { describeJwt } from '../../jwt.ts'
import type { NoteCheck } from '../check.ts'

export const noApplicationPasswords: NoteCheck = {
  code: 'no_application_passwords',
  look({ discovery, login, verification }) {
    const { index } = discovery
    if (index === null || index.authorizationUrl !== null || describeJwt(index) === null) return null
    if (login !== null && verification?.user == null) return null
    if (login?.kind === 'application-password') return null
    return 'The site offers no application passwords, so tokens have to be renewed with the password of the account. Over https, and with no security plugin that switches them off, WordPress has them by itself.'
  },
}
