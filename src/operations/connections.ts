import { z } from 'zod'
import {
  groupConnection,
  moveConnection,
  pauseConnection,
  renameConnection,
  resumeConnection,
} from '../connections/change.ts'
import { checkNow } from '../connections/check-now.ts'
import { HubError } from '../errors/hub-error.ts'
import { getConnection, listConnections } from '../store/connections.ts'
import { actorName } from './actor.ts'
import { bulk } from './bulk.ts'
import { connecting } from './connecting.ts'
import { connectionIcon } from './connection-icon.ts'
import { connectionGroups, connectionInput, connectionName, connectionView, viewConnection } from './connection-view.ts'
import { callOptions, connectionsDeps, resolveConnection } from './connections-deps.ts'
import { credentials } from './credentials.ts'
import { roleIn } from './guard.ts'
import { projectOperation } from './operation.ts'
import { pageInput, pageOf, viewPage } from './pages.ts'
import { isRoleWithin } from './permission.ts'
import { projectInput } from './project-input.ts'
import { resolveProject } from './resolve-project.ts'
import { sendWaiting } from './send-waiting.ts'

const editing = { permission: 'editor', effect: 'idempotent', connections: 'one' } as const

export const connections = {
  ...connecting,
  ...credentials,
  ...bulk,
  ...connectionIcon,

  list: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({ method: 'GET', path: '/connections', tags: ['Connections'], summary: 'List the connections of a project' })
    .input(
      projectInput.extend(pageInput.shape).extend({
        kind: z.string().max(50).optional(),
        group: z.string().max(100).optional(),
        state: z.enum(['active', 'paused', 'needs-login']).optional(),
        verdict: z.string().max(50).optional(),
        search: z.string().max(200).optional().describe('A part of name or address'),
      }),
    )
    .output(pageOf(connectionView))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const { kind, group, state, verdict, search } = input
      const { id: projectId, connectionIds } = context.project
      const filter = { projectId, kind, group, state, verdict, search, ids: connectionIds ?? undefined }
      return viewPage(await listConnections(store.db, filter, input), viewConnection)
    }),

  get: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({ method: 'GET', path: '/connections/{connection}', tags: ['Connections'], summary: 'Read a connection' })
    .input(connectionInput)
    .output(connectionView)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const { projectId, id } = await resolveConnection(deps, context.project, input.connection)
      return viewConnection(await getConnection(deps.store.db, projectId, id))
    }),

  rename: projectOperation(editing)
    .route({
      method: 'POST',
      path: '/connections/{connection}/rename',
      tags: ['Connections'],
      summary: 'Rename a connection',
    })
    .input(connectionInput.extend({ name: connectionName }))
    .output(connectionView)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      return viewConnection(await renameConnection(deps, ref, input.name))
    }),

  group: projectOperation(editing)
    .route({
      method: 'POST',
      path: '/connections/{connection}/group',
      tags: ['Connections'],
      summary: 'Put a connection into these groups and no others',
    })
    .input(connectionInput.extend({ groups: connectionGroups }))
    .output(connectionView)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      return viewConnection(await groupConnection(deps, ref, input.groups))
    }),

  move: projectOperation({ permission: 'owner', effect: 'idempotent', connections: 'one', people: true })
    .route({
      method: 'POST',
      path: '/connections/{connection}/move',
      tags: ['Connections'],
      summary: 'Move a connection, with its history, to another project in which you may edit',
    })
    .input(connectionInput.extend({ to: z.string().min(1).max(200).describe('Id or name of the other project') }))
    .output(connectionView)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      const to = await resolveProject(deps.store.db, context.actor, input.to)
      const role = await roleIn(context, to)
      if (role === null) throw new HubError('not_found', 'There is no such project')
      if (!isRoleWithin('editor', role)) {
        throw new HubError('forbidden', 'You may not put a connection into that project: it needs the role editor')
      }
      return viewConnection(await moveConnection(deps, ref, to))
    }),

  check: projectOperation(editing)
    .route({
      method: 'POST',
      path: '/connections/{connection}/check',
      tags: ['Connections'],
      summary: 'Check a connection now',
    })
    .input(connectionInput)
    .output(connectionView)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      const options = { ...callOptions(context), actor: actorName(context.actor) }
      return viewConnection(await checkNow(deps, ref, options))
    }),

  pause: projectOperation(editing)
    .route({
      method: 'POST',
      path: '/connections/{connection}/pause',
      tags: ['Connections'],
      summary: 'Neither check nor use a connection until it is resumed',
    })
    .input(connectionInput)
    .output(connectionView)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      return viewConnection(
        await pauseConnection(deps, await resolveConnection(deps, context.project, input.connection)),
      )
    }),

  resume: projectOperation(editing)
    .route({
      method: 'POST',
      path: '/connections/{connection}/resume',
      tags: ['Connections'],
      summary: 'Use a connection again',
    })
    .input(connectionInput)
    .output(connectionView)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const resumed = await resumeConnection(deps, await resolveConnection(deps, context.project, input.connection))
      await sendWaiting(context, resumed.id)
      return viewConnection(resumed)
    }),
}
