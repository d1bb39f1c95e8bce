import { randomBytes } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
let last = 0

/**
 * A new id such as `con_01jd5x3v8n0r2q4s6t8v0w2y4z`: 48 bits of time in milliseconds, then 80 random bits, so that ids
 * sort by when they were made. Within one process each is greater than the one before.
 */
export function newId(prefix: string): string {
  last = Math.max(Date.now(), last + 1)
  let text = ''
  for (let rest = last, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) text = alphabet.charAt(rest % 32) + text
  for (const byte of randomBytes(16)) text += alphabet.charAt(byte & 31)
  return `${prefix}_${text}`
}
