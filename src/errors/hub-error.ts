import { type CatalogueCode, type CatalogueEntry, catalogue, type Retry } from './catalogue.ts'

export interface HubErrorOptions {
  /** Overrides the catalogue's advice where more is known. */
  readonly fix?: string
  readonly retry?: Retry
  readonly cause?: unknown
  /** What was seen: already redacted, plain JSON. */
  readonly evidence?: unknown
}

/**
 * The one error of the program. `message` is a sentence for a person; `code` and `cause` are for logs and callers.
 * Codes that are not in the catalogue came from a remote site and are kept as they are.
 */
export class HubError extends Error {
  override readonly name = 'HubError'
  readonly code: string
  readonly fix: string
  readonly retry: Retry
  readonly evidence: unknown

  constructor(code: CatalogueCode | (string & {}), message: string, options: HubErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    const entry = catalogueEntry(code)
    this.code = code
    this.fix = options.fix ?? entry.fix
    this.retry = options.retry ?? entry.retry
    this.evidence = options.evidence ?? null
  }
}

/** The entry of a code; a remote site's own code counts as `remote_refused`. */
export function catalogueEntry(code: string): CatalogueEntry {
  return Object.hasOwn(catalogue, code) ? catalogue[code as CatalogueCode] : catalogue.remote_refused
}

/** Anything thrown, as a HubError; what is not one becomes `internal` with the original as its cause. */
export function toHubError(thrown: unknown): HubError {
  if (thrown instanceof HubError) return thrown
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new HubError('cancelled', 'Cancelled', { cause: thrown })
  return new HubError('internal', thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown })
}
