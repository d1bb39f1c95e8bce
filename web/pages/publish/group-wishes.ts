import type { PublishOptions } from '../../shared/publish-options/options.ts'

/** Targets that want the same. */
export interface Wish {
  readonly connections: readonly string[]
  readonly options: PublishOptions
}

/**
 * Targets by what they want: what is said for all, overridden one by one. `original`: the connection whose address the others name.
 */
export function groupWishes(
  connections: readonly string[],
  options: PublishOptions,
  overrides: ReadonlyMap<string, PublishOptions>,
  original: string | null,
): Wish[] {
  const wishes = new Map<string, { connections: string[]; options: PublishOptions }>()
  for (const connection of connections) {
    const canonical = original === null || original === connection ? {} : { canonical: { connection: original } }
    const own = { ...options, ...canonical, ...overrides.get(connection) }
    const key = JSON.stringify(Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1)))
    const known = wishes.get(key)
    if (known === undefined) wishes.set(key, { connections: [connection], options: own })
    else known.connections.push(connection)
  }
  // Who waits for the original must find it wanted already.
  return [...wishes.values()].sort(
    (a, b) => Number(b.connections.includes(original ?? '')) - Number(a.connections.includes(original ?? '')),
  )
}
