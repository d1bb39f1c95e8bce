import type { CallContext } from '../connectors/connector.ts'
import type { KindSettings } from '../connectors/kind-settings.ts'
import type { Scratch } from '../files/scratch.ts'
import type { Http } from '../http/client.ts'
import type { Attempt } from '../http/exchange.ts'
import type { Log } from '../log/log.ts'
import type { Store } from '../store/open-store.ts'
import type { Vault } from '../vault/open-vault.ts'

/** What working with connections takes. */
export interface ConnectionsDeps {
  readonly store: Store
  readonly vault: Vault
  readonly http: Http
  readonly log: Log
  readonly scratch: Scratch
  /** `PRESSROOM_URL`, where sites can send people back to. */
  readonly publicUrl: URL | null
  /** A UUID, the same for all sites. */
  readonly installationId: string
  /** What is set for kinds of connections; where it is not given, nothing is. */
  readonly settings?: KindSettings
}

/** One connection, by id. Of another project it does not exist. */
export interface ConnectionRef {
  readonly projectId: string
  readonly id: string
}

/** Surroundings of a call that a person waits for. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly onAttempt?: ((attempt: Attempt) => void) | undefined
  /** The way out, where it is not everybody's. Credentials are renewed by everybody's all the same. */
  readonly http?: Http | undefined
}

export function callContext(
  { http: everybodys, settings }: ConnectionsDeps,
  { signal, onAttempt, http = everybodys }: CallOptions = {},
): CallContext {
  return {
    http,
    ...(settings === undefined ? {} : { settings }),
    ...(signal === undefined ? {} : { signal }),
    ...(onAttempt === undefined ? {} : { onAttempt }),
  }
}
