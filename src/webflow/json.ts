/** A plain object's fields, or none: what a remote site sent is never trusted to have a shape. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** A string of at most `limit` characters, or `null`. */
export function stringOf(value: unknown, limit = 2000): string | null {
  return typeof value === 'string' ? value.slice(0, limit) : null
}

/** The entries of an array, at most `most` of them. */
export function listOf(value: unknown, most = 1000): unknown[] {
  return Array.isArray(value) ? value.slice(0, most) : []
}
