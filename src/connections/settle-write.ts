import { setTimeout as sleep } from 'node:timers/promises'
import type { Action, Difference } from '../connectors/action.ts'
import { mayPass } from '../connectors/write-fate.ts'
import { HubError, toHubError } from '../errors/hub-error.ts'
import { type ActTiming, pauseAfter } from './act-timing.ts'
import type { SiteInUse } from './with-site.ts'

/** A write that may have been done, and how long one may look for it. */
export interface LostWrite {
  readonly action: Action
  readonly input: unknown
  /** Of `Action.baseline`. */
  readonly baseline: number | null
  /** Unix ms: the site cannot be busy with it any longer after this. */
  readonly quietFrom: number
  /** Unix ms. */
  readonly notAfter: number
  readonly timing: ActTiming
  readonly signal: AbortSignal | undefined
  /** Says what was lost, where it stays undecided. */
  readonly undecided: () => HubError
}

export type Settled = { readonly output: unknown; readonly differences: readonly Difference[] } | null

const mostLooks = 5

/**
 * Looks for what a lost write made until it is decided: found, or not there (`null`) when looked for twice, the second time
 * when the site cannot be busy with it any longer. Throws what `undecided` makes where there is no time for that, or where
 * the site does not let anybody look.
 */
export async function settleWrite(site: SiteInUse, lost: LostWrite): Promise<Settled> {
  let emptyLooks = 0
  for (let tries = 1; ; tries++) {
    const found = await look(site, lost)
    const [first] = found ?? []
    if (first !== undefined) return finished(site, lost, first)
    if (found !== null) emptyLooks++
    const now = Date.now()
    if (emptyLooks >= 2 && now >= lost.quietFrom) return null
    const pause = Math.max(Math.min(pauseAfter(lost.timing, tries), lost.quietFrom - now), lost.timing.pauseMs)
    if (Math.max(now + pause, lost.quietFrom) >= lost.notAfter) throw lost.undecided()
    await rest(pause, lost.signal)
  }
}

/** What is there; `null` where the site could not be asked just now. */
async function look(site: SiteInUse, lost: LostWrite): Promise<readonly unknown[] | null> {
  const { action, input, baseline } = lost
  try {
    return await site.ask(async () => (await action.find?.(site.site, input, baseline)) ?? [])
  } catch (thrown) {
    const error = toHubError(thrown)
    if (mayPass(error)) return null
    throw error.code === 'cancelled' ? error : lost.undecided()
  }
}

/** The site may not be through with it: what it lacks is looked at until two looks see the same. */
async function finished(site: SiteInUse, lost: LostWrite, first: unknown): Promise<Settled> {
  const verify = (output: unknown): Difference[] => lost.action.verify?.(lost.input, output) ?? []
  let seen = { output: first, differences: verify(first) }
  for (let looks = 1; looks < mostLooks && seen.differences.length > 0; looks++) {
    const pause = pauseAfter(lost.timing, looks)
    if (Date.now() + pause >= lost.notAfter) break
    await rest(pause, lost.signal)
    const [output] = (await look(site, lost)) ?? []
    if (output === undefined) continue
    const differences = verify(output)
    const same = JSON.stringify(differences) === JSON.stringify(seen.differences)
    seen = { output, differences }
    if (same) break
  }
  return seen
}

/** Throws `cancelled`. */
export async function rest(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal })
  } catch (cause) {
    throw new HubError('cancelled', 'Cancelled', { cause })
  }
}
