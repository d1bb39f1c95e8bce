import { z } from 'zod'
import { type AuditEntry, listAuditEntries } from '../store/audit.ts'
import { hubOperation, projectOperation } from './operation.ts'
import { moment, pageInput, pageOf, viewPage } from './pages.ts'
import { projectInput } from './project-input.ts'

const entryView = z.object({
  id: z.number(),
  project: z.string().nullable(),
  actor: z.string().describe('`user:<id>`, `key:<id>`, `local:<os user>`, `stranger`'),
  operation: z.string(),
  subject: z.string().nullable(),
  outcome: z.string().describe('`ok`, or the code of the error'),
  detail: z.record(z.string(), z.unknown()).describe('What else tells it from others of the operation: `action`'),
  requestId: z.string().nullable(),
  address: z.string().nullable(),
  at: moment,
})
const filterInput = pageInput.extend({
  actor: z.string().max(200).optional(),
  operation: z.string().max(100).optional(),
  subject: z.string().max(300).optional(),
})

export const audit = {
  list: projectOperation({ permission: 'owner', effect: 'read' })
    .route({
      method: 'GET',
      path: '/audit',
      tags: ['Audit'],
      summary: 'Who did what in a project, the newest first',
    })
    .input(filterInput.extend(projectInput.shape))
    .output(pageOf(entryView))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const { actor, operation, subject } = input
      const filter = { projectId: context.project.id, actor, operation, subject }
      return viewPage(await listAuditEntries(store.db, filter, input), view)
    }),

  all: hubOperation({ permission: 'admin', effect: 'read' })
    .route({
      method: 'GET',
      path: '/audit/all',
      tags: ['Audit'],
      summary: 'Who did what on the whole hub, the newest first',
    })
    .input(filterInput)
    .output(pageOf(entryView))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const { actor, operation, subject } = input
      return viewPage(await listAuditEntries(store.db, { actor, operation, subject }, input), view)
    }),
}

function view({ id, projectId, at, ...entry }: AuditEntry): z.infer<typeof entryView> {
  const { actor, operation, subject, detail, outcome, requestId, address } = entry
  return {
    id,
    project: projectId,
    actor,
    operation,
    subject,
    detail,
    outcome,
    requestId,
    address,
    at: at.toISOString(),
  }
}
