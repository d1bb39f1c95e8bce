import { addCheck } from '../store/checks.ts'
import { putConnectionCache } from '../store/connection-caches.ts'
import type { Db } from '../store/open-store.ts'
import type { Diagnosis } from './check.ts'

/** The name under which the last diagnosis is kept that said that all is well: checks do not last for ever. */
export const goodCache = 'good'

/** Writes down a diagnosis; a good one also as the one to compare with. */
export async function keepDiagnosis(db: Db, connectionId: string, diagnosis: Diagnosis, cause: string): Promise<void> {
  const { verdict, code, attempts } = diagnosis
  const milliseconds = attempts.reduce((sum, attempt) => sum + attempt.ms, 0)
  const good = verdict === 'connected'
  const result = { ...(good ? { signature: 'ok' } : {}), diagnosis }
  await addCheck(db, { connectionId, kind: 'diagnosis', cause, verdict, code: code ?? 'ok', milliseconds, result })
  if (good) await putConnectionCache(db, connectionId, goodCache, { at: new Date().toISOString(), diagnosis })
}
