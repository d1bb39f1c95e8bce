import { z } from 'zod'
import { HubError } from '../errors/hub-error.ts'
import { readConflict, resolveConflict } from '../publishing/resolve-conflict.ts'
import { getPublication } from '../store/publications.ts'
import { actorName } from './actor.ts'
import { connectionsDeps } from './connections-deps.ts'
import type { OperationContext } from './context.ts'
import type { ProjectScope } from './guard.ts'
import { projectOperation } from './operation.ts'
import { projectInput } from './project-input.ts'
import { publicationView, viewPublication } from './publication-view.ts'

const text = z.string().nullable()
export const lineDifference = z.object({
  lines: z.array(z.string()).describe('Each begins with a space, + or -; @@ is a gap'),
  cut: z.boolean().describe('There is more, or it was too much to compare'),
})
const publicationInput = projectInput.extend({ publication: z.string().min(1).max(100) })

/** Where somebody else changed what we published. Part of `publications`. */
export const publicationConflicts = {
  conflict: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({
      method: 'GET',
      path: '/publications/{publication}/conflict',
      tags: ['Publications'],
      summary: 'Compare what was sent last, what is there now, and what is wanted',
      description:
        'Asks the site for the post as it is. What was sent last is made again from the version of the article.',
    })
    .input(publicationInput)
    .output(
      z.object({
        publication: publicationView,
        modified: text.describe('When it was changed on the site, as the site says; null where it is gone'),
        knowsBase: z.boolean().describe('Whether it is known what was sent last'),
        fields: z.array(
          z.object({
            field: z.string(),
            base: text,
            theirs: text,
            ours: text,
            changed: z.enum(['theirs', 'ours', 'both', 'alike', 'differs']),
          }),
        ),
        contentTheirs: lineDifference.describe(
          'What they changed in the content; from what is wanted, where the base is not known',
        ),
        contentOurs: lineDifference.describe('What we want changed in the content'),
      }),
    )
    .handler(async ({ input, context }) => {
      await see(context, input.publication)
      const ref = { projectId: context.project.id, id: input.publication }
      const { row, fields, contentTheirs, contentOurs, modified, knowsBase } = await readConflict(
        await connectionsDeps(context),
        ref,
      )
      return {
        ...{ modified, knowsBase, fields: [...fields] },
        publication: viewPublication(row),
        contentTheirs: { ...contentTheirs, lines: [...contentTheirs.lines] },
        contentOurs: { ...contentOurs, lines: [...contentOurs.lines] },
      }
    }),

  resolve: projectOperation({ permission: 'editor', effect: 'destructive', connections: 'list' })
    .route({
      method: 'POST',
      path: '/publications/{publication}/resolve',
      tags: ['Publications'],
      summary: 'End a conflict: keep theirs, write ours over it, or leave both',
      description:
        '`theirs` makes their words a new version of the article where they can be had, and takes the post as it is; `ours` writes over it; `leave` gives our wish up.',
    })
    .input(
      publicationInput.extend({
        keep: z.enum(['theirs', 'ours', 'leave']),
        seen: z
          .string()
          .max(100)
          .nullish()
          .describe('`modified` of the comparison that this decides: a newer post is refused'),
      }),
    )
    .output(
      z.object({
        publication: publicationView,
        adopted: z.number().nullable().describe('The version of the article that has their words'),
      }),
    )
    .handler(async ({ input, context }) => {
      await see(context, input.publication)
      const deps = { ...(await connectionsDeps(context)), jobs: (await context.hub()).jobs }
      const ref = { projectId: context.project.id, id: input.publication }
      const decision = { how: input.keep, seen: input.seen, by: actorName(context.actor) }
      const { row, adopted } = await resolveConflict(deps, ref, decision)
      return { publication: viewPublication(row), adopted }
    }),
}

/** Throws `not_found` for what the caller may not see. */
async function see(context: OperationContext & { readonly project: ProjectScope }, id: string): Promise<void> {
  const { store } = await context.hub()
  const { connectionIds } = context.project
  const found = await getPublication(store.db, context.project.id, id)
  if (connectionIds !== null && !connectionIds.includes(found.connectionId))
    throw new HubError('not_found', `There is no publication ${id}`)
}
