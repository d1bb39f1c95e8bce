import type { Check } from '../check.ts'

export const jwtMissing: Check = {
  code: 'jwt_missing',
  layer: 'login',
  title: 'The site has no JWT plugin',
  look({ login, jwt, discovery }) {
    if (login?.kind !== 'jwt-login' || jwt === null || jwt.answer !== null) return null
    const { index } = discovery
    return {
      verdict: 'refused',
      confidence: index === null ? 0.8 : 0.95,
      cause:
        index === null
          ? 'A login by JWT was asked for, and none of the routes of the known plugins exists on the site.'
          : `A login by JWT was asked for, and the site shows none of the plugins for it among its ${index.namespaces.length} namespaces.`,
      fix:
        index !== null && index.authorizationUrl === null
          ? 'Install "JWT Authentication for WP REST API", or switch application passwords on.'
          : 'Connect with an application password: WordPress needs no plugin for it (Users → Profile → Application Passwords, or one click).',
    }
  },
}
