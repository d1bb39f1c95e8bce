import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

export interface Body {
  readonly bytes: Uint8Array
  /** Whether reading stopped at the limit. */
  readonly truncated: boolean
}

const decoders: Record<string, () => NodeJS.ReadWriteStream & Readable> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** Reads a body up to `limit` bytes after decompression (a bomb stops there too) and drops the rest of the connection's data. */
export async function readBody(stream: Readable, encoding: string | undefined, limit: number): Promise<Body> {
  const decoder = decoders[(encoding ?? '').trim().toLowerCase()]
  // The callback form forwards errors and destruction both ways; the error itself reaches the loop below.
  const source = decoder === undefined ? stream : pipeline(stream, decoder(), () => undefined)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of source as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > limit) {
      chunks.push(chunk.subarray(0, chunk.length - (size - limit)))
      return { bytes: Buffer.concat(chunks), truncated: true }
    }
    chunks.push(chunk)
  }
  return { bytes: Buffer.concat(chunks), truncated: false }
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
