import { switchedOffBy } from './passwords-off.ts'

export const wordfenceAppPw = switchedOffBy({
  code: 'wordfence_app_pw',
  title: 'Wordfence has switched application passwords off',
  namespace: /^wordfence\//,
  plugin: 'Wordfence',
  fix: 'In WordPress: Wordfence → All Options → Brute Force Protection → Additional Options: untick "Disable WordPress application passwords", and save. It is ticked after every fresh activation.',
})
