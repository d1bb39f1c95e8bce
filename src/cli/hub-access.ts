import type { RouterClient } from '@orpc/server'
import { HubError } from '../errors/hub-error.ts'
import type { Operations } from '../operations/table.ts'
import type { CommandContext } from './command-context.ts'

/** The operations of a hub, wherever it runs. */
export type HubClient = RouterClient<Operations>

/**
 * A hub that a command talks to: a remote one (`PRESSROOM_REMOTE`), the one that runs on this data folder (by its socket), or
 * this very process, which then owns the folder until the command ends.
 */
export interface HubAccess {
  readonly client: HubClient
  readonly via: 'remote' | 'socket' | 'own'
  /** Waits for the work that the command caused, and gives everything back. */
  close(): Promise<void>
}

/** Runs a command's work with a hub, and closes it whatever happens. `working`: where no hub runs, this process does its jobs. */
export async function withHub<T>(
  context: CommandContext,
  work: (client: HubClient, via: HubAccess['via']) => Promise<T>,
  options: { readonly working?: boolean } = {},
): Promise<T> {
  const hub = await context.openHub(options)
  try {
    return await work(hub.client, hub.via)
  } finally {
    await hub.close()
  }
}

export interface Paged<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** No list of a command is longer; filters narrow it. */
const longestList = 100_000

/** All items of a paged list, page by page. */
export async function* everyItem<T>(ask: (cursor: string | undefined) => Promise<Paged<T>>): AsyncGenerator<T> {
  let cursor: string | undefined
  for (let count = 0; ; ) {
    const { items, next } = await ask(cursor)
    yield* items
    count += items.length
    if (next === null) return
    if (count > longestList) throw new HubError('too_large', `The list has more than ${longestList} entries`)
    cursor = next
  }
}
