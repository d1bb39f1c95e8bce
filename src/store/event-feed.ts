import { setTimeout as sleep } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { type EventFilter, eventChannel, type HubEvent, readEvents } from './events.ts'
import type { Store } from './open-store.ts'

/** Events as they come, for streams to browsers and for `events --follow`. One connection listens for all who follow. */
export interface EventFeed {
  /** Those after `filter.after`, then the new ones, until `signal` or `close`, which end it without an error. Throws when the database is gone. */
  follow(filter: EventFilter, signal: AbortSignal): AsyncGenerator<HubEvent, void>
  close(): Promise<void>
}

/** Should a wake-up be lost with its connection, this is how late an event may come. */
const lookAgainMilliseconds = 5000

/**
 * States of the listening connection: **none** (nobody follows) → **listening** (the first one follows) → **none** (it
 * broke, and the next round opens another; or `close`). Being woken only means to look: the cursor decides what is new.
 */
export function createEventFeed(store: Store): EventFeed {
  const closed = new AbortController()
  let wake = Promise.withResolvers<void>()
  let listening: Promise<PoolClient | null> | null = null

  function wakeAll(): void {
    wake.resolve()
    wake = Promise.withResolvers()
  }

  async function listen(): Promise<PoolClient | null> {
    let client: PoolClient
    try {
      client = await store.pool.connect()
    } catch {
      return null
    }
    client.on('notification', wakeAll)
    client.once('error', () => {
      listening = null
      client.release(true)
      wakeAll()
    })
    try {
      await client.query(`listen ${eventChannel}`)
      return client
    } catch {
      return null
    }
  }

  return {
    async *follow(filter, signal) {
      const end = AbortSignal.any([signal, closed.signal])
      let after = filter.after
      while (!end.aborted) {
        listening ??= listen()
        if ((await listening) === null) listening = null
        // Taken before looking, so that an event in between wakes us at once.
        const woken = wake.promise
        const { items, next } = await readEvents(store.db, { ...filter, after })
        for (const event of items) {
          yield event
          if (end.aborted) return
        }
        if (next > after) after = next
        else await Promise.race([woken, sleep(lookAgainMilliseconds, undefined, { signal: end }).catch(() => {})])
      }
    },
    async close() {
      closed.abort()
      wakeAll()
      const client = await listening
      listening = null
      client?.release(true)
    },
  }
}
