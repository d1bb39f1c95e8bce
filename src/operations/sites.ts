import { fetchIcon } from '../connections/icon.ts'
import { HubError } from '../errors/hub-error.ts'
import { normaliseAddress } from '../wordpress/address.ts'
import { type DiagnosisResult, diagnose } from '../wordpress/diagnose/diagnose.ts'
import type { OperationContext } from './context.ts'
import { diagnosisSchema } from './diagnosis-schema.ts'
import { diagnosisEvents, followDiagnosis } from './follow-diagnosis.ts'
import { hubOperation } from './operation.ts'
import { loginOf, type SiteInput, siteInput } from './site-login.ts'

/** Operations on a site that is not connected: they keep nothing and need no database. */
export const sites = {
  diagnose: hubOperation({ permission: 'user', effect: 'read' })
    .route({
      method: 'POST',
      path: '/sites/diagnose',
      summary: 'Say whether a site can be connected, and what refuses',
    })
    .input(siteInput.extend({ thorough: siteInput.shape.fresh }))
    .output(diagnosisSchema)
    .handler(
      async ({ input, context }) => (await diagnoseSite(context, input, { thorough: input.thorough })).diagnosis,
    ),

  follow: hubOperation({ permission: 'user', effect: 'read' })
    .route({
      method: 'POST',
      path: '/sites/diagnose/follow',
      summary: 'The same, told while it happens, as server-sent events',
    })
    .input(siteInput.extend({ thorough: siteInput.shape.fresh }))
    .output(diagnosisEvents)
    .handler(async function* ({ input, context }) {
      const { thorough } = input
      const run = async (options: Pick<OperationContext, 'onAttempt' | 'signal'>) =>
        (await diagnoseSite({ ...context, ...options }, input, { thorough })).diagnosis
      for await (const event of followDiagnosis(run, context.signal)) {
        yield event
        if (event.kind !== 'done') continue
        const icon = await fetchIcon(
          httpFor(context, input.address),
          event.diagnosis.site?.icon ?? null,
          context.signal,
        )
        if (icon !== null)
          yield { kind: 'icon' as const, src: `data:${icon.type};base64,${Buffer.from(icon.bytes).toString('base64')}` }
      }
    }),
}

/** Diagnoses the site of an input with everything that a caller may go on with. */
export async function diagnoseSite(
  context: OperationContext,
  input: SiteInput,
  options: { readonly thorough?: boolean } = {},
): Promise<DiagnosisResult> {
  if ((input.username === undefined) !== (input.password === undefined)) {
    throw new HubError('bad_input', 'A user name and a password belong together: give both or neither')
  }
  const login = loginOf(input)
  return diagnose(httpFor(context, input.address), input.address, {
    fresh: input.fresh,
    allowRoots: input.allowRoots,
    ...options,
    ...(login === undefined ? {} : { login }),
    ...(context.signal === undefined ? {} : { signal: context.signal }),
    ...(context.onAttempt === undefined ? {} : { onAttempt: context.onAttempt }),
  })
}

/** The way out for an address: what a person types at their own machine may be private. */
export function httpFor(context: OperationContext, address: string): ReturnType<OperationContext['http']> {
  return context.http(context.actor.kind === 'local' ? [normaliseAddress(address).url.hostname] : [])
}
