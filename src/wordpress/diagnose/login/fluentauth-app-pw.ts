import { switchedOffBy } from './passwords-off.ts'

export const fluentauthAppPw = switchedOffBy({
  code: 'fluentauth_app_pw',
  title: 'FluentAuth has switched application passwords off',
  namespace: /^fluent-auth/,
  plugin: 'FluentAuth',
  fix: 'In WordPress: Settings → FluentAuth: switch off "Block application passwords" (older versions: the setting about app logins over the REST API).',
})
