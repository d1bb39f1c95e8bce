/** EXIF's tag for how an image is to be turned, and its type for a short number. */
const orientationTag = 0x0112
const shortType = 3

/** The orientation (2 to 8) that EXIF data of TIFF form says; 1, upright, where it says none or cannot be read. */
export function readOrientation(tiff: Buffer): number {
  const mark = tiff.toString('latin1', 0, 4)
  const little = mark === 'II*\0'
  if (tiff.length < 14 || (!little && mark !== 'MM\0*')) return 1
  const short = (at: number): number => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  if (start + 2 > tiff.length) return 1
  const count = short(start)
  for (let at = start + 2; at + 12 <= tiff.length && at < start + 2 + count * 12; at += 12) {
    if (short(at) !== orientationTag || short(at + 2) !== shortType) continue
    const value = short(at + 8)
    return value >= 2 && value <= 8 ? value : 1
  }
  return 1
}

/** EXIF data that says the orientation and nothing else. */
export function writeOrientation(value: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(orientationTag, 10)
  tiff.writeUInt16BE(shortType, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(value, 18)
  return tiff
}
