import { pipeline, type Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

export interface Body {
  readonly bytes: Uint8Array
  /** Whether reading stopped at the limit. */
  readonly truncated: boolean
}

const decoders = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
])

/** Encodings one over the other that are undone; nobody honest uses more than one. */
const mostLayers = 2

/**
 * Reads a body up to `limit` bytes, both as sent and after decompression (a bomb stops there, and so does a compressed stream
 * that never yields anything), and drops the rest together with its connection. Unknown encodings are left as they are, since
 * sites send `Content-Encoding: UTF-8` and worse. Rejects with what the stream, zlib or `into` says.
 * @param into takes the bytes instead of the answer
 */
export async function readBody(
  stream: Readable,
  encoding: string | undefined,
  limit: number,
  into?: (chunk: Uint8Array) => Promise<void>,
): Promise<Body> {
  const gauge = createGauge(limit)
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of decode(stream, encoding, gauge.stream) as AsyncIterable<Uint8Array>) {
      const room = limit - size
      const taken = chunk.length > room ? chunk.subarray(0, room) : chunk
      if (into === undefined) chunks.push(taken)
      else await into(taken)
      if (chunk.length > room) return { bytes: Buffer.concat(chunks), truncated: true }
      size += chunk.length
    }
  } catch (error) {
    if (!gauge.isOver() && !gauge.isEmptyEnd(error)) throw error
  }
  return { bytes: Buffer.concat(chunks), truncated: gauge.isOver() }
}

function decode(stream: Readable, encoding: string | undefined, gauge: Transform): Readable {
  const layers = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => decoders.get(name.trim()))
    .filter((create) => create !== undefined)
    .slice(-mostLayers)
    .reverse()
  if (layers.length === 0) return stream
  // The callback form carries errors and destruction both ways; the error itself reaches the reader's loop.
  return pipeline([stream, gauge, ...layers.map((create) => create())], () => undefined) as unknown as Readable
}

interface Gauge {
  readonly stream: Transform
  isOver(): boolean
  /** Whether zlib complains about the end of no bytes at all, which an answer to HEAD, a 304 and a 204 may well be. */
  isEmptyEnd(error: unknown): boolean
}

/** Passes bytes on until there were more than `limit`, then fails. */
function createGauge(limit: number): Gauge {
  let seen = 0
  const stream = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      seen += chunk.length
      if (seen > limit) done(new Error('more bytes than allowed'))
      else done(null, chunk)
    },
  })
  return {
    stream,
    isOver: () => seen > limit,
    isEmptyEnd: (error) => seen === 0 && error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR',
  }
}

/** The text of a body by the charset that its Content-Type names. */
export function decodeText(bytes: Uint8Array, contentType: string | undefined): string {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes)
  } catch {
    // An unknown label: the standard says to fall back, and UTF-8 loses least.
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  }
}
