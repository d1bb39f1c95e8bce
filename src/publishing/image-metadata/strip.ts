import { stripHeif } from './heif.ts'
import { stripJpeg } from './jpeg.ts'
import { stripPng } from './png.ts'
import { stripWebp } from './webp.ts'

const strippers: Readonly<Record<string, (bytes: Buffer) => Buffer | null>> = {
  'image/jpeg': stripJpeg,
  'image/png': stripPng,
  'image/webp': stripWebp,
  'image/avif': stripHeif,
  'image/heic': stripHeif,
}

/**
 * The picture without what it says of where, when, with what and by whom it was made; colours and orientation stay, and no
 * pixel is touched, so that the same file always gives the same bytes. GIF comes back as it is. Null where
 * the bytes are not what the type says.
 */
export function stripMetadata(bytes: Uint8Array, type: string): Uint8Array | null {
  const strip = strippers[type]
  return strip === undefined ? bytes : strip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
}
