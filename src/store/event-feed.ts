import { HubError } from '../errors/hub-error.ts'
import { type EventFilter, eventChannel, type HubEvent, readEvents } from './events.ts'
import { type Listening, listenTo } from './listen.ts'
import type { Store } from './open-store.ts'

/** Events as they come, for streams to browsers and for `events --follow`. One connection listens for all who follow. */
export interface EventFeed {
  /**
   * Those after `filter.after`, then the new ones, until `signal` or `close`, which end it without an error. Throws at once
   * `too_many_requests` where as many follow as may, and on the way when the database is gone.
   */
  follow(filter: EventFilter, signal: AbortSignal): AsyncGenerator<HubEvent, void>
  close(): Promise<void>
}

/** Should a wake-up be lost with its connection, this is how late an event may come. */
const lookAgainMilliseconds = 5000

export interface FeedLimits {
  /** Who may follow at a time, in all. One costs about 60 KB while it waits, and a socket. */
  readonly followers: number
  /** Of those, with the same choice of projects. */
  readonly ofOneProject: number
}

const usualLimits: FeedLimits = { followers: 500, ofOneProject: 100 }

/** Listens from the first `follow` on. Being woken only means to look: the cursor decides what is new. */
export function createEventFeed(store: Store, limits: FeedLimits = usualLimits): EventFeed {
  const closed = new AbortController()
  const places = createPlaces(limits)
  const waiting = new Set<() => void>()
  let wakes = 0
  let listening: Promise<Listening> | null = null
  let lookingAgain: NodeJS.Timeout | null = null

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
    wakes++
    for (const go of waiting) go()
  }

  /** Until the next event, the next look of all, or the end. */
  async function nextWake(end: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      function go(): void {
        waiting.delete(go)
        end.removeEventListener('abort', go)
        resolve()
      }
      waiting.add(go)
      end.addEventListener('abort', go)
      if (end.aborted) go()
    })
  }

  async function* eventsOf(filter: EventFilter, end: AbortSignal): AsyncGenerator<HubEvent, void> {
    let after = filter.after
    lookingAgain ??= setInterval(wakeAll, lookAgainMilliseconds).unref()
    listening ??= listenTo(store.pool, eventChannel, wakeAll, wakeAll)
    await listening.catch((error: unknown) => {
      listening = null
      throw error
    })
    while (!end.aborted) {
      // Noted before looking, so that an event in between is looked for at once.
      const before = wakes
      const { items, next } = await read({ ...filter, after })
      for (const event of items) {
        yield event
        if (end.aborted) return
      }
      if (next > after) after = next
      else if (wakes === before) await nextWake(end)
    }
  }

  return {
    follow(filter, signal) {
      const end = AbortSignal.any([signal, closed.signal])
      const leave = places.take(JSON.stringify(filter.projectIds ?? null))
      // Also for one that is never begun to be read.
      if (end.aborted) leave()
      else end.addEventListener('abort', leave, { once: true })
      return (async function* () {
        try {
          yield* eventsOf(filter, end)
        } finally {
          end.removeEventListener('abort', leave)
          leave()
        }
      })()
    },
    async close() {
      if (lookingAgain !== null) clearInterval(lookingAgain)
      closed.abort()
      wakeAll()
      const open = await listening?.catch(() => null)
      await open?.close()
    },
  }
}

/** Counts who follows; `take` gives the way to leave, which counts once. */
function createPlaces(limits: FeedLimits): { take(group: string): () => void } {
  const taken = new Map<string, number>()
  let all = 0
  return {
    take(group) {
      const ofGroup = taken.get(group) ?? 0
      if (all >= limits.followers || ofGroup >= limits.ofOneProject) {
        const where = all >= limits.followers ? 'this hub' : 'this project'
        throw new HubError('too_many_requests', `Too many follow the events of ${where} at the moment`, {
          fix: 'Close what follows them elsewhere, or read them with `after` from time to time.',
        })
      }
      all++
      taken.set(group, ofGroup + 1)
      let left = false
      return () => {
        if (left) return
        left = true
        all--
        const rest = (taken.get(group) ?? 1) - 1
        if (rest === 0) taken.delete(group)
        else taken.set(group, rest)
      }
    },
  }
}
