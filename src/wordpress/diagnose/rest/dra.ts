import { type Closer, closedNote, closedToStrangers, closedToUsers } from './closed-to-strangers.ts'

const disableRestApi: Closer = {
  code: 'dra',
  plugin: '"Disable REST API"',
  envelope: 'rest_cannot_access',
  open: 'In WordPress → Settings → Disable REST API: choose the role of the user, and tick the routes below /wp/v2 (and /jwt-auth/v1, where it is used).',
}

export const dra = closedToStrangers(disableRestApi)
export const draNote = closedNote(disableRestApi)

/** It closes routes per role: the credential is right, and the role of its user is not let in. */
export const draRole = closedToUsers({ ...disableRestApi, code: 'dra_role' })
