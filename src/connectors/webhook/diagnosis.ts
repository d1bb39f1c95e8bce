import { type CatalogueCode, catalogue } from '../../errors/catalogue.ts'
import { HubError } from '../../errors/hub-error.ts'
import type { Diagnosis } from '../../wordpress/diagnose/diagnosis.ts'
import { plainDiagnosis } from '../plain-diagnosis.ts'
import type { Sent } from './client.ts'

/** What the receiver made of a test, with its answer among the notes. */
export function diagnosisOf(sent: Sent): Diagnosis {
  const { outcome, code, reason, attempts } = sent
  const shared = { code, attempts, notes: answerNotes(sent) }
  if (outcome === 'delivered') {
    return plainDiagnosis({
      ...shared,
      verdict: 'connected',
      title: 'The endpoint takes deliveries',
      cause: null,
      fix: null,
    })
  }
  const { title, fix } = explain(code)
  return plainDiagnosis({
    ...shared,
    verdict: outcome === 'retry' ? 'unavailable' : 'refused',
    title,
    cause: `${reason}.`,
    fix,
  })
}

/** A delivery that was not taken, as an error: for callers who have no queue to keep it in. */
export function errorOf({ code, reason, status, answer, sent }: Sent): HubError {
  // Whatever broke off: what was sent may have been handled, and the code alone would say that it never left.
  if (status === null && sent) return new HubError('answer_lost', reason, { evidence: { status, message: null } })
  const { fix } = explain(code)
  return new HubError(code ?? 'internal', reason, { fix, evidence: { status, message: answer?.text ?? null } })
}

function explain(code: string | null): { readonly title: string; readonly fix: string } {
  if (code !== null && Object.hasOwn(catalogue, code)) return catalogue[code as CatalogueCode]
  return {
    title: 'The endpoint cannot be reached',
    fix: 'Check the address, and that the receiver runs and can be reached from this hub.',
  }
}

function answerNotes({ status, answer }: Sent): Diagnosis['notes'] {
  if (answer === null) return []
  const said = answer.text === '' ? 'nothing' : `${answer.text}${answer.truncated ? '…' : ''}`
  const notes = [{ code: 'answer', message: `It answered ${status}: ${said}` }]
  return answer.location === null ? notes : [...notes, { code: 'redirect', message: `It leads to ${answer.location}` }]
}
