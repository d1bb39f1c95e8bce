import { randomUUID } from 'node:crypto'
import type { Action, Difference, Effect } from '../connectors/action.ts'
import { fateOf, mayPass, type WriteFate } from '../connectors/write-fate.ts'
import { HubError, toHubError } from '../errors/hub-error.ts'
import { type ActTiming, pauseAfter, sendingMs } from './act-timing.ts'
import { createLanes } from './lanes.ts'
import { rest, type Settled, settleWrite } from './settle-write.ts'
import type { SiteInUse } from './with-site.ts'

/** What is written down before a write is sent, so that a later try can look for it. Plain JSON. */
export interface Started {
  /** Of `Action.baseline`. */
  readonly baseline: number | null
  /** Unix ms. */
  readonly at: number
  /** What its size adds to the time that it may take, in ms. */
  readonly sendMs?: number | undefined
  /** The site refused a part of it and kept the rest, which was seen there. */
  readonly refusal?: { readonly code: string; readonly message: string } | undefined
}

export interface Performance {
  readonly action: Action
  readonly input: unknown
  /** Of this action with this input. */
  readonly effect: Effect
  /** An earlier try that may have been done. */
  readonly earlier: Started | null
  /** Told before a write is sent that may not simply be repeated, and with `null` when it is sure that it was not done. */
  readonly onStarted: (started: Started | null) => Promise<void>
  /** Unix ms; `null`: as `timing` and the size of what is sent have it. */
  readonly notAfter: number | null
  readonly timing: ActTiming
  readonly signal: AbortSignal | undefined
}

export interface Performed {
  readonly output: unknown
  readonly differences: readonly Difference[]
  /** It was found at the site, since its answer was lost. */
  readonly found: boolean
}

/** Reads are repeated by the connectors' clients. */
const mostTries = 3

/**
 * Does an action once. Each try ends as:
 * - **answered**: done.
 * - **refused**, or **not sent**: not done. What may pass (overload, network) is tried again, whatever the effect.
 * - **refused late**: the site may have kept a part of it (`Action.mayBeRefusedLate`), so a `keyed` one is looked for. Not there,
 *   it was refused. There, the refusal is thrown and says so; the next try under the same note throws it again as long as it is there.
 * - **lost**: it may have been done. `idempotent` is repeated. `keyed` is looked for: found, it is done; not there,
 *   it is tried again; undecided in the time there is, `answer_lost`. `append`, `destructive` and what carries no key end with
 *   `answer_lost` at once.
 * An action that sends several writes is tried again only where at most one of them was sent.
 */
export async function performAction(site: SiteInUse, work: Performance): Promise<Performed> {
  const timed = { ...work, notAfter: work.notAfter ?? Date.now() + work.timing.callMs }
  if (work.action.bytes === undefined) return perform(site, timed)
  return fileLanes.run(() => perform(site, timed, work.notAfter === null))
}

/** So many files pass at once in the process, whatever connections they go to: each takes room on the disk, and of the line. */
const fileLanes = createLanes(4)

type Timed = Performance & { readonly notAfter: number }

/** @param extended whether the size of what is sent adds to the time of the call */
async function perform(site: SiteInUse, given: Timed, extended = false): Promise<Performed> {
  const { action, effect, timing, signal } = given
  const mayJustRepeat = isRepeatable(effect)
  const callId = randomUUID()
  if (given.earlier !== null && !mayJustRepeat) {
    const { baseline, at, sendMs = 0, refusal } = given.earlier
    const quietFrom = refusal === undefined ? at + timing.writeMs + sendMs + timing.settleMs : at
    const settled = await settle(site, given, { baseline, quietFrom, cause: null })
    if (settled !== null && refusal !== undefined)
      throw partlyDone(new HubError(refusal.code, refusal.message), settled.output)
    if (settled !== null) return { ...settled, found: true }
    await given.onStarted(null)
  }
  const input = await prepareInput(site, given)
  const sendMs = sendingMs(action.bytes?.(input) ?? 0)
  const notAfter = given.notAfter + (extended ? sendMs : 0)
  // What was read beforehand may carry a key that its address did not.
  const work: Timed = { ...given, input, notAfter }
  for (let tries = 1; ; tries++) {
    if (signal?.aborted === true) throw new HubError('cancelled', 'Cancelled')
    const baseline = keyOf(work) === null ? null : await askBaseline(site, work)
    const started: Started = { baseline, at: Date.now(), ...(sendMs > 0 ? { sendMs } : {}) }
    if (!mayJustRepeat) await work.onStarted(started)
    const before = site.writes()
    try {
      const output = await site.ask(() =>
        action.run(site.site, input, {
          callId,
          notAfter: Math.min(Date.now() + timing.writeMs + sendMs, notAfter),
          ...(signal === undefined || !mayJustRepeat ? {} : { signal }),
        }),
      )
      return { output, differences: action.verify?.(work.input, output) ?? [], found: false }
    } catch (thrown) {
      const error = toHubError(thrown)
      const writes = site.writes() - before
      const fate: WriteFate = writes === 0 ? 'not-sent' : fateOf(error)
      if (fate === 'unknown' && !mayJustRepeat) {
        const settled = await settle(site, work, { baseline, quietFrom: Date.now() + timing.settleMs, cause: error })
        if (settled !== null) return { ...settled, found: true }
      }
      if (fate === 'refused' && keyOf(work) !== null && action.mayBeRefusedLate?.(error) === true) {
        const settled = await settle(site, work, { baseline, quietFrom: Date.now(), cause: error })
        if (settled !== null) {
          const { code, message } = error
          await work.onStarted({ ...started, refusal: { code, message: message.slice(0, 1000) } })
          throw partlyDone(error, settled.output)
        }
      }
      if (!mayJustRepeat) await work.onStarted(null)
      const mayRepeat = effect !== 'read' && (mayJustRepeat || writes <= 1) && mayPass(error)
      const pause = pauseAfter(timing, tries)
      if (tries === mostTries || !mayRepeat || Date.now() + pause >= notAfter) throw error
      await rest(pause, signal)
    }
  }
}

