import { z } from 'zod'
import type { Action, Difference, Effect } from '../connectors/action.ts'
import { connectorOf } from '../connectors/registry.ts'
import { HubError } from '../errors/hub-error.ts'
import { getConnection } from '../store/connections.ts'
import { type ActTiming, actTiming } from './act-timing.ts'
import { actionOf } from './actions-of.ts'
import type { HeldRequest } from './call-http.ts'
import { decodeInput } from './decode-input.ts'
import type { CallOptions, ConnectionRef, ConnectionsDeps } from './deps.ts'
import { isRepeatable, performAction, type Started } from './perform-action.ts'
import { withSite } from './with-site.ts'

/** A call of an action that may be made: the action is there, and its input is valid. */
export interface ReadyCall {
  readonly ref: ConnectionRef
  readonly action: Action
  /** Decoded. */
  readonly input: unknown
  /** Of the action with this input. */
  readonly effect: Effect
  /** What would find it again after a lost answer; `null` for none. */
  readonly key: string | null
}

/**
 * Reads a call. Asks the site nothing.
 * @param name of the action, without the kind: `posts.create`
 * @param input JSON, as the action takes it from outside
 * Throws `not_found` and `bad_input` (evidence: `errors`, each `{field, message}`).
 */
export async function readCall(
  { store }: ConnectionsDeps,
  ref: ConnectionRef,
  name: string,
  input: unknown,
): Promise<ReadyCall> {
  const { kind } = await getConnection(store.db, ref.projectId, ref.id)
  const action = actionOf(connectorOf(kind), name)
  const decoded = await decodeInput(action.input, input)
  const effect = action.effectOf?.(decoded) ?? action.effect
  return { ref, action, input: decoded, effect, key: effect === 'keyed' ? (action.key?.(decoded) ?? null) : null }
}

/** `signal` ends waiting and reading; a write that was sent is finished all the same, unless a repeat of it is harmless. */
export interface ActOptions extends CallOptions {
  /** A `destructive` action is done only with it. */
  readonly confirm?: boolean
  /** What an earlier try of this very call left behind (`onStarted`): it is looked for before anything is sent. */
  readonly earlier?: Started | null
  /**
   * Called before a write is sent that may not simply be repeated, so that it can be written down and given as `earlier`
   * after a crash; with `null` when it is sure that nothing was done.
   */
  readonly onStarted?: (started: Started | null) => Promise<void>
  /** Unix ms. Default: five minutes from now, and as much more as a file takes on a slow line. */
  readonly notAfter?: number
  readonly timing?: ActTiming
}

export interface Acted {
  /** JSON, as the action's output is written for the outside. */
  readonly output: unknown
  /** What the site did not take as it was sent. */
  readonly differences: readonly Difference[]
  /** The answer was lost, and what was made was found at the site. */
  readonly found: boolean
  /** Sent to the site for it. */
  readonly requests: number
}

/**
 * Does what an action says, once: in one of the connection's lanes, looked for after a lost answer (`performAction`).
 * Throws `confirmation_needed`, `answer_lost`, what `openSite` throws and what the site says, its credential masked.
 */
export async function act(deps: ConnectionsDeps, call: ReadyCall, options: ActOptions = {}): Promise<Acted> {
  const { action, effect } = call
  if (effect === 'destructive' && options.confirm !== true) {
    throw new HubError('confirmation_needed', `"${action.title}" takes something away`)
  }
  const { timing = actTiming, signal, onAttempt } = options
  // Whoever gives up a write that may not be repeated would learn nothing; so it is finished for whoever asks again.
  const reaching = isRepeatable(effect) ? { signal, onAttempt } : { onAttempt }
  const { result, requests } = await withSite(deps, call.ref, reaching, async (site) => {
    const { output, ...rest } = await performAction(site, {
      ...call,
      timing,
      signal,
      earlier: options.earlier ?? null,
      onStarted: options.onStarted ?? (async () => undefined),
      notAfter: options.notAfter ?? null,
    })
    return { output: writeOutput(action, output), ...rest }
  })
  return { ...result, requests }
}

/** What an action would do. */
export interface Rehearsed {
  /** The first write that would be sent; what follows depends on its answer. Empty where nothing would be written. */
  readonly writes: readonly HeldRequest[]
  readonly requests: number
}

/** Says what an action would do: reads what it reads, and holds its first write back. Throws as `act` does. */
export async function rehearse(
  deps: ConnectionsDeps,
  { ref, action, input, effect }: ReadyCall,
  options: CallOptions = {},
): Promise<Rehearsed> {
  if (effect === 'read') return { writes: [], requests: 0 }
  const { signal } = options
  const { result, requests } = await withSite(deps, ref, { ...options, rehearsing: true }, async (site) => {
    try {
      const call = signal === undefined ? {} : { signal }
      const ready = (await action.prepare?.(site.site, input, { ...call, newFile: site.newFile })) ?? input
      await site.ask(() => action.run(site.site, ready, call))
    } catch (thrown) {
      if (site.held().length === 0) throw thrown
    }
    return site.held()
  })
  return { writes: result, requests }
}

/** Throws `unexpected_answer` for what the schema of the output does not know. */
function writeOutput({ output: schema, title }: Action, output: unknown): unknown {
  const { data, error, success } = z.safeEncode(schema, output)
  if (success) return data ?? null
  const where = error.issues[0]?.path.join('.') ?? ''
  throw new HubError('unexpected_answer', `"${title}" was done, but its answer is not what it should be: ${where}`, {
    fix: 'Look on the site, and report this.',
    retry: 'after-change',
    cause: error,
  })
}
