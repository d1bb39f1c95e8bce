import type { Settings } from '../config/settings-table.ts'
import type { HubLog } from '../log/logger.ts'
import type { Actor } from '../operations/actor.ts'
import type { OperationContext } from '../operations/context.ts'
import type { Hub } from '../operations/hub.ts'
import type { Caller } from './caller.ts'

/** What the server is given by the composition root. */
export interface ServerOptions {
  readonly settings: Settings
  readonly hub: Hub
  readonly http: OperationContext['http']
  readonly log: HubLog
  /** Aborts when the time for running requests is over. */
  readonly stopped: AbortSignal
  /** Whether the hub is being stopped, so that nothing new is sent here. */
  readonly stopping: () => boolean
}

/** What is found out about a request while it is answered, for the log, the metrics and its operation. */
export interface RequestNote {
  readonly id: string
  readonly caller: Caller
  readonly log: HubLog
  actor: Actor
  /** The operation or page; `other` for all that is neither. */
  route: string
}

/** The surroundings of an operation called over HTTP. */
export interface RequestContext extends OperationContext {
  readonly note: RequestNote
}

/** Hono's variables of a request. */
export interface ServerEnv {
  Bindings: { incoming: import('node:http').IncomingMessage; channel: Caller['channel'] }
  Variables: { note: RequestNote }
}
