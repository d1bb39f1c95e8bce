import { useSyncExternalStore } from 'react'

/**
 * Whether the hub answers. States: **up** → a request that nobody answered, or that a proxy answered for the hub (502, 503,
 * 504) → **down**: asked again every few seconds → an answer → **up**, and all that is shown is read again. **slow**: up, but
 * something that a page reads has not come for a while; left when it comes.
 */
export type HubState = 'up' | 'slow' | 'down'

const slowMilliseconds = 8000
const pollMilliseconds = 2000

class HubWatch {
  #down = false
  #waiting = 0
  #timer: ReturnType<typeof setTimeout> | null = null
  readonly #listeners = new Set<() => void>()
  readonly #recoveries = new Set<() => void>()

  get = (): HubState => (this.#down ? 'down' : this.#waiting > 0 ? 'slow' : 'up')

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Told each time the hub answers again after it did not. */
  onRecovered(listener: () => void): () => void {
    this.#recoveries.add(listener)
    return () => this.#recoveries.delete(listener)
  }

  /** Runs a request and learns from how it goes. `impatient`: it should be answered soon. */
  async watch(send: () => Promise<Response>, impatient: boolean): Promise<Response> {
    let late = false
    const timer = setTimeout(() => {
      late = impatient
      if (late) this.#count(1)
    }, slowMilliseconds)
    try {
      const response = await send()
      if ([502, 503, 504].includes(response.status) && !isOurs(response)) this.#fall()
      else this.#rise()
      return response
    } catch (error) {
      // A request that the page itself took back says nothing about the hub.
      if (!(error instanceof DOMException && error.name === 'AbortError')) this.#fall()
      throw error
    } finally {
      clearTimeout(timer)
      if (late) this.#count(-1)
    }
  }

  #count(by: number): void {
    this.#waiting += by
    this.#tell()
  }

  #fall(): void {
    if (!this.#down) {
      this.#down = true
      this.#tell()
    }
    this.#timer ??= setTimeout(() => void this.#poll(), pollMilliseconds)
  }

  #rise(): void {
    if (!this.#down) return
    this.#down = false
    this.#tell()
    for (const listener of this.#recoveries) listener()
  }

  /** Asks the hub whether it answers, and remembers that. */
  async isThere(): Promise<boolean> {
    const ready = await fetch('/readyz', { cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    )
    if (ready) this.#rise()
    else this.#fall()
    return ready
  }

  async #poll(): Promise<void> {
    this.#timer = null
    await this.isThere()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

/** The hub's own answers say which request they belong to; a proxy's do not. */
function isOurs(response: Response): boolean {
  return response.headers.has('x-request-id')
}

export const hubState = new HubWatch()

export function useHubState(): HubState {
  return useSyncExternalStore(hubState.subscribe, hubState.get)
}
