import { HubError } from '../../errors/hub-error.ts'
import { fields, stringOf } from '../../wordpress/json.ts'
import type { Call } from '../action.ts'
import type { OpenWordPress } from './open-site.ts'
import { unseenId } from './unseen-id.ts'

export interface NewMedia {
  /** File name with the extension of its real type. */
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  /** Unique for these bytes: how it is found again. */
  readonly slug: string
  readonly alt: string
}

export interface StoredMedia {
  readonly id: number
  readonly slug: string
  readonly url: string
  /** Whether sizes of it are still to be made: PHP ended before it had them. */
  readonly isUnfinished: boolean
}

/** Longer ones would make the address too long for some servers. In characters. */
const longestAlt = 500

/** Uploads a file: one request, its slug and alternative text with it. */
export async function uploadMedia(site: OpenWordPress, media: NewMedia, call: Call = {}): Promise<StoredMedia> {
  const { name, type, bytes, slug, alt } = media
  const query = { slug, ...(alt === '' ? {} : { alt_text: alt.slice(0, longestAlt) }), _fields: 'id,slug,source_url' }
  return readMedia((await site.client.upload({ name, type, bytes }, query, call)).json?.value)
}

/** Files by their slugs; one request for up to 20. */
export async function findMedia(site: OpenWordPress, slugs: readonly string[]): Promise<Map<string, StoredMedia>> {
  const found = new Map<string, StoredMedia>()
  for (let at = 0; at < slugs.length; at += 20) {
    const part = slugs.slice(at, at + 20)
    const query = { slug: part.join(','), per_page: 100, orderby: 'id', order: 'asc', context: 'edit' }
    const answer = await site.client.get('/wp/v2/media', {
      ...query,
      exclude: unseenId(),
      _fields: 'id,slug,source_url,missing_image_sizes',
    })
    const list = answer.json?.value
    if (!Array.isArray(list)) throw new HubError('unexpected_answer', '/wp/v2/media answered without a list')
    for (const value of list.slice(0, 100)) {
      const media = readMedia(value)
      if (part.includes(media.slug) && !found.has(media.slug)) found.set(media.slug, media)
    }
  }
  return found
}

/** Has WordPress make the sizes that are missing; the newest ones can. Throws what the client throws. */
export async function finishMedia(site: OpenWordPress, id: number, call: Call = {}): Promise<void> {
  await site.client.post(`/wp/v2/media/${id}/post-process`, { action: 'create-image-subsizes' }, {}, call)
}

/** Deletes a file for ever: media have no trash. */
export async function deleteMedia(site: OpenWordPress, id: number, call: Call = {}): Promise<void> {
  await site.client.remove(`/wp/v2/media/${id}`, { force: true }, call)
}

function readMedia(value: unknown): StoredMedia {
  const { id, slug, source_url: source, missing_image_sizes: missing } = fields(value)
  const url = stringOf(source, 2048)
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0 || url === null)
    throw new HubError('unexpected_answer', 'The site answered without saying where the file is', { retry: 'never' })
  return { id, slug: stringOf(slug, 400) ?? '', url, isUnfinished: Array.isArray(missing) && missing.length > 0 }
}
