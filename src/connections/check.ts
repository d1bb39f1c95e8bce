import type { Connector, Probed } from '../connectors/connector.ts'
import { connectorOf } from '../connectors/registry.ts'
import { HubError, toHubError } from '../errors/hub-error.ts'
import { findLastCheck } from '../store/checks.ts'
import { type Connection, updateConnection } from '../store/connections.ts'
import { createAccess } from './access.ts'
import { type CallOptions, type ConnectionsDeps, callContext } from './deps.ts'
import { recordCheck } from './record-check.ts'
import type { Seen } from './verdict.ts'

/** Why a site cannot be used, or that it can. */
export type Diagnosis = Probed<unknown>['diagnosis']

/** What a check found out. */
export interface CheckOutcome extends Seen {
  /** Equal for two checks that failed in the same way. */
  readonly signature: string
  readonly milliseconds: number
  readonly facts: Record<string, unknown>
  /** Why it failed, where that was asked. */
  readonly diagnosis: Diagnosis | null
}

export interface CheckOptions extends CallOptions {
  /** Who asked: `sweep`, or an actor. */
  readonly cause: string
  readonly now: Date
  /** `when new` (the default): a failure that was diagnosed within a day is not diagnosed again. */
  readonly diagnose?: 'when new' | 'when failing'
}

const dayMilliseconds = 24 * 3_600_000

/**
 * Checks a connection, in at most two requests, and records it. A failure that is new is diagnosed, which asks more.
 * A kind that cannot be checked stays as it is. The connection afterwards; `null` when it was deleted or given another credential meanwhile, so that nothing was recorded.
 */
export async function checkConnection(
  deps: ConnectionsDeps,
  connection: Connection,
  options: CheckOptions,
): Promise<Connection | null> {
  const connector = connectorOf(connection.kind)
  const { check } = connector
  // Its use tells how it is; without a time for the next check, nobody comes by again.
  if (check === undefined) return updateConnection(deps.store.db, connection.id, { nextCheckAt: null })
  const outcome = await look(deps, { ...connector, check }, connection, options)
  return recordCheck(deps, connection, outcome, options)
}

async function look(
  deps: ConnectionsDeps,
  connector: Connector & Required<Pick<Connector, 'check'>>,
  connection: Connection,
  options: CheckOptions,
): Promise<CheckOutcome> {
  let secret: unknown
  try {
    secret = await createAccess(deps, connector, connection.id)()
  } catch (error) {
    return withoutAccess(error)
  }
  const context = { ...callContext(deps, options), site: connection.site, secret }
  const { ok, signature, milliseconds, facts } = await connector.check(context)
  const seen = { signature, milliseconds, facts }
  if (ok) return { ...seen, verdict: 'connected', code: null, diagnosis: null }
  const known = options.diagnose === 'when failing' ? null : await findKnown(deps, connection, signature, options.now)
  if (known !== null) return { ...seen, ...known, diagnosis: null }
  const diagnosis = await connector.diagnose(context)
  if (diagnosis.verdict !== 'connected') {
    return { ...seen, verdict: diagnosis.verdict, code: diagnosis.code ?? 'unexpected_answer', diagnosis }
  }
  // It failed a moment ago and works now.
  return { ...seen, signature: 'ok', verdict: 'connected', code: null, diagnosis: null }
}

/** The verdict on the same failure, where it was diagnosed not long ago. */
async function findKnown(
  { store }: ConnectionsDeps,
  connection: Connection,
  signature: string,
  now: Date,
): Promise<Seen | null> {
  const last = await findLastCheck(store.db, connection.id, { kind: 'diagnosis' })
  if (last === null || last.verdict === 'connected' || now.getTime() - last.at.getTime() > dayMilliseconds) return null
  return signatureOf(last.result) === signature ? { verdict: last.verdict, code: last.code } : null
}

function signatureOf(result: unknown): unknown {
  return typeof result === 'object' && result !== null && 'signature' in result ? result.signature : null
}

/** The credential could not even be had. A wrong key or a lost database is not the site's fault, and is thrown on. */
function withoutAccess(error: unknown): CheckOutcome {
  const { code, message } = toHubError(error)
  if (!(error instanceof HubError) || /^(?:key_|sealed_|database_|not_found|internal|cancelled)/.test(code)) throw error
  const verdict = code === 'needs_login' ? 'refused' : 'unavailable'
  return { verdict, code, signature: code, milliseconds: 0, facts: { message }, diagnosis: null }
}
