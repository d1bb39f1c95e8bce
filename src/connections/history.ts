import { HubError } from '../errors/hub-error.ts'
import { type Check, type CheckSummary, findLastCheck, getCheck, listChecks } from '../store/checks.ts'
import { getConnectionCache } from '../store/connection-caches.ts'
import { getConnection } from '../store/connections.ts'
import type { Page, PageRequest } from '../store/page.ts'
import type { Diagnosis } from './check.ts'
import { compareDiagnoses, type Difference } from './compare.ts'
import type { ConnectionRef, ConnectionsDeps } from './deps.ts'
import { goodCache } from './keep-diagnosis.ts'

/** Checks and diagnoses, newest first; a check that saw what the one before saw is there once. */
export async function listHistory(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  page: PageRequest = {},
): Promise<Page<CheckSummary>> {
  await getConnection(deps.store.db, ref.projectId, ref.id)
  return listChecks(deps.store.db, ref.id, page)
}

/** One of them with all its evidence. Throws `not_found`. */
export async function getFromHistory(deps: ConnectionsDeps, ref: ConnectionRef, check: number): Promise<Check> {
  await getConnection(deps.store.db, ref.projectId, ref.id)
  const found = await getCheck(deps.store.db, ref.id, check)
  if (found === null) throw new HubError('not_found', `There is no check ${check}`)
  return found
}

export interface Comparison {
  /** The newest diagnosis. */
  readonly latest: { readonly at: Date; readonly diagnosis: Diagnosis } | null
  /** The last one that said that all is well. */
  readonly good: { readonly at: Date; readonly diagnosis: Diagnosis } | null
  readonly differences: readonly Difference[]
}

/** Holds the newest diagnosis against the last good one: what is different since it worked. */
export async function compareWithGood(deps: ConnectionsDeps, ref: ConnectionRef): Promise<Comparison> {
  await getConnection(deps.store.db, ref.projectId, ref.id)
  const last = await findLastCheck(deps.store.db, ref.id, { kind: 'diagnosis' })
  const kept = await getConnectionCache(deps.store.db, ref.id, goodCache)
  const latest = last === null ? null : read(last.result, last.at)
  const good = kept === null ? null : read(kept.body, kept.fetchedAt)
  const differences = latest === null || good === null ? [] : compareDiagnoses(good.diagnosis, latest.diagnosis)
  return { latest, good, differences }
}

/** The diagnosis in what this layer stored. */
function read(stored: unknown, at: Date): { readonly at: Date; readonly diagnosis: Diagnosis } | null {
  if (typeof stored !== 'object' || stored === null || !('diagnosis' in stored)) return null
  const { diagnosis } = stored
  return typeof diagnosis === 'object' && diagnosis !== null ? { at, diagnosis: diagnosis as Diagnosis } : null
}
