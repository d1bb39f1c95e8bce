import { z } from 'zod'
import { endSession, listSessions } from '../accounts/sessions.ts'
import { HubError } from '../errors/hub-error.ts'
import type { OperationContext } from './context.ts'
import { hubOperation } from './operation.ts'
import { moment } from './pages.ts'

const sessionView = z.object({
  id: z.string(),
  current: z.boolean().describe('Whether this is the one that asks'),
  createdAt: moment,
  expiresAt: moment,
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
})

/** Where somebody is logged in. Part of `me`. */
export const sessions = {
  sessions: hubOperation({ permission: 'user', effect: 'read', people: true })
    .route({
      method: 'GET',
      path: '/me/sessions',
      tags: ['Me'],
      summary: 'List the browsers in which you are logged in',
    })
    .output(z.object({ items: z.array(sessionView) }))
    .handler(async ({ context }) => {
      const { store } = await context.hub()
      const { id, session } = userOf(context)
      const items = await listSessions(store.db, id)
      return {
        items: items.map(({ createdAt, expiresAt, ...rest }) => ({
          ...rest,
          current: rest.id === session,
          createdAt: createdAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
        })),
      }
    }),

  endSession: hubOperation({ permission: 'user', effect: 'idempotent', people: true })
    .route({ method: 'POST', path: '/me/sessions/{id}/end', tags: ['Me'], summary: 'Log one of your browsers out' })
    .input(z.object({ id: z.string().min(1).max(100) }))
    .output(z.object({ ended: z.boolean() }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      return { ended: await endSession(store.db, userOf(context).id, input.id) }
    }),
}

function userOf({ actor }: OperationContext): { readonly id: string; readonly session?: string } {
  if (actor.kind !== 'user') throw new HubError('bad_input', 'Only users are logged in')
  return actor
}
