import { userInfo } from 'node:os'
import type { Accounts } from '../accounts/accounts.ts'
import { HubError } from '../errors/hub-error.ts'
import type { Actor } from '../operations/actor.ts'
import { isRoleWithin } from '../operations/permission.ts'
import type { Caller } from './caller.ts'

/**
 * Who sends a request: whoever may open the socket, the key in `Authorization: Bearer`, the user of the session cookie, or
 * a stranger. Throws `login_required` for a key that is not valid: it is not a stranger who forgot to log in.
 */
export async function actorOf(headers: Headers, { channel }: Caller, accounts: Accounts): Promise<Actor> {
  if (channel === 'socket') return { kind: 'local', name: userInfo().username }
  const authorization = headers.get('authorization')
  if (authorization !== null) return await actorOfKey(authorization, accounts)
  const found = await accounts.readSession(headers)
  if (found === null) return { kind: 'stranger' }
  const { id, email, admin, sessionId } = found
  return { kind: 'user', id, email, admin, session: sessionId }
}

async function actorOfKey(authorization: string, accounts: Accounts): Promise<Actor> {
  const [, sent = ''] = /^Bearer +(\S{1,200}) *$/i.exec(authorization) ?? []
  const live = await accounts.readApiKey(sent)
  if (live === null) {
    throw new HubError('login_required', 'The API key is not valid: it is wrong, has expired or was revoked', {
      fix: 'Send a key of this hub as "Authorization: Bearer <key>".',
    })
  }
  const { key, maker } = live
  return {
    kind: 'key',
    id: key.id,
    projectId: key.projectId,
    role: isRoleWithin(key.role, maker.role) ? key.role : maker.role,
    admin: maker.admin,
    operations: key.operations,
    connectionIds: key.connectionIds,
  }
}
