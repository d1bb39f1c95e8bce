import { readOrientation, writeOrientation } from './orientation.ts'

const kept = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP'])
/** Of the flags in VP8X. */
const hasExif = 0x08
const hasXmp = 0x04

/** A WebP without metadata but the orientation, and without what comes behind it. Null for what cannot be read as WebP. */
export function stripWebp(bytes: Buffer): Buffer | null {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP') return null
  const size = Math.min(bytes.length, bytes.readUInt32LE(4) + 8)
  const chunks: Buffer[] = []
  let orientation = 1
  for (let at = 12; at + 8 <= size; ) {
    const type = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const end = at + 8 + length
    if (end > size) return null
    const data = bytes.subarray(at + 8, end)
    if (type === 'EXIF') {
      const isNamed = data.toString('latin1', 0, 6) === 'Exif\0\0'
      orientation = readOrientation(isNamed ? data.subarray(6) : data)
    }
    if (kept.has(type)) chunks.push(chunk(type, Buffer.from(data)))
    // Chunks begin at even places.
    at = end + (length % 2)
  }
  if (chunks.length === 0) return null
  const [first] = chunks
  const isExtended = first !== undefined && first.toString('latin1', 0, 4) === 'VP8X' && first.length >= 9
  if (isExtended) first[8] = ((first[8] ?? 0) & ~(hasExif | hasXmp)) | (orientation === 1 ? 0 : hasExif)
  if (isExtended && orientation !== 1) chunks.push(chunk('EXIF', writeOrientation(orientation)))
  const body = Buffer.concat(chunks)
  const head = Buffer.alloc(12)
  head.write('RIFF', 'latin1')
  head.writeUInt32LE(body.length + 4, 4)
  head.write('WEBP', 8, 'latin1')
  return Buffer.concat([head, body])
}

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}
