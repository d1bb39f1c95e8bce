import type { Jobs } from '../jobs/jobs.ts'
import type { Log } from '../log/log.ts'
import { eventChannel } from '../store/events.ts'
import { type Listening, listenTo } from '../store/listen.ts'
import type { DeliveriesDeps } from './deps.ts'
import { takeNews } from './events.ts'

/** What happens within it is taken together: an import makes thousands of events. In ms. */
const usualPauseMs = 1000

export interface WatchDeps extends Pick<DeliveriesDeps, 'store' | 'now'> {
  readonly log: Log
}

/**
 * Makes deliveries of the hub's events as they happen, until it is closed, which waits for a look under way. Any number of
 * processes may do so. What is missed (a connection that broke, a look that failed) is left to the sweep of each minute.
 */
export async function watchEvents(deps: WatchDeps, jobs: Jobs, pauseMs = usualPauseMs): Promise<Listening> {
  const closed = new AbortController()
  let timer: NodeJS.Timeout | null = null
  let looking = Promise.resolve()

  async function look(): Promise<void> {
    timer = null
    try {
      await takeNews(deps, jobs, closed.signal)
    } catch (error) {
      if (!closed.signal.aborted) deps.log.warn({ err: error }, 'Events could not be made deliveries')
    }
  }

  function wake(): void {
    if (closed.signal.aborted) return
    timer ??= setTimeout(() => {
      looking = looking.then(look)
    }, pauseMs)
  }

  const listening = await listenTo(deps.store.pool, eventChannel, wake, wake)
  return {
    async close() {
      closed.abort()
      if (timer !== null) clearTimeout(timer)
      await listening.close()
      await looking
    },
  }
}
