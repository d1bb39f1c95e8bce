import { type Closer, closed, closedNote } from './closed-to-strangers.ts'

const plugin: Closer = {
  code: 'force_login',
  plugin: 'A plugin such as Force Login',
  envelope: 'rest_unauthorized',
  open: 'Exempt the REST API from Force Login by its filter v_forcelogin_bypass, or deactivate the plugin.',
}

export const forceLogin = closed(plugin)
export const forceLoginNote = closedNote(plugin)
