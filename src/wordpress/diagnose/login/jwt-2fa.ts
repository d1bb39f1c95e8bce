import { refusedWith } from '../signature.ts'
import { isByJwt } from './jwt-answers.ts'

export const jwt2fa = refusedWith({
  code: 'jwt_2fa',
  layer: 'login',
  title: 'The account needs a second factor',
  codes: /^(?:\[jwt_auth\] )?invalid_application_credentials$/,
  confidence: 0.9,
  concerns: isByJwt,
  because: 'With two factors switched on, the account password alone is not taken over the API.',
  advice: {
    verdict: 'refused',
    fix: 'Connect with an application password: it needs no second factor (Users → Profile → Application Passwords, or one click).',
  },
})