/** What is to be sent; nothing was sent yet, so that what may pass is simply tried again. */
async function prepareInput(site: SiteInUse, { action, input, timing, signal, notAfter }: Timed): Promise<unknown> {
  if (action.prepare === undefined) return input
  for (let tries = 1; ; tries++) {
    try {
      const call = { notAfter, newFile: site.newFile, ...(signal === undefined ? {} : { signal }) }
      return await action.prepare(site.site, input, call)
    } catch (thrown) {
      const error = toHubError(thrown)
      const pause = pauseAfter(timing, tries)
      if (tries === mostTries || !mayPass(error) || Date.now() + pause >= notAfter) throw error
      await rest(pause, signal)
    }
  }
}

/** Whether sending it once more changes nothing more. */
export function isRepeatable(effect: Effect): boolean {
  return effect === 'read' || effect === 'idempotent'
}

function keyOf({ action, input, effect }: Performance): string | null {
  return effect === 'keyed' && action.find !== undefined ? (action.key?.(input) ?? null) : null
}

async function askBaseline(site: SiteInUse, { action, input }: Performance): Promise<number | null> {
  return site.ask(async () => (await action.baseline?.(site.site, input)) ?? null)
}

interface Lost {
  readonly baseline: number | null
  /** Unix ms: the site cannot be busy with it any longer after this. */
  readonly quietFrom: number
  readonly cause: HubError | null
}

/** Decides what became of a lost write. Throws `answer_lost`, and `cancelled`: then it stays undecided. */
async function settle(site: SiteInUse, work: Timed, { baseline, quietFrom, cause }: Lost): Promise<Settled> {
  const { action, input, timing, signal, notAfter } = work
  const key = keyOf(work)
  const undecided = (): HubError => lostError(work, key, cause)
  if (cause?.code === 'cancelled') throw cause
  if (key === null) throw undecided()
  return settleWrite(site, { action, input, baseline, quietFrom, notAfter, timing, signal, undecided })
}

/** What the site said, of something that is there all the same. */
function partlyDone(refusal: HubError, output: unknown): HubError {
  const id = typeof output === 'object' && output !== null && 'id' in output ? ` as ${String(output.id)}` : ''
  return new HubError(refusal.code, `It is on the site${id}, but not all of it. ${refusal.message}`, {
    fix: 'Change or delete what is there: sent anew, it would be there twice.',
    retry: refusal.retry,
    cause: refusal,
    evidence: refusal.evidence,
  })
}

function lostError({ action: { title }, effect }: Performance, key: string | null, cause: HubError | null): HubError {
  const why = cause === null ? 'an earlier try ended without an answer' : cause.message
  const fix =
    effect === 'destructive'
      ? 'Look on the site whether it is still there before you send it again.'
      : key === null
        ? 'Look on the site whether it was done before you send it again: nothing repeats it by itself.'
        : `Look on the site for what carries "${key.slice(0, 200)}" before you send it again.`
  return new HubError('answer_lost', `"${title}" may have been done or not: ${why}`, {
    fix,
    ...(cause === null ? {} : { cause, evidence: cause.evidence }),
  })
}
