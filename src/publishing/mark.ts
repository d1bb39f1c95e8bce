import { createHash } from 'node:crypto'
import type { ArticleRow } from '../store/articles.ts'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * What an article's post is known by on a site: 26 letters and digits, the same for the same article and account, so that
 * posts are recognised even after the database was lost, and when the article's file was moved.
 */
export function markOf(
  { identity, markIdentity }: Pick<ArticleRow, 'identity' | 'markIdentity'>,
  account: string | null,
): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['mark', markIdentity ?? identity, (account ?? '').trim().toLowerCase()]))
    .digest()
  return Array.from(bytes.subarray(0, 26), (byte) => alphabet.charAt(byte & 31)).join('')
}
