/**
 * Whether a page needs its stream of events: somebody looks at it, or something on it waits for one. Browsers open six
 * connections to a hub, for all their tabs together, unless a proxy in front of it speaks HTTP/2: with a stream in each tab,
 * the seventh would never open.
 */
class Watched {
  #waiting = 0

  get = (): boolean => document.visibilityState === 'visible' || this.#waiting > 0

  /** Keeps the stream while nobody looks, until the answer is called. */
  hold(): () => void {
    this.#waiting++
    document.dispatchEvent(new Event(change))
    return () => {
      this.#waiting--
      document.dispatchEvent(new Event(change))
    }
  }

  /** Calls at each change, until the signal ends. */
  onChange(listener: () => void, signal: AbortSignal): void {
    document.addEventListener('visibilitychange', listener, { signal })
    document.addEventListener(change, listener, { signal })
  }
}

const change = 'pressroom:watched'

export const watched = new Watched()
