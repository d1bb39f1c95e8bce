import { z } from 'zod'
import { diagnoseConnection } from '../connections/check-now.ts'
import { compareWithGood, getFromHistory, listHistory } from '../connections/history.ts'
import type { CheckSummary } from '../store/checks.ts'
import { actorName } from './actor.ts'
import { connectionInput, storedDiagnosis } from './connection-view.ts'
import { callOptions, connectionsDeps, resolveConnection } from './connections-deps.ts'
import { diagnosisSchema } from './diagnosis-schema.ts'
import { diagnosisEvents, followDiagnosis } from './follow-diagnosis.ts'
import { projectOperation } from './operation.ts'
import { moment, pageInput, pageOf, viewPage } from './pages.ts'

const checkView = z.object({
  id: z.number(),
  kind: z.enum(['check', 'diagnosis']).describe('A check asks twice at most; a diagnosis has all the evidence'),
  cause: z.string().describe('Who asked: `sweep`, or an actor'),
  verdict: z.string(),
  code: z.string().nullable(),
  milliseconds: z.number(),
  at: moment,
})
const reading = { permission: 'viewer', effect: 'read', connections: 'one' } as const
const dated = z.object({ at: moment, diagnosis: storedDiagnosis }).nullable()

export const diagnoses = {
  run: projectOperation({ permission: 'editor', effect: 'append', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/diagnose',
      tags: ['Diagnoses'],
      summary: 'Say what stands between this hub and a connected site',
    })
    .input(connectionInput)
    .output(diagnosisSchema)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      return diagnoseConnection(deps, ref, { ...callOptions(context), actor: actorName(context.actor) })
    }),

  follow: projectOperation({ permission: 'editor', effect: 'append', connections: 'one', streams: true })
    .route({
      method: 'POST',
      path: '/connections/{connection}/diagnose/follow',
      tags: ['Diagnoses'],
      summary: 'The same, told while it happens, as server-sent events',
    })
    .input(connectionInput)
    .output(diagnosisEvents)
    .handler(async function* ({ input, context }) {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      const actor = actorName(context.actor)
      yield* followDiagnosis((options) => diagnoseConnection(deps, ref, { ...options, actor }), context.signal)
    }),

  history: projectOperation(reading)
    .route({
      method: 'GET',
      path: '/connections/{connection}/checks',
      tags: ['Diagnoses'],
      summary: 'List what checks and diagnoses saw, the newest first',
      description: 'A check that saw what the one before saw is not listed again.',
    })
    .input(connectionInput.extend(pageInput.shape))
    .output(pageOf(checkView))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      return viewPage(await listHistory(deps, ref, input), viewCheck)
    }),

  get: projectOperation(reading)
    .route({
      method: 'GET',
      path: '/connections/{connection}/checks/{check}',
      tags: ['Diagnoses'],
      summary: 'Read one check or diagnosis with its evidence',
    })
    .input(connectionInput.extend({ check: z.coerce.number().int().min(1) }))
    .output(checkView.extend({ result: z.unknown().describe('What was seen; of a diagnosis, all of it') }))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      const found = await getFromHistory(deps, ref, input.check)
      return { ...viewCheck(found), result: found.result }
    }),

  compare: projectOperation(reading)
    .route({
      method: 'GET',
      path: '/connections/{connection}/compare',
      tags: ['Diagnoses'],
      summary: 'Say what is different since it worked: the newest diagnosis against the last good one',
    })
    .input(connectionInput)
    .output(
      z.object({
        latest: dated,
        good: dated,
        differences: z.array(z.object({ what: z.string(), before: z.unknown(), after: z.unknown() })).readonly(),
      }),
    )
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      const { latest, good, differences } = await compareWithGood(deps, ref)
      return { latest: viewDated(latest), good: viewDated(good), differences }
    }),
}

function viewCheck({ id, kind, cause, verdict, code, milliseconds, at }: CheckSummary): z.infer<typeof checkView> {
  return { id, kind, cause, verdict, code: code === 'ok' ? null : code, milliseconds, at: at.toISOString() }
}

function viewDated(
  dated: { readonly at: Date; readonly diagnosis: z.infer<typeof storedDiagnosis> } | null,
): { at: string; diagnosis: z.infer<typeof storedDiagnosis> } | null {
  return dated === null ? null : { at: dated.at.toISOString(), diagnosis: dated.diagnosis }
}
