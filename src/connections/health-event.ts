import type { Connection } from '../store/connections.ts'

/** Of an event about a connection: which one it is, for readers who do not look it up. */
export function nameOf({ name, kind, url }: Connection): {
  readonly name: string
  readonly kind: string
  readonly url: string
} {
  return { name, kind, url }
}

/** Of an event about its health: how it was, or is. */
export function healthOf({ state, verdict, code }: Connection): {
  readonly state: string
  readonly verdict: string | null
  readonly code: string | null
} {
  return { state, verdict, code }
}
