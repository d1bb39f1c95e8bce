import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'

/** A key for sealing, and the name that sealed values know it by: eight hex digits that tell nothing about it. */
export interface Key {
  readonly id: string
  readonly secret: KeyObject
}

const keyBytes = 32
const most = 16

/** A new random key as text. */
export function makeKeyText(): string {
  return randomBytes(keyBytes).toString('base64')
}

/**
 * Keys written one a line, or with commas between: 32 bytes each, base64, base64url or hex. The first one seals, all
 * of them open. Throws `key_invalid`, without repeating what was written.
 *
 * No passphrases: one that people remember could be guessed offline with a copy of the database, and stretching it would
 * cost every start of every process a tenth of a second and 64 MB. They are only for backups (`wrap.ts`).
 */
export function parseKeys(text: string): Key[] {
  const written = text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (written.length === 0 || written.length > most) {
    throw new HubError('key_invalid', `Expected 1 to ${most} keys, found ${written.length}`)
  }
  const keys = written.map((line, index) => toKey(decode(line, index + 1)))
  return keys.filter((key, index) => keys.findIndex(({ id }) => id === key.id) === index)
}

/** The keys as a key file holds them. */
export function writeKeys(keys: readonly Key[]): string {
  return keys.map(({ secret }) => `${secret.export().toString('base64')}\n`).join('')
}

function decode(written: string, position: number): Buffer {
  const hex = /^[0-9a-f]{64}$/i.test(written)
  const bytes = Buffer.from(written, hex ? 'hex' : 'base64')
  const canonical = hex || /^[A-Za-z0-9+/_-]{43}=?$/.test(written)
  if (canonical && bytes.length === keyBytes) return bytes
  throw new HubError('key_invalid', `Key ${position} is not 32 bytes written in base64 or hex`)
}

function toKey(bytes: Buffer): Key {
  const id = createHmac('sha256', bytes).update('pressroom key id').digest('hex').slice(0, 8)
  return { id, secret: createSecretKey(bytes) }
}
