import { readOrientation, writeOrientation } from './orientation.ts'

const startOfScan = 0xda
const endOfImage = 0xd9
const exif = Buffer.from('Exif\0\0', 'latin1')

/**
 * A JPEG without what it says of where, when and by whom it was taken: kept are the picture, its colour profile, the mark of
 * JFIF and of Adobe, and the orientation. What comes behind the picture (a film, a second picture) goes too. Null for what
 * cannot be read as JPEG.
 */
export function stripJpeg(bytes: Buffer): Buffer | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  const kept: Buffer[] = []
  let orientation = 1
  let at = 2
  while (at < bytes.length) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === endOfImage) {
      kept.push(bytes.subarray(at, at + 2))
      break
    }
    if (at + 4 > bytes.length) return null
    const length = bytes.readUInt16BE(at + 2)
    const end = marker === startOfScan ? findScanEnd(bytes, at + 2 + length) : at + 2 + length
    if (length < 2 || end > bytes.length) return null
    const segment = bytes.subarray(at, end)
    if (isExif(marker, segment)) orientation = readOrientation(segment.subarray(4 + exif.length))
    if (isPicture(marker, segment)) kept.push(segment)
    at = end
  }
  return Buffer.concat([bytes.subarray(0, 2), ...(orientation === 1 ? [] : [exifSegment(orientation)]), ...kept])
}

function isExif(marker: number, segment: Buffer): boolean {
  return marker === 0xe1 && segment.subarray(4, 4 + exif.length).equals(exif)
}

/** Application segments and comments hold metadata, but for a few without which colours change. */
function isPicture(marker: number, segment: Buffer): boolean {
  const name = segment.toString('latin1', 4, 16)
  if (marker === 0xe0) return name.startsWith('JFIF\0')
  if (marker === 0xe2) return name.startsWith('ICC_PROFILE\0')
  if (marker === 0xee) return name.startsWith('Adobe')
  return !(marker >= 0xe1 && marker <= 0xef) && marker !== 0xfe
}

/** Compressed data ends at a marker that is neither a stuffed byte nor a restart; where none comes, at the end. */
function findScanEnd(bytes: Buffer, from: number): number {
  let at = from
  while (at !== -1 && at < bytes.length) {
    at = bytes.indexOf(0xff, at)
    if (at === -1) break
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
    at += next === 0xff ? 1 : 2
  }
  return bytes.length
}

function exifSegment(orientation: number): Buffer {
  const tiff = writeOrientation(orientation)
  const head = Buffer.from([0xff, 0xe1, 0, 2 + exif.length + tiff.length])
  return Buffer.concat([head, exif, tiff])
}
