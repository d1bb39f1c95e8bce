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

/** What is written into the first block: whose it is, and which state of it. */
export function markFields(mark: string, wantedHash: string): Record<string, string> {
  return { pressroom: mark, pressroomVersion: versionOf(wantedHash) }
}

/** Whether a content is this very state of an article, whatever the site's filters did to the rest of it. */
export function carriesVersion(content: string, mark: string, wantedHash: string): boolean {
  return content.includes(`"pressroom":"${mark}","pressroomVersion":"${versionOf(wantedHash)}"`)
}

function versionOf(wantedHash: string): string {
  return wantedHash.slice(0, 12)
}
