import type { NoteCheck } from '../check.ts'

export const insecureHttp: NoteCheck = {
  code: 'insecure_http',
  look({ discovery }) {
    if (discovery.root?.url.protocol !== 'http:') return null
    return "The site is reached over http: everybody on the way can read the password and what is sent. Install a certificate (Let's Encrypt is free), and connect to the https address."
  },
}
