import { HubError } from '../../../errors/hub-error.ts'
import { type Answer, readEnvelope } from '../../../wordpress/answer.ts'
import { fields } from '../../../wordpress/json.ts'

/** Asked with `_envelope`, a site wraps its answer: so a route may also answer a text, a number or nothing. */
export interface Enveloped {
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, unknown>>
}

export const envelope = { _envelope: true } as const

/** The answer within. A refusal within is thrown as it would have been without: with the site's own code. */
export function openEnvelope(answer: Answer, where: string): Enveloped {
  const { status, body, headers } = fields(answer.json?.value)
  if (typeof status !== 'number') throw new HubError('unexpected_answer', `${where} answered without an envelope`)
  if (status < 400) return { status, body, headers: fields(headers) }
  const refusal = readEnvelope(body)
  throw new HubError(
    refusal?.code ?? 'remote_refused',
    `Refused: ${where} (${status}): ${refusal?.message ?? 'no reason given'}`,
    { evidence: { status, message: refusal?.message ?? null } },
  )
}
