import { z } from 'zod'
import { type ExportedConnection, exportConnections, toCsv } from '../connections/export.ts'
import { importConnections } from '../connections/import.ts'
import { readImport } from '../connections/import-lines.ts'
import { actorName } from './actor.ts'
import { callOptions, connectionsDeps } from './connections-deps.ts'
import { projectOperation } from './operation.ts'
import { projectInput } from './project-input.ts'

const format = z.enum(['csv', 'json'])
/** A slow site takes twenty seconds, six are asked at once, and a request is waited for some minutes. */
const mostAtOnce = 50

const lineReport = z.object({
  line: z.number().describe('In the file, from 1'),
  address: z.string().nullable(),
  account: z.string().nullable(),
  outcome: z.enum(['connected', 'already', 'refused', 'failed']),
  connection: z.string().nullable(),
  code: z.string().nullable(),
  title: z.string(),
  cause: z.string().nullable(),
  fix: z.string().nullable(),
})

/** Many connections at once. Part of `connections`. */
export const bulk = {
  import: projectOperation({ permission: 'editor', effect: 'idempotent' })
    .route({
      method: 'POST',
      path: '/connections/import',
      tags: ['Connections'],
      summary: 'Connect the sites of a list, and say of each what became of it',
      description: `A CSV file with a header, or a JSON list: address, username, password, and if you like name, groups, method. One call does ${mostAtOnce} of them; call again with \`after\` as \`next\` says. What is connected already is recognised, so a list that was interrupted is simply given again.`,
    })
    .input(
      projectInput.extend({
        format,
        content: z
          .string()
          .min(1)
          .max(1024 * 1024)
          .describe('The file itself'),
        after: z.int().min(0).default(0).describe('How many sites of the list were done before'),
      }),
    )
    .output(
      z.object({
        total: z.number(),
        lines: z.array(lineReport),
        next: z.number().nullable().describe('What to give as `after`; null when all is done'),
      }),
    )
    .handler(async ({ input, context }) => {
      const all = readImport(input.format, input.content)
      const lines = all.slice(input.after, input.after + mostAtOnce)
      const reports = await importConnections(await connectionsDeps(context), lines, {
        ...callOptions(context),
        projectId: context.project.id,
        actor: actorName(context.actor),
        onLine: ({ line, address, outcome }, done) =>
          context.onProgress?.({
            done: input.after + done,
            total: all.length,
            message: `${address ?? `line ${line}`}: ${outcome}`,
          }),
      })
      const next = input.after + lines.length
      return { total: all.length, lines: reports, next: next < all.length ? next : null }
    }),

  export: projectOperation({ permission: 'viewer', effect: 'read', connections: 'list' })
    .route({
      method: 'GET',
      path: '/connections/export',
      tags: ['Connections'],
      summary: 'List all connections as a file, without secrets',
    })
    .input(projectInput.extend({ format: format.default('csv'), group: z.string().max(100).optional() }))
    .output(z.object({ format, content: z.string() }))
    .handler(async ({ input, context }) => {
      const { id: projectId, connectionIds } = context.project
      const filter = { projectId, group: input.group, ids: connectionIds ?? undefined }
      const all: ExportedConnection[] = []
      for await (const piece of exportConnections(await connectionsDeps(context), filter)) all.push(...piece)
      const content = input.format === 'csv' ? toCsv(all) : `${JSON.stringify(all, null, 2)}\n`
      return { format: input.format, content }
    }),
}
