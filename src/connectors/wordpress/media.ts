import { HubError } from '../../errors/hub-error.ts'
import * as media from '../../wordpress/media.ts'
import type { Call } from '../action.ts'
import type { OpenWordPress } from './open-site.ts'
import { unseenId } from './unseen-id.ts'

export type { StoredMedia } from '../../wordpress/media.ts'

interface NewMedia extends media.MediaFile {
  /** Unique for these bytes: how it is found again. */
  readonly slug: string
}

/** Uploads a file: one request, its slug and alternative text with it. */
export async function uploadMedia(site: OpenWordPress, file: NewMedia, call: Call = {}): Promise<media.StoredMedia> {
  return media.uploadMedia(site.client, file, call)
}

/** Files by their slugs; one request for up to 20. */
export async function findMedia(
  site: OpenWordPress,
  slugs: readonly string[],
): Promise<Map<string, media.StoredMedia>> {
  const found = new Map<string, media.StoredMedia>()
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
      const file = media.readMedia(value)
      if (part.includes(file.slug) && !found.has(file.slug)) found.set(file.slug, file)
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
