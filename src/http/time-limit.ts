/** An end of patience that many waits can share, together with the callers' own signals. */
export interface TimeLimit {
  /** Aborts when the time is over or a caller cancels. */
  readonly signal: AbortSignal
  /** Whether it was the time that ended it. */
  isOver(): boolean
  /** Gives the timer and the listeners back. To be called when the work is done, however it ended. */
  release(): void
}

/** Longest delay that a timer takes. */
const mostMs = 2 ** 31 - 1

/**
 * `AbortSignal.timeout` and `AbortSignal.any` in one, but leaving nothing behind: a session's signal may live for months and
 * see millions of requests. `ms` may be fractional or infinite.
 */
export function createTimeLimit(ms: number, signals: readonly AbortSignal[]): TimeLimit {
  const controller = new AbortController()
  let over = false
  const timer = setTimeout(
    () => {
      over = true
      controller.abort()
    },
    Math.min(Math.max(Math.ceil(ms), 0), mostMs),
  )
  const cancel = (): void => controller.abort()
  for (const signal of signals) {
    if (signal.aborted) cancel()
    else signal.addEventListener('abort', cancel, { once: true })
  }
  return {
    signal: controller.signal,
    isOver: () => over,
    release() {
      clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', cancel)
    },
  }
}

/**
 * The outcome of `work`, or a rejection as soon as the signal aborts. undici itself notices an abort only once a request has
 * left the queue and its connection stands.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
