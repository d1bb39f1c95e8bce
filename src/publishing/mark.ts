import { createHash } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * What an article's post is known by on a site: 26 letters and digits, the same for the same article and account, so that
 * posts are recognised even after the database was lost.
 */
export function markOf(identity: string, account: string): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['mark', identity, account.trim().toLowerCase()]))
    .digest()
  return Array.from(bytes.subarray(0, 26), (byte) => alphabet.charAt(byte & 31)).join('')
}
