import { basename, extname } from 'node:path'
import { HubError } from '../errors/hub-error.ts'
import type { Http, HttpSession } from '../http/client.ts'
import { type Asset, describeAsset, largestAsset } from './assets.ts'

/** Fetches images that articles show from the web, within what one call may take of it. */
export interface RemoteImages {
  /** The image, or in a few words why it stays where it is. Never throws for what the web does. */
  take(src: string): Promise<Asset | string>
}

/** Of one call together. */
export interface RemoteBounds {
  readonly count: number
  readonly bytes: number
  readonly ms: number
}

export const importBounds: RemoteBounds = { count: 300, bytes: 400 * 1024 * 1024, ms: 150_000 }
/** Somebody waits for it: what does not come in time is taken with the next save. */
export const saveBounds: RemoteBounds = { count: 20, bytes: 100 * 1024 * 1024, ms: 15_000 }

const atOnce = 4
const each = { headersMs: 10_000, bodyMs: 10_000, totalMs: 20_000, bytes: largestAsset, redirects: 4 }
/** A host that failed so often is not asked again in the same call. */
const mostFailures = 2

export function openRemoteImages(http: Http, bounds: RemoteBounds, signal: AbortSignal | undefined): RemoteImages {
  const until = Date.now() + bounds.ms
  const remainingMs = (): number => Math.max(0, until - Date.now())
  const session = http.session({ remainingMs, ...(signal === undefined ? {} : { signal }) })
  const known = new Map<string, Promise<Asset | string>>()
  const failures = new Map<string, number>()
  const lanes = Array.from({ length: atOnce }, () => Promise.resolve())
  let count = 0
  let room = bounds.bytes

  async function fetchOne(src: string): Promise<Asset | string> {
    const url = URL.parse(src.startsWith('//') ? `https:${src}` : src)
    if (url === null) return 'its address cannot be read'
    if (count >= bounds.count || room <= 0 || remainingMs() === 0) return 'there were too many, or they took too long'
    if ((failures.get(url.host) ?? 0) >= mostFailures) return `${url.host} did not answer before`
    count++
    const taken = await request(session, url, room)
    if (typeof taken === 'string') {
      failures.set(url.host, (failures.get(url.host) ?? 0) + 1)
      return taken
    }
    room -= taken.length
    try {
      const name = basename(decodeName(url.pathname))
      return await describeAsset(taken, basename(name, extname(name)), src)
    } catch (error) {
      if (error instanceof HubError) return 'it is not an image that sites take'
      throw error
    }
  }

  const take = (src: string): Promise<Asset | string> => {
    const before = known.get(src)
    if (before !== undefined) return before
    // Each lane is a chain: what fails in one is told to whoever asked, and the chain goes on.
    const at = known.size % atOnce
    const taken = (lanes[at] ?? Promise.resolve()).then(() => fetchOne(src))
    lanes[at] = taken.then(
      () => undefined,
      () => undefined,
    )
    known.set(src, taken)
    return taken
  }
  return { take }
}

async function request(session: HttpSession, url: URL, room: number): Promise<Uint8Array | string> {
  const { response, failure } = await session.exchange({
    url,
    purpose: 'an image of an article',
    headers: { accept: 'image/avif,image/webp,image/png,image/jpeg,image/gif,image/*;q=0.8' },
    limits: { ...each, bytes: Math.min(each.bytes, room) },
  })
  if (failure !== null) return failure.message
  if (response === null) return 'no answer came'
  return response.status === 200 ? response.bytes : `the answer was ${response.status}`
}

function decodeName(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Only a name: what it means does not matter.
    return path
  }
}
