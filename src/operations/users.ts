import { z } from 'zod'
import { deleteUser, insertUser, listUsers, setAdmin, type User } from '../accounts/users.ts'
import { hubOperation } from './operation.ts'
import { moment, pageInput, pageOf, viewPage } from './pages.ts'

const userView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  admin: z.boolean().describe('Administers the whole hub'),
  twoFactor: z.boolean(),
  createdAt: moment,
})
const id = z.string().min(1).max(100)

export const users = {
  list: hubOperation({ permission: 'admin', effect: 'read' })
    .route({ method: 'GET', path: '/users', tags: ['Users'], summary: 'List everybody who may log in' })
    .input(pageInput)
    .output(pageOf(userView))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      return viewPage(await listUsers(store.db, input), view)
    }),

  create: hubOperation({ permission: 'admin', effect: 'append', people: true })
    .route({
      method: 'POST',
      path: '/users',
      tags: ['Users'],
      summary: 'Make an account for somebody',
      description: 'They are in no project yet. To let people choose their own password, invite them instead.',
      successStatus: 201,
    })
    .input(
      z.object({
        email: z.email().max(254),
        name: z.string().trim().min(1).max(100),
        password: z.string().min(12).max(128),
        admin: z.boolean().default(false),
      }),
    )
    .output(userView)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      return view(await store.transaction(async (tx) => await insertUser(tx, input)))
    }),

  update: hubOperation({ permission: 'admin', effect: 'idempotent', people: true })
    .route({
      method: 'PATCH',
      path: '/users/{id}',
      tags: ['Users'],
      summary: 'Make somebody an administrator, or no longer one',
    })
    .input(z.object({ id, admin: z.boolean() }))
    .output(userView)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      return view(await store.transaction(async (tx) => await setAdmin(tx, input.id, input.admin)))
    }),

  delete: hubOperation({ permission: 'admin', effect: 'destructive', people: true })
    .route({
      method: 'POST',
      path: '/users/{id}/delete',
      tags: ['Users'],
      summary: 'Delete an account, with its sessions, memberships and every key it made',
    })
    .input(z.object({ id }))
    .output(z.object({ deleted: z.literal(true) }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      await store.transaction(async (tx) => await deleteUser(tx, input.id))
      return { deleted: true as const }
    }),
}

function view({ createdAt, ...user }: User): z.infer<typeof userView> {
  return { ...user, createdAt: createdAt.toISOString() }
}
