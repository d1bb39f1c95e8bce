import { type Box, boxesIn } from './heif-boxes.ts'

/** A part of the file. */
interface Extent {
  readonly start: number
  readonly end: number
}

export interface MetadataItem {
  readonly isExif: boolean
  readonly extents: readonly Extent[]
}

/** A file may claim any number of parts that take no room to say. */
const mostExtents = 100_000

/**
 * The EXIF and XMP data of a `meta` box, and where they stand. Throws a RangeError for what leads out of the file, for more
 * parts than a picture has, and for parts that are larger together than the file.
 */
export function listMetadata(bytes: Buffer, boxes: readonly Box[]): MetadataItem[] {
  const types = readTypes(bytes, boxes)
  const data = boxes.find(({ type }) => type === 'idat')
  const found: MetadataItem[] = []
  let room = bytes.length
  for (const { id, method, parts } of boxes
    .filter(({ type }) => type === 'iloc')
    .flatMap((box) => readPlaces(bytes, box))) {
    const isExif = types.get(id)
    if (isExif === undefined) continue
    const within = method === 0 ? { content: 0, end: bytes.length } : method === 1 ? data : undefined
    if (within === undefined) throw new RangeError('Metadata stand where they cannot be reached')
    const extents = parts.map(({ offset, length }) => ({
      start: within.content + offset,
      end: within.content + offset + length,
    }))
    room -= parts.reduce((sum, { length }) => sum + length, 0)
    // A length of 0 means everything: no writer says so of metadata.
    if (room < 0 || extents.some(({ start, end }) => end <= start || end > within.end))
      throw new RangeError('Metadata are longer than the file')
    found.push({ isExif, extents })
  }
  return found
}

/** By item: whether it is EXIF data; other metadata are `mime`, XMP above all. Pictures are not among them. */
function readTypes(bytes: Buffer, boxes: readonly Box[]): Map<number, boolean> {
  const types = new Map<number, boolean>()
  for (const list of boxes.filter(({ type }) => type === 'iinf')) {
    const first = list.content + (bytes[list.content] === 0 ? 6 : 8)
    for (const entry of boxesIn(bytes, first, list.end).filter(({ type }) => type === 'infe')) {
      const at = entry.content + 4
      const version = bytes[entry.content] ?? 0
      const id = version < 3 ? bytes.readUInt16BE(at) : bytes.readUInt32BE(at)
      const named = at + (version < 3 ? 4 : 6)
      // Before version 2, every item is of a MIME type.
      const type = version < 2 ? 'mime' : bytes.toString('latin1', named, named + 4)
      if (type === 'Exif' || type === 'mime') types.set(id, type === 'Exif')
    }
  }
  return types
}

interface Place {
  readonly id: number
  /** 0: in the file; 1: in the `idat` box. */
  readonly method: number
  readonly parts: readonly { readonly offset: number; readonly length: number }[]
}

function readPlaces(bytes: Buffer, box: Box): Place[] {
  let at = box.content
  const read = (size: number): number => {
    if (at + size > box.end || ![0, 1, 2, 4, 8].includes(size)) throw new RangeError('A place cannot be read')
    at += size
    if (size === 8) return Number(bytes.readBigUInt64BE(at - 8))
    return size === 0 ? 0 : bytes.readUIntBE(at - size, size)
  }
  const version = read(1)
  read(1)
  read(2)
  const sizes = read(2)
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  const indexSize = version === 0 ? 0 : sizes & 15
  const count = read(version < 2 ? 2 : 4)
  const places: Place[] = []
  let room = mostExtents
  for (let item = 0; item < count; item += 1) {
    const id = read(version < 2 ? 2 : 4)
    const method = version === 0 ? 0 : read(2) & 15
    read(2)
    const base = read(baseSize)
    const extents = read(2)
    room -= extents
    if (room < 0) throw new RangeError('More parts than a picture has')
    const parts = Array.from({ length: extents }, () => {
      read(indexSize)
      return { offset: base + read(offsetSize), length: read(lengthSize) }
    })
    places.push({ id, method, parts })
  }
  return places
}
