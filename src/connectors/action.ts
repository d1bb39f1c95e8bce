import type { z } from 'zod'

/**
 * What repeating an action does. `read`: nothing. `idempotent`: nothing more. `keyed`: it must be looked for by its key
 * before it is repeated. `append`: it happens again, so nothing repeats it by itself. `destructive`: it takes something away.
 */
type Effect = 'read' | 'idempotent' | 'keyed' | 'append' | 'destructive'

/** Bounds of one call. */
export interface Call {
  /** Unix ms: nothing is sent after it, and nobody waits any longer. */
  readonly notAfter?: number
  readonly signal?: AbortSignal
}

/** One field that is not at the site as it was sent. */
export interface Difference {
  /** `content`, `status`, `meta.subtitle`… */
  readonly field: string
  /** `dropped`: the site does not have it. `changed`: it has something else. */
  readonly kind: 'dropped' | 'changed'
  readonly sent: string
  readonly stored: string
}

/** One thing that a connector can do, defined once for publishing, scenarios and other callers. */
export interface Action<Site, Input, Output> {
  readonly title: string
  readonly effect: Effect
  readonly input: z.ZodType<Input>
  readonly output: z.ZodType<Output>
  /** What makes two calls the same thing; `null` where this input carries no key. For `keyed` actions. */
  key?(input: Input): string | null
  /** Looks for what calls with these keys have made; each with all that carries the key, oldest first. */
  find?(site: Site, wanted: FindRequest): Promise<ReadonlyMap<string, readonly Output[]>>
  /** Does it, in one request where nothing else is said. Throws HubErrors; never repeats a write by itself. */
  run(site: Site, input: Input, call?: Call): Promise<Output>
  /** What the site did not take as it was sent. */
  verify?(input: Input, output: Output): Difference[]
  /** Takes back what `run` made. */
  undo?(site: Site, output: Output, call?: Call): Promise<void>
}

export interface FindRequest {
  readonly keys: readonly string[]
  /** Where to look: a post type. */
  readonly type: string
  /** Ids up to this one were there before; `null` where none is known. */
  readonly since: number | null
}

export function action<Site, Input, Output>(definition: Action<Site, Input, Output>): Action<Site, Input, Output> {
  return definition
}
