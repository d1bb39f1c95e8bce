import { crc32 } from 'node:zlib'
import { readOrientation, writeOrientation } from './orientation.ts'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Chunks that change what is seen, animations among them. Texts, times and EXIF data are not. */
const kept = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(' '),
)

/** A PNG without metadata but the orientation, and without what comes behind it. Null for what cannot be read as PNG. */
export function stripPng(bytes: Buffer): Buffer | null {
  if (!bytes.subarray(0, 8).equals(signature)) return null
  const chunks: Buffer[] = []
  let orientation = 1
  for (let at = 8; at < bytes.length; ) {
    if (at + 12 > bytes.length) return null
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const end = at + 12 + length
    if (end > bytes.length) return null
    if (type === 'eXIf') orientation = readOrientation(bytes.subarray(at + 8, at + 8 + length))
    if (kept.has(type)) chunks.push(bytes.subarray(at, end))
    if (type === 'IEND') break
    at = end
  }
  const [header, ...rest] = chunks
  if (header === undefined) return null
  return Buffer.concat([signature, header, ...(orientation === 1 ? [] : [exifChunk(orientation)]), ...rest])
}

function exifChunk(orientation: number): Buffer {
  const body = Buffer.concat([Buffer.from('eXIf', 'latin1'), writeOrientation(orientation)])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(body.length - 4, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
