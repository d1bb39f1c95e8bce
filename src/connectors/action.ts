import type { z } from 'zod'
import type { HubError } from '../errors/hub-error.ts'
import type { ScratchFile } from '../files/scratch.ts'

/**
 * What repeating an action does. `read`: nothing. `idempotent`: nothing more. `keyed`: it must be looked for by its key
 * before it is repeated. `append`: it happens again, so nothing repeats it by itself. `destructive`: it takes something away.
 */
export type Effect = 'read' | 'idempotent' | 'keyed' | 'append' | 'destructive'

/** Bounds of one call. */
export interface Call {
  /** Unix ms: nothing is sent after it, and nobody waits any longer. */
  readonly notAfter?: number
  readonly signal?: AbortSignal
  /** Of the whole call: the same for each of its tries. */
  readonly callId?: string
}

/** The same, for what reads something large beforehand. */
export interface PrepareCall extends Call {
  /** A place for it; released when the call has ended. */
  newFile(): Promise<ScratchFile>
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

/**
 * One thing that a connector can do, defined once: API, command line, scenarios and others show and call it by this alone.
 * Input and output are JSON on the outside (`input` decodes it, by codecs where it must: bytes come as base64, see `file-bytes.ts`). A field of
 * the input that has choices says `.meta({ lookup: 'categories' })`.
 */
export interface Action<Site = unknown, Input = unknown, Output = unknown> {
  /** In the words of a menu: `Create a post`. */
  readonly title: string
  /** What a person must know before they use it; a sentence or two. */
  readonly description?: string
  readonly effect: Effect
  /** For actions whose effect depends on what is asked of them, such as any request: never a stronger one than `effect`. */
  effectOf?(input: Input): Effect
  readonly input: z.ZodType<Input>
  readonly output: z.ZodType<Output>
  /** What makes two calls the same thing; `null` where this input carries no key. For `keyed` actions. */
  key?(input: Input): string | null
  /** The highest id there is, or the newest moment of the other side, where `find` needs it: asked before `run`. */
  baseline?(site: Site, input: Input): Promise<number | null>
  /** What calls with this input's key have made, oldest first. `since`: of `baseline`, what was there before. */
  find?(site: Site, input: Input, since: number | null): Promise<readonly Output[]>
  /** Whether what the site refused in these words may be there all the same, without a part: then it is looked for. */
  mayBeRefusedLate?(error: HubError): boolean
  /** How much it sends, of what `prepare` gave: for files, which take time and room. */
  bytes?(input: Input): number
  /**
   * Reads from elsewhere what is to be sent, once, before the time of the write begins. What it gives goes to `run` and
   * `bytes` in place of the input. Writes nothing.
   */
  prepare?(site: Site, input: Input, call: PrepareCall): Promise<Input>
  /** Does it, in one request where nothing else is said. Throws HubErrors; never repeats a write by itself. */
  run(site: Site, input: Input, call?: Call): Promise<Output>
  /** What the site did not take as it was sent. */
  verify?(input: Input, output: Output): Difference[]
  /** Takes back what `run` made. */
  undo?(site: Site, output: Output, call?: Call): Promise<void>
}

export function action<Site, Input, Output>(definition: Action<Site, Input, Output>): Action<Site, Input, Output> {
  return definition
}
