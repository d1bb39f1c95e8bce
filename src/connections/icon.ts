import { fileTypeFromBuffer } from 'file-type'
import type { Http } from '../http/client.ts'
import { getConnectionCache, putConnectionCache } from '../store/connection-caches.ts'
import type { Connection } from '../store/connections.ts'
import type { CallOptions, ConnectionsDeps } from './deps.ts'

/** A picture by its bytes, whatever the site calls it. */
export interface Icon {
  readonly type: string
  readonly bytes: Uint8Array
}

/** Pixels alone: an SVG is a document, which could do things. */
const types = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/x-icon'])
const limits = { bytes: 128 * 1024, headersMs: 5_000, totalMs: 8_000 }
/** One that was there, and one that was not, are asked for anew after so long. In ms. */
const freshMs = { there: 7 * 24 * 3_600_000, absent: 24 * 3_600_000 }

/** Fetches a site's icon: one request. `null` for whatever is no small picture. Throws `cancelled` alone. */
export async function fetchIcon(http: Http, address: string | null, signal?: AbortSignal): Promise<Icon | null> {
  const url = URL.parse(address ?? '')
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  const session = http.session(signal === undefined ? {} : { signal })
  const { response } = await session.exchange({ url, purpose: 'icon', limits })
  if (response === null || response.status !== 200) return null
  const found = await fileTypeFromBuffer(response.bytes)
  return found !== undefined && types.has(found.mime) ? { type: found.mime, bytes: response.bytes } : null
}

/** The icon of a connection's site, kept for a week; `null` where there is none. */
export async function iconOf(
  { store, http }: ConnectionsDeps,
  { id, site }: Connection,
  { signal }: CallOptions = {},
): Promise<Icon | null> {
  const address = typeof site.icon === 'string' ? site.icon : null
  if (address === null) return null
  const kept = await getConnectionCache(store.db, id, 'icon')
  const known = readKept(kept?.body)
  if (kept !== null && known?.address === address) {
    const age = Date.now() - kept.fetchedAt.getTime()
    if (age < (known.icon === null ? freshMs.absent : freshMs.there)) return known.icon
  }
  const icon = await fetchIcon(http, address, signal)
  const bytes = icon === null ? null : Buffer.from(icon.bytes).toString('base64')
  await putConnectionCache(store.db, id, 'icon', { address, type: icon?.type ?? null, bytes })
  return icon
}

function readKept(body: unknown): { readonly address: unknown; readonly icon: Icon | null } | null {
  if (typeof body !== 'object' || body === null || !('address' in body)) return null
  const { address, type, bytes } = body as { address: unknown; type?: unknown; bytes?: unknown }
  const isThere = typeof type === 'string' && typeof bytes === 'string'
  return { address, icon: isThere ? { type, bytes: new Uint8Array(Buffer.from(bytes, 'base64')) } : null }
}
