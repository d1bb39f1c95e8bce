import { refusedWith } from '../signature.ts'
import { isByJwt } from './jwt-answers.ts'

export const jwtBadIss = refusedWith({
  code: 'jwt_bad_iss',
  layer: 'login',
  title: 'The token was made for another address of the site',
  codes: /^jwt_auth_bad_iss$/,
  confidence: 0.95,
  concerns: isByJwt,
  because: 'Since the token was made, the address of the site has changed (http to https, www, another domain).',
  advice: {
    verdict: 'refused',
    fix: 'Log in once more, with the address that the site has now: that makes a new token.',
  },
})
