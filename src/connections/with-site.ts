import { HubError, toHubError } from '../errors/hub-error.ts'
import type { ScratchFile } from '../files/scratch.ts'
import { createCallHttp, type HeldRequest } from './call-http.ts'
import { inLaneOf } from './connection-lanes.ts'
import type { CallOptions, ConnectionRef, ConnectionsDeps } from './deps.ts'
import { hideIn, hideInError } from './hide-secrets.ts'
import { type OpenSite, openSite } from './open.ts'

/** An opened connection, for one call. */
export interface SiteInUse extends OpenSite {
  /** Asks the site something, in one of the connection's lanes. */
  ask<T>(work: () => Promise<T>): Promise<T>
  /** Requests that may change something, begun so far. */
  writes(): number
  /** What a dry run held back. */
  held(): readonly HeldRequest[]
  /** A place for what is too large for memory, until the end of the call. */
  newFile(): Promise<ScratchFile>
}

export interface WithOptions extends CallOptions {
  /** Nothing is written: the first write ends the work with `cancelled`. */
  readonly rehearsing?: boolean
}

export interface Used<T> {
  readonly result: T
  /** Sent to the site, redirects included. */
  readonly requests: number
}

/**
 * Opens a connection for one call and does its work. The site's credential is masked in what comes back, plain JSON, and in
 * what is thrown, should the site have said it. Throws what `openSite` throws.
 */
export async function withSite<T>(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  { rehearsing = false, onAttempt, signal }: WithOptions,
  work: (site: SiteInUse) => Promise<T>,
): Promise<Used<T>> {
  const out = createCallHttp(deps.http, rehearsing)
  const files: ScratchFile[] = []
  let requests = 0
  const options = {
    signal,
    http: out.http,
    onAttempt: (attempt: Parameters<NonNullable<typeof onAttempt>>[0]) => {
      requests++
      onAttempt?.(attempt)
    },
  }
  try {
    const open = await openSite(deps, ref, options)
    const result = await work({
      ...open,
      ask: (asking) =>
        inLaneOf(ref.id, () => {
          if (signal?.aborted === true) throw new HubError('cancelled', 'Cancelled')
          return asking()
        }),
      writes: () => out.writes,
      held: () => out.held,
      async newFile() {
        const file = await deps.scratch.create()
        files.push(file)
        return file
      },
    })
    return { result: hideIn(result, out.redactor), requests }
  } catch (thrown) {
    throw hideInError(toHubError(thrown), out.redactor)
  } finally {
    await Promise.all(files.map((file) => file.release()))
  }
}
