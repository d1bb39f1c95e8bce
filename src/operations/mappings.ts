import { z } from 'zod'
import { changeMapping, readMapping } from '../publishing/webflow/mapping.ts'
import { fieldSource } from '../publishing/webflow/options.ts'
import { connectionInput } from './connection-view.ts'
import { connectionsDeps, resolveConnection } from './connections-deps.ts'
import { projectOperation } from './operation.ts'

const collection = z.object({ id: z.string(), slug: z.string(), name: z.string() })
const shown = z.object({
  collection: collection.describe('Where articles go'),
  collections: z.array(collection).readonly(),
  isGuess: z.boolean().describe('Nobody set it: names and types of the fields said so'),
  withSite: z.boolean().describe('What is published waits for the next publication of the whole site'),
  fields: z
    .array(
      z.object({
        slug: z.string(),
        name: z.string(),
        type: z.string(),
        isRequired: z.boolean(),
        source: fieldSource
          .nullable()
          .describe('What goes into it: a part of the article, or one of its custom fields'),
        isUncertain: z.boolean().describe('Guessed by its type alone'),
        parts: z.array(z.string()).readonly().describe('What it can take'),
      }),
    )
    .readonly(),
  missing: z.array(z.string()).readonly().describe('Required fields that nothing fills: no item can be created'),
  problems: z.array(z.object({ field: z.string(), why: z.string() })).readonly(),
})
const chosen = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .describe('Id or slug; default: the one that is set, or the likeliest')

/** Which part of an article goes into which field of a Webflow collection. */
export const mappings = {
  get: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/mapping',
      tags: ['Publications'],
      summary: 'Say which part of an article goes into which field of a Webflow collection',
    })
    .input(connectionInput.extend({ collection: chosen }))
    .output(shown)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      return readMapping(deps, await resolveConnection(deps, context.project, input.connection), input.collection)
    }),

  set: projectOperation({ permission: 'editor', effect: 'idempotent', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/mapping',
      tags: ['Publications'],
      summary: 'Choose the collection, and change field by field what goes into it',
    })
    .input(
      connectionInput.extend({
        collection: chosen,
        fields: z
          .record(z.string().min(1).max(300), fieldSource.nullable())
          .optional()
          .describe('Over what is there; null: nothing goes into the field'),
        guess: z.boolean().default(false).describe('First back to the guess'),
        withSite: z.boolean().optional(),
        refresh: z.boolean().default(false).describe('First ask Webflow for its collections and fields anew'),
      }),
    )
    .output(shown)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      return changeMapping(deps, await resolveConnection(deps, context.project, input.connection), input)
    }),
}
