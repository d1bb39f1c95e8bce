import { switchedOffBy } from './passwords-off.ts'

export const hostingerAppPw = switchedOffBy({
  code: 'hostinger_app_pw',
  title: 'Hostinger Tools has switched application passwords off',
  namespace: /^hostinger-tools-plugin\//,
  plugin: 'Hostinger Tools',
  fix: 'In WordPress: Hostinger → Tools → Security: switch off the toggle that disables application passwords ("authentication password"). The plugin switches it on by itself on sites where nobody has one yet.',
})
