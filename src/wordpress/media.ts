import { HubError } from '../errors/hub-error.ts'
import type { WordPressClient } from './client.ts'
import { fields, stringOf } from './json.ts'

export interface MediaFile {
  readonly name: string
  /** MIME type, from the bytes rather than from the name. */
  readonly type: string
  readonly bytes: Uint8Array
  readonly alt: string
}

export interface StoredMedia {
  readonly id: number
  readonly url: string
}

/** Uploads a file, and gives it its alternative text, which takes a second request. */
export async function uploadMedia(client: WordPressClient, file: MediaFile): Promise<StoredMedia> {
  const stored = fields((await client.upload(file)).json?.value)
  const url = stringOf(stored.source_url, 2048)
  if (typeof stored.id !== 'number' || url === null) {
    throw new HubError('unexpected_answer', `The site accepted ${file.name} but did not say where it is`, {
      retry: 'never',
    })
  }
  if (file.alt !== '') await client.post(`/wp/v2/media/${stored.id}`, { alt_text: file.alt })
  return { id: stored.id, url }
}
