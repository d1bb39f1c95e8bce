import { askedToWait, fateOf, mayPass } from '../connectors/write-fate.ts'
import { HubError } from '../errors/hub-error.ts'
import type { ClaimedPublication, Settlement } from '../store/publication-leases.ts'
import { describeError, type KeptError } from './describe-error.ts'
import { mostAttempts, mostLastingAttempts, mostWaits, type PublishTiming, pauseSince, retryAfter } from './timing.ts'

/** It is refused, and nothing was sent: a person has to change something. */
export function failure(row: ClaimedPublication, error: unknown, requests = 0): Settlement {
  return { ...baseOf(row), state: 'failed', error: describeError(error), requests }
}

/** Nothing was sent, or nothing arrived; it is tried again. */
export function postponement(row: ClaimedPublication, inMs: number, error?: unknown): Settlement {
  const why = error === undefined ? {} : { error: describeError(error) }
  return { ...baseOf(row), state: 'planned', again: { inMs }, ...why }
}

/** Not sent for a reason that may pass: later, each time twice as much. Else it is refused. */
export function giveUp(timing: PublishTiming, row: ClaimedPublication, thrown: unknown): Settlement {
  // The worker ends, and another one goes on: that is nobody's refusal.
  if (thrown instanceof HubError && thrown.code === 'cancelled') return postponement(row, timing.retryMs)
  if (!(thrown instanceof HubError && mayTryAgain(thrown, row.attempts))) return failure(row, thrown)
  // Of what is planned, `emptyFinds` counts such tries: nothing was sent that could be looked for.
  const tries = row.attempts + row.emptyFinds
  return { ...postponement(row, pauseBefore(timing, tries, thrown), thrown), emptyFinds: row.emptyFinds + 1 }
}

/** A recorded write of which nobody knows whether it was done. `isRefusal`: the other side itself said no, perhaps too late. */
export function doubt(
  row: ClaimedPublication,
  error: HubError | undefined,
  { isRefusal = false, requests = 1 }: { readonly isRefusal?: boolean; readonly requests?: number } = {},
): Settlement {
  const base: Settlement = { ...baseOf(row), state: 'unknown', requests }
  if (error === undefined) return base
  const kept = describeError(error)
  return { ...base, error: kept, writeError: { ...kept, isRefusal, lasts: !mayPass(error) } }
}

/** A write that went wrong: in doubt, tried again, or refused, by what its error says. */
export function refusal(
  timing: PublishTiming,
  row: ClaimedPublication,
  error: HubError | undefined,
  requests = 1,
): Settlement {
  if (error === undefined || fateOf(error) === 'unknown') return doubt(row, error, { requests })
  return mayTryAgain(error, row.attempts + 1)
    ? { ...postponement(row, pauseBefore(timing, row.attempts, error), error), requests }
    : failure(row, error, requests)
}

/** A site that says when to come again is asked again more often than one that only fails. */
function mayTryAgain(error: HubError, attempts: number): boolean {
  return mayPass(error) && attempts < (askedToWait(error) === null ? mostAttempts : mostWaits)
}

function pauseBefore(timing: PublishTiming, attempts: number, error: HubError): number {
  return askedToWait(error) ?? retryAfter(timing, attempts)
}

/**
 * A look that saw nothing of what was sent. `creating`: looked for once more, well after the deadline; not seen then either,
 * it was never made, and may be sent again: alone, since it may be what a whole batch was refused for. A change that is not
 * seen is not repeated earlier either, lest it arrives after a later one. What would only end the same way has failed.
 */
export function notSeen(timing: PublishTiming, row: ClaimedPublication, creating: boolean): Settlement {
  const { request, isOver, emptyFinds } = row
  const error = request?.error
  const base = { ...baseOf(row), requests: 1, ...(error === undefined ? {} : { error: describeWriteError(error) }) }
  if (!(isOver === true && (!creating || emptyFinds >= 1))) {
    const again = { afterDeadlineMs: timing.settleMs }
    return { ...base, state: 'unknown', emptyFinds: emptyFinds + 1, again }
  }
  if (!isHopeless(row)) return { ...base, state: 'planned', alone: true }
  const why = error ?? new HubError('answer_lost', 'Each time it was sent, no answer came, and nothing of it is there')
  return { ...base, state: 'failed', claimedHash: request?.hash ?? row.wantedHash, error: describeWriteError(why) }
}

/** Refused by the site itself; or tried often enough, where it was alone once and was answered with what lasts. */
function isHopeless({ request, attempts }: ClaimedPublication): boolean {
  const { isRefusal = false, lasts = false } = request?.error ?? {}
  return isRefusal || attempts >= (lasts ? mostLastingAttempts : mostAttempts)
}

/** A look that went wrong: nothing was learned, and the next one counts. The longer a site is away, the more rarely it is looked at. */
export function unseen(timing: PublishTiming, row: ClaimedPublication, error: unknown): Settlement {
  const again = { inMs: pauseSince(timing, row.deadlineAt) }
  return { ...baseOf(row), state: 'unknown', error: describeError(error), emptyFinds: row.emptyFinds, again }
}

/** What the row says of a write that went wrong. */
export function describeWriteError({ code, message, fix }: KeptError): KeptError {
  return { code, message, fix }
}

function baseOf({ id, epoch, wantedHash }: ClaimedPublication): Omit<Settlement, 'state'> {
  return { id, epoch, claimedHash: wantedHash, done: false }
}
