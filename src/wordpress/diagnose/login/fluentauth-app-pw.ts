import { switchedOffBy } from './passwords-off.ts'

export const fluentauthAppPw = switchedOffBy({
  code: 'fluentauth_app_pw',
  title: 'FluentAuth has switched application passwords off',
  namespace: /^fluent-auth/,
  plugin: 'FluentAuth',
  fix: 'In WordPress: Settings → FluentAuth → Security Settings → Core Security: untick "Disable App Login (Rest API Application Password)".',
})
