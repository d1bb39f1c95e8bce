import { z } from 'zod'
import { type ApiKey, deleteKey, getKey, listKeys } from '../accounts/keys.ts'
import { HubError } from '../errors/hub-error.ts'
import { listConnections } from '../store/connections.ts'
import { addEvent } from '../store/events.ts'
import { actorName } from './actor.ts'
import { projectOperation } from './operation.ts'
import { moment, pageInput, pageOf, role, viewPage } from './pages.ts'
import { isRoleWithin } from './permission.ts'
import { projectInput } from './project-input.ts'

const keyView = z.object({
  id: z.string(),
  name: z.string(),
  start: z.string().describe('The first letters of the key'),
  role,
  operations: z.array(z.string()).nullable().describe('The only operations that it may call; null for all of its role'),
  connections: z.array(z.string()).nullable().describe('The only connections that it may use; null for all'),
  createdBy: z.string(),
  createdAt: moment,
  expiresAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
})

export const keys = {
  list: projectOperation({ permission: 'viewer', effect: 'read', people: true })
    .route({
      method: 'GET',
      path: '/keys',
      tags: ['API keys'],
      summary: 'List API keys: owners see all of the project, others their own',
    })
    .input(projectInput.extend(pageInput.shape))
    .output(pageOf(keyView))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const { id, role } = context.project
      const createdBy = role === 'owner' ? undefined : actorName(context.actor)
      return viewPage(await listKeys(store.db, { projectId: id, createdBy }, input), view)
    }),

  create: projectOperation({ permission: 'viewer', effect: 'append', secretOutput: true, people: true })
    .route({
      method: 'POST',
      path: '/keys',
      tags: ['API keys'],
      summary: 'Make an API key',
      description:
        'The key is shown once. It never may more than you may: when your role shrinks, so does the key; when you leave the project, it dies. Operations of administrators have to be named one by one.',
      successStatus: 201,
    })
    .input(
      projectInput.extend({
        name: z.string().trim().min(1).max(100),
        role: role.default('viewer').describe('At most your own'),
        operations: z.array(z.string().max(100)).min(1).max(200).optional().describe('Only these operations'),
        connections: z.array(z.string().max(100)).min(1).max(500).optional().describe('Only these connections, by id'),
        expiresInDays: z.int().min(1).max(366).default(90),
      }),
    )
    .output(keyView.extend({ key: z.string().describe('Send it as `Authorization: Bearer <key>`. Shown once') }))
    .handler(async ({ input, context }) => {
      const { store, accounts, operationNames } = await context.hub()
      const { id: projectId, role: own } = context.project
      if (!isRoleWithin(input.role, own)) {
        throw new HubError('forbidden', `A key may not be more than its maker: you are ${own} in this project`, {
          fix: 'Make the key with a lesser role.',
        })
      }
      const unknown = input.operations?.find((name) => !operationNames.has(name))
      if (unknown !== undefined) throw new HubError('bad_input', `There is no operation ${unknown}`)
      const ids = [...new Set(input.connections ?? [])]
      const { items: found } = await listConnections(store.db, { projectId, ids }, { limit: 500 })
      const missing = ids.find((id) => !found.some((connection) => connection.id === id))
      if (missing !== undefined) throw new HubError('not_found', `There is no connection ${missing}`)
      const made = await accounts.createApiKey({
        name: input.name,
        projectId,
        role: input.role,
        operations: input.operations ?? null,
        connectionIds: input.connections === undefined ? null : ids,
        createdBy: actorName(context.actor),
        expiresInDays: input.expiresInDays,
      })
      const key = view(await getKey(store.db, projectId, made.id))
      await addEvent(store.db, { projectId, type: 'key.created', subject: key.id, payload: { name: key.name } })
      return { ...key, key: made.key }
    }),

  revoke: projectOperation({ permission: 'viewer', effect: 'idempotent', people: true })
    .route({
      method: 'POST',
      path: '/keys/{id}/revoke',
      tags: ['API keys'],
      summary: 'Revoke an API key: your own, or any as an owner',
    })
    .input(projectInput.extend({ id: z.string().min(1).max(100) }))
    .output(z.object({ revoked: z.literal(true) }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const key = await getKey(store.db, context.project.id, input.id)
      if (context.project.role !== 'owner' && key.createdBy !== actorName(context.actor)) {
        throw new HubError('not_found', `There is no key ${input.id}`)
      }
      await store.transaction(async (tx) => {
        await deleteKey(tx, key.id)
        const { projectId, id, name } = key
        await addEvent(tx, { projectId, type: 'key.revoked', subject: id, payload: { name } })
      })
      return { revoked: true as const }
    }),
}

function view(key: ApiKey): z.infer<typeof keyView> {
  const { id, name, start, role, operations, connectionIds, createdBy } = key
  return {
    id,
    name,
    start,
    role,
    operations: operations === null ? null : [...operations],
    connections: connectionIds === null ? null : [...connectionIds],
    createdBy,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    lastUsedAt: key.lastUsedAt?.toISOString() ?? null,
  }
}
