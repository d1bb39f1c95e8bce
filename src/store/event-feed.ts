import { setTimeout as sleep } from 'node:timers/promises'
import { type EventFilter, eventChannel, type HubEvent, readEvents } from './events.ts'
import { type Listening, listenTo } from './listen.ts'
import type { Store } from './open-store.ts'

/** Events as they come, for streams to browsers and for `events --follow`. One connection listens for all who follow. */
export interface EventFeed {
  /** Those after `filter.after`, then the new ones, until `signal` or `close`, which end it without an error. Throws when the database is gone. */
  follow(filter: EventFilter, signal: AbortSignal): AsyncGenerator<HubEvent, void>
  close(): Promise<void>
}

/** Should a wake-up be lost with its connection, this is how late an event may come. */
const lookAgainMilliseconds = 5000

/** Listens from the first `follow` on. Being woken only means to look: the cursor decides what is new. */
export function createEventFeed(store: Store): EventFeed {
  const closed = new AbortController()
  let wake = Promise.withResolvers<void>()
  let listening: Promise<Listening> | null = null

  /** Who waits for the same is woken by the same event, and asks the database once: 200 followers are not 200 queries. */
  const reading = new Map<string, ReturnType<typeof readEvents>>()
  async function read(filter: EventFilter): ReturnType<typeof readEvents> {
    const name = JSON.stringify(filter)
    const found = reading.get(name)
    if (found !== undefined) return await found
    const fresh = readEvents(store.db, filter)
    reading.set(name, fresh)
    try {
      return await fresh
    } finally {
      if (reading.get(name) === fresh) reading.delete(name)
    }
  }

  function wakeAll(): void {
    // What is being read now may be from before the event.
    reading.clear()
    wake.resolve()
    wake = Promise.withResolvers()
  }

  return {
    async *follow(filter, signal) {
      const end = AbortSignal.any([signal, closed.signal])
      let after = filter.after
      listening ??= listenTo(store.pool, eventChannel, wakeAll, wakeAll)
      await listening.catch((error: unknown) => {
        listening = null
        throw error
      })
      while (!end.aborted) {
        // Taken before looking, so that an event in between wakes us at once.
        const woken = wake.promise
        const { items, next } = await read({ ...filter, after })
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
      const open = await listening?.catch(() => null)
      await open?.close()
    },
  }
}
