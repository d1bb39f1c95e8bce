import { type RawBuilder, sql } from 'kysely'
import { HubError } from '../errors/hub-error.ts'

/** What a jsonb column may hold at most, in bytes, unless its table says otherwise. */
const largest = 256 * 1024

/**
 * A value for a jsonb column. PostgreSQL takes neither zero characters nor halves of surrogate pairs, which remote sites
 * may well send: they become the replacement character. Throws `too_large` past `limit` bytes.
 */
export function json<T>(value: T, limit = largest): RawBuilder<T> {
  return sql<T>`${toJson(value, limit)}::jsonb`
}

export function toJson(value: unknown, limit = largest): string {
  // What JSON.stringify escapes as \u0000 or \udXXX is exactly that; an even number of backslashes before is text.
  const text = JSON.stringify(value ?? null).replace(/(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/g, '$1\ufffd')
  const size = Buffer.byteLength(text)
  if (size > limit)
    throw new HubError('too_large', `A value of ${size} bytes is more than the ${limit} that may be stored`)
  return text
}
