import { z } from 'zod'
import { readProjectDefaults } from '../publishing/defaults.ts'
import { projectWishes, publishWishes } from '../publishing/options.ts'
import { updateProject } from '../store/projects.ts'
import { putPublishSettings, readPublishSettings } from '../store/publish-settings.ts'
import { connectionInput } from './connection-view.ts'
import { connectionsDeps, resolveConnection } from './connections-deps.ts'
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts'
import { projectOperation } from './operation.ts'
import { projectInput } from './project-input.ts'

const tags = ['Publications']
/** As it was kept: what an older version allowed may be among it. */
const kept = z.object({ options: z.record(z.string(), z.unknown()) })

/** What may be said of how articles are wanted. */
export const publishWishesSchema = (): JsonSchema => jsonSchemaOf(publishWishes)

/** How articles are wanted where nothing else is said: by a project, and by each connection over it. Part of `publications`. */
export const publicationDefaults = {
  projectDefaults: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({ method: 'GET', path: '/publishing', tags, summary: 'Read how a project wants articles' })
    .input(projectInput)
    .output(kept)
    .handler(async ({ context }) => {
      const { store } = await context.hub()
      return { options: { ...Object(await readProjectDefaults(store.db, context.project.id)) } }
    }),

  configureProject: projectOperation({ permission: 'owner', effect: 'idempotent' })
    .route({
      method: 'POST',
      path: '/publishing',
      tags,
      summary: 'Say how a project wants articles',
      description:
        'Holds on all its connections, but for what a connection or a publication says otherwise. What is on the sites stays as it is until it is published again.',
    })
    .input(projectInput.extend({ options: projectWishes.strict() }))
    .output(z.object({ options: projectWishes }))
    .handler(async ({ input: { options }, context }) => {
      const { store } = await context.hub()
      await updateProject(store.db, context.project.id, { settings: { publishing: options } })
      return { options }
    }),

  defaults: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/publishing',
      tags,
      summary: 'Read how a connection wants articles',
    })
    .input(connectionInput)
    .output(kept)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const { id } = await resolveConnection(deps, context.project, input.connection)
      return { options: { ...(await readPublishSettings(deps.store.db, [id])).get(id)?.options } }
    }),

  configure: projectOperation({ permission: 'editor', effect: 'idempotent', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/publishing',
      tags,
      summary: 'Say how a connection wants articles',
      description: 'Over the defaults of its project.',
    })
    .input(connectionInput.extend({ options: publishWishes.strict() }))
    .output(z.object({ options: publishWishes }))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const { id } = await resolveConnection(deps, context.project, input.connection)
      await putPublishSettings(deps.store.db, id, { options: input.options })
      return { options: input.options }
    }),
}
