import type { OperationContext } from '../operations/context.ts'
import type { ExitCode } from './exit.ts'
import type { HubAccess } from './hub-access.ts'
import type { StartHub } from './start.ts'
import type { Terminal } from './terminal.ts'

/** What every command gets from the composition root. */
export interface CommandContext {
  readonly terminal: Terminal
  /** The surroundings of an operation called from this command line; its signal is Ctrl-C. */
  operation(listeners?: Pick<OperationContext, 'onAttempt' | 'onProgress'>): OperationContext
  /** The hub of this call: a remote one, the one that runs here, or this very process. */
  openHub(options: { readonly working?: boolean }): Promise<HubAccess>
  readonly signal: AbortSignal
  /** Runs a hub in this process until the signal. */
  readonly startHub: StartHub
  /** Puts a backup in the place of what the data folder has. */
  restore(request: {
    readonly file: string
    readonly passphrase: string | null
    readonly replace: boolean
  }): Promise<{ readonly createdAt: string; readonly version: string; readonly keyRestored: boolean }>
  /** Sets how the process will end. */
  exit(code: ExitCode): void
}
