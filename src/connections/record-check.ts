import type { Transaction } from 'kysely'
import { connectorOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { addCheck, type CheckSummary, listChecks } from '../store/checks.ts'
import { readConnectionSecrets } from '../store/connection-secrets.ts'
import { type Connection, type ConnectionChanges, lockConnection, updateConnection } from '../store/connections.ts'
import type { Database } from '../store/database.ts'
import { addEvent } from '../store/events.ts'
import type { CheckOptions, CheckOutcome } from './check.ts'
import type { ConnectionsDeps } from './deps.ts'
import { healthOf, nameOf } from './health-event.ts'
import { nextCheck, nextCheckSoon } from './next-check.ts'
import { openSecret } from './sealed-secret.ts'
import { settle } from './verdict.ts'

/** A check that saw what the one before saw is written down again after so long. */
const repeatMilliseconds = 20 * 3_600_000

/**
 * Writes down what a check saw, and what it changes; where the verdict changes, the event is in the same transaction. A
 * check that saw what the newest one saw leaves no row of its own, so that the last good one is not pushed out.
 */
export async function recordCheck(
  deps: ConnectionsDeps,
  before: Connection,
  outcome: CheckOutcome,
  options: CheckOptions,
): Promise<Connection | null> {
  return deps.store.transaction(async (tx) => {
    const connection = await lockUnlessGone(tx, before.id)
    // Connected again, paused or checked while we looked: a failure may be about what is no longer there.
    if (connection === null || (outcome.verdict !== 'connected' && isOvertaken(before, connection))) return null
    const checkId = await write(tx, connection, outcome, options)
    const { changes, changed, doubted } = settle(connection, outcome)
    const ended = changed && (await isEnded(deps, tx, connection, outcome))
    const next: ConnectionChanges = {
      ...changes,
      ...stateAfter(connection, outcome, ended),
      checkedAt: options.now,
      nextCheckAt: ended ? null : doubted ? nextCheckSoon(options.now) : nextCheck(options.now),
    }
    const after = await updateConnection(tx, connection.id, next)
    if (changed || after.state !== connection.state) {
      await addEvent(tx, {
        projectId: after.projectId,
        type: 'connection.changed',
        subject: after.id,
        payload: { ...nameOf(after), before: healthOf(connection), after: healthOf(after), check: checkId },
      })
    }
    return after
  })
}

async function lockUnlessGone(tx: Transaction<Database>, id: string): Promise<Connection | null> {
  try {
    return await lockConnection(tx, id)
  } catch (error) {
    if (error instanceof HubError && error.code === 'not_found') return null
    throw error
  }
}

function isOvertaken(before: Connection, now: Connection): boolean {
  return before.state !== now.state || before.checkedAt?.getTime() !== now.checkedAt?.getTime()
}

/** A connection that needed a login and works again is active; one whose credential is dead needs a login. */
function stateAfter(connection: Connection, { verdict }: CheckOutcome, ended: boolean): ConnectionChanges {
  if (ended) return { state: 'needs-login' }
  return verdict === 'connected' && connection.state === 'needs-login' ? { state: 'active' } : {}
}

/** Whether the site said for the second time that the credential is dead. Sites lock out who goes on knocking with one. */
async function isEnded(
  deps: ConnectionsDeps,
  tx: Transaction<Database>,
  connection: Connection,
  { code }: CheckOutcome,
): Promise<boolean> {
  if (connection.state === 'paused') return false
  if (code === 'needs_login' || code === 'revoked' || code === 'token_refused') return true
  if (code !== 'jwt_invalid') return false
  const connector = connectorOf(connection.kind)
  const secret = openSecret(deps, connector, connection.id, (await readConnectionSecrets(tx, connection.id)).sealed)
  return connector.renewal?.isPossible(secret) === false
}

async function write(
  tx: Transaction<Database>,
  connection: Connection,
  outcome: CheckOutcome,
  { cause, now }: CheckOptions,
): Promise<number | null> {
  const { verdict, code, milliseconds, signature, facts, diagnosis } = outcome
  const [newest] = (await listChecks(tx, connection.id, { limit: 1 })).items
  if (diagnosis === null && newest !== undefined && isRepeat(newest, outcome, now)) return null
  const row = { connectionId: connection.id, cause, verdict, code: code ?? 'ok', milliseconds, at: now }
  const added = await addCheck(
    tx,
    diagnosis === null
      ? { ...row, kind: 'check', result: { signature, ...facts } }
      : { ...row, kind: 'diagnosis', result: { signature, diagnosis } },
  )
  return added.id
}

function isRepeat(newest: CheckSummary, { verdict, code }: CheckOutcome, now: Date): boolean {
  return (
    newest.verdict === verdict &&
    newest.code === (code ?? 'ok') &&
    now.getTime() - newest.at.getTime() < repeatMilliseconds
  )
}
