import { refusedWith } from '../signature.ts'

export const jwtBadAuthHeader = refusedWith({
  code: 'jwt_bad_auth_header',
  layer: 'login',
  title: 'The JWT plugin takes application passwords for broken tokens',
  codes: /^jwt_auth_bad_auth_header$/,
  confidence: 0.95,
  concerns: ({ login }) => login?.kind === 'application-password',
  because: 'A JWT plugin reads every Authorization header as a token, so application passwords cannot pass.',
  advice: {
    verdict: 'refused',
    fix: 'Connect with JWT (--auth jwt, with the password of the account), or update or deactivate the JWT plugin.',
    oneClick: false,
  },
})
