import { type Box, boxesIn } from './heif-boxes.ts'
import { listMetadata } from './heif-items.ts'

/** What a picture is made of. Anything else (a film behind it, XMP as `uuid`, free space) goes. */
const kept = new Set(['ftyp', 'styp', 'meta', 'mdat', 'moov', 'moof'])
const containers = new Set(['moov', 'trak'])
/** Within films and sequences: what people say of them. */
const told = new Set(['udta', 'uuid', 'meta'])
/** EXIF data that says nothing: offset of its TIFF header, the header, and a list of no entries. */
const noExif = Buffer.from('000000004d4d002a00000008000000000000', 'hex')

/**
 * A HEIC or AVIF without what it says of where, when and by whom it was taken. Boxes point at each other by offsets, so that
 * nothing is moved: metadata are written over where they stand. How it is turned is a property of the picture, and stays. Null
 * for what cannot be read as such.
 */
export function stripHeif(bytes: Buffer): Buffer | null {
  const made = Buffer.from(bytes)
  try {
    return strip(made)
  } catch (error) {
    // A length or an offset that leads out of the file.
    if (error instanceof RangeError) return null
    throw error
  }
}

function strip(made: Buffer): Buffer | null {
  let end = 0
  let isPicture = false
  for (const box of boxesIn(made, 0, made.length, isTrailer)) {
    if (!kept.has(box.type)) {
      blankBox(made, box)
      continue
    }
    end = box.end
    if (box.type === 'meta') blankItems(made, box)
    if (containers.has(box.type)) blankTold(made, box)
    isPicture ||= box.type === 'meta' || box.type === 'moov'
  }
  return isPicture ? made.subarray(0, end) : null
}

/** What is no box of ours may be anything that somebody appended. */
function isTrailer(type: string): boolean {
  return !kept.has(type)
}

function blankBox(made: Buffer, { start, content, end }: Box): void {
  made.write('free', start + 4, 'latin1')
  made.fill(0, content, end)
}

function blankTold(made: Buffer, parent: Box): void {
  for (const box of boxesIn(made, parent.content, parent.end)) {
    if (told.has(box.type)) blankBox(made, box)
    else if (containers.has(box.type)) blankTold(made, box)
  }
}

function blankItems(made: Buffer, meta: Box): void {
  const boxes = boxesIn(made, meta.content + 4, meta.end)
  for (const box of boxes) if (box.type === 'uuid' || box.type === 'free') blankBox(made, box)
  for (const { isExif, extents } of listMetadata(made, boxes)) {
    for (const { start, end } of extents) made.fill(isExif ? 0 : ' ', start, end)
    const [first] = extents
    if (isExif && first !== undefined && first.end - first.start >= noExif.length) noExif.copy(made, first.start)
  }
}
