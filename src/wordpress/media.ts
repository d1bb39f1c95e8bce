import { HubError } from '../errors/hub-error.ts'
import type { WordPressClient, WriteOptions } from './client.ts'
import { fields, stringOf } from './json.ts'

export interface MediaFile {
  /** File name with the extension of its real type. */
  readonly name: string
  /** MIME type, from the bytes rather than from the name. */
  readonly type: string
  readonly bytes: Uint8Array
  /** Alternative text, cut at 500 characters. */
  readonly alt: string
  /** The attachment's slug, by which it can be found again; the site makes one from the name where none is given. */
  readonly slug?: string
}

export interface StoredMedia {
  readonly id: number
  readonly slug: string
  readonly url: string
  /** Whether sizes of it are still to be made: PHP ended before it had them. Known of files that were listed. */
  readonly isUnfinished: boolean
}

/** Longer ones would make the address too long for some servers. In characters. */
const longestAlt = 500

/** Uploads a file: one request, its slug and alternative text with it; never repeated by itself. */
export async function uploadMedia(
  client: WordPressClient,
  { name, type, bytes, slug, alt }: MediaFile,
  options: WriteOptions = {},
): Promise<StoredMedia> {
  const query = {
    ...(slug === undefined ? {} : { slug }),
    ...(alt === '' ? {} : { alt_text: alt.slice(0, longestAlt) }),
    _fields: 'id,slug,source_url',
  }
  return readMedia((await client.upload({ name, type, bytes }, query, options)).json?.value)
}

/** Throws `unexpected_answer` for what is not a file of the site. */
export function readMedia(value: unknown): StoredMedia {
  const { id, slug, source_url: source, missing_image_sizes: missing } = fields(value)
  const url = stringOf(source, 2048)
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0 || url === null)
    throw new HubError('unexpected_answer', 'The site answered without saying where the file is', { retry: 'never' })
  return { id, slug: stringOf(slug, 400) ?? '', url, isUnfinished: Array.isArray(missing) && missing.length > 0 }
}
