import { z } from 'zod'
import { findUser } from '../accounts/users.ts'
import { HubError } from '../errors/hub-error.ts'
import { hubOperation } from './operation.ts'
import { role } from './pages.ts'
import { sessions } from './sessions.ts'

const meView = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('user'),
    id: z.string(),
    email: z.string(),
    name: z.string(),
    admin: z.boolean(),
    twoFactor: z.boolean(),
  }),
  z.object({
    kind: z.literal('key'),
    id: z.string(),
    project: z.string(),
    role,
    operations: z.array(z.string()).nullable(),
    connections: z.array(z.string()).nullable(),
  }),
  z.object({ kind: z.literal('local'), name: z.string() }),
])

export const me = {
  ...sessions,

  get: hubOperation({ permission: 'user', effect: 'read' })
    .route({ method: 'GET', path: '/me', tags: ['Me'], summary: 'Say who you are to this hub' })
    .output(meView)
    .handler(async ({ context }): Promise<z.infer<typeof meView>> => {
      const { actor } = context
      if (actor.kind === 'stranger') throw new HubError('login_required', 'You are not logged in')
      if (actor.kind === 'local') return actor
      if (actor.kind === 'key') {
        const { id, role, operations, connectionIds } = actor
        return {
          kind: 'key',
          id,
          project: actor.projectId,
          role,
          operations: operations === null ? null : [...operations],
          connections: connectionIds === null ? null : [...connectionIds],
        }
      }
      const { store } = await context.hub()
      const user = await findUser(store.db, actor.id)
      if (user === null) throw new HubError('login_required', 'Your account was deleted')
      const { id, email, name, admin, twoFactor } = user
      return { kind: 'user', id, email, name, admin, twoFactor }
    }),
}
