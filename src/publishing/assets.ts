import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename, extname, isAbsolute, resolve } from 'node:path'
import { fileTypeFromBuffer } from 'file-type'
import type { FileReference, ImageReference } from '../content/images.ts'
import { HubError } from '../errors/hub-error.ts'
import { stripMetadata } from './image-metadata/strip.ts'

/** A file to upload, read and known by its bytes. */
export interface Asset {
  /** Safe as a file name: small letters, digits, dashes, and the extension of its real type. */
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
  /** SHA-256 of the bytes, hex. */
  readonly hash: string
}

/** WordPress's own default for uploads is often lower; the site then says so. In bytes. */
export const largestAsset = 32 * 1024 * 1024

/** What WordPress takes as an image, by the bytes. SVG is not among them: WordPress refuses it, for good reasons. */
export const imageTypes = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/heic'])

/**
 * Reads an image that an article refers to: a file of this machine, or a data URL. Throws `asset_missing`, `asset_invalid`
 * or `too_large`, each naming the reference.
 * @param folder where relative paths start: the article's own folder
 */
export async function readAsset(reference: ImageReference, folder: string): Promise<Asset> {
  const bytes = reference.location === 'data' ? readDataUrl(reference.src) : await readLocal(reference, folder)
  const stem = reference.path === null ? 'image' : basename(reference.path, extname(reference.path))
  return describeAsset(bytes, stem, reference.src)
}

/** An image by its bytes, whatever it is called, without its metadata. Throws `asset_invalid`, naming what refers to it. */
export async function describeAsset(bytes: Uint8Array, stem: string, src: string): Promise<Asset> {
  const sniffed = await fileTypeFromBuffer(bytes)
  // A PNG that moves, which WordPress takes as what it is.
  const found = sniffed?.mime === 'image/apng' ? { mime: 'image/png', ext: 'png' } : sniffed
  const shown = shorten(src)
  if (found === undefined || !imageTypes.has(found.mime)) {
    throw new HubError(
      'asset_invalid',
      `${shown} is not an image that WordPress takes${found === undefined ? '' : `, but ${found.mime}`}`,
    )
  }
  const clean = stripMetadata(bytes, found.mime)
  if (clean === null) throw new HubError('asset_invalid', `${shown} is damaged: it cannot be read as ${found.mime}`)
  const hash = createHash('sha256').update(clean).digest('hex')
  return { name: `${safeStem(stem)}.${found.ext}`, type: found.mime, bytes: clean, hash }
}

/** Endings of what WordPress takes beside images unless somebody forbids it, by the bytes. */
const fileEndings = new Set(
  'mp3 m4a ogg oga wav flac mp4 m4v mov ogv webm pdf docx odt xlsx ods pptx odp rtf zip'.split(' '),
)

/** Audio, video or a document beside an article; null for what is not there, or no site would take. Throws `too_large`. */
export async function readFileBeside(reference: FileReference, folder: string): Promise<Asset | null> {
  try {
    return await describeFile(await readLocal(reference, folder), reference.path)
  } catch (error) {
    if (error instanceof HubError && error.code === 'asset_missing') return null
    throw error
  }
}

/** Audio, video or a document by its bytes; null for what no site would take. Kept as it is. */
export async function describeFile(bytes: Uint8Array, path: string): Promise<Asset | null> {
  const sniffed = await fileTypeFromBuffer(bytes)
  // No bytes tell a table from other text.
  const isTable = sniffed === undefined && /\.csv$/i.test(path) && !bytes.includes(0)
  const { ext, mime } = isTable ? { ext: 'csv', mime: 'text/csv' } : (sniffed ?? { ext: '', mime: '' })
  if (!isTable && !fileEndings.has(ext)) return null
  const name = `${safeStem(basename(path, extname(path)), 'file')}.${ext}`
  return { name, type: mime, bytes, hash: createHash('sha256').update(bytes).digest('hex') }
}

async function readLocal(reference: Pick<ImageReference, 'src' | 'path'>, folder: string): Promise<Uint8Array> {
  const path = reference.path ?? ''
  const file = isAbsolute(path) ? path : resolve(folder, path)
  const handle = await open(file).catch((cause: unknown) => {
    throw new HubError('asset_missing', `${shorten(reference.src)} is not at ${file}`, { cause })
  })
  try {
    const { size } = await handle.stat()
    if (size > largestAsset) throw tooLarge(reference.src)
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

function readDataUrl(src: string): Uint8Array {
  const match = /^data:[^,]{0,200}?(;base64)?,/i.exec(src)
  if (match === null) throw new HubError('asset_invalid', `${shorten(src)} is not a data URL`)
  const body = src.slice(match[0].length)
  // Each byte may be written as `%89`.
  if (body.length > largestAsset * 3) throw tooLarge(src)
  const plain = body.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const bytes = Buffer.from(plain, match[1] === undefined ? 'latin1' : 'base64')
  if (bytes.length > largestAsset) throw tooLarge(src)
  return bytes
}

function tooLarge(src: string): HubError {
  return new HubError('too_large', `${shorten(src)} is larger than ${largestAsset / 1024 / 1024} MB`, {
    fix: 'Make it smaller (sites rarely show pictures of more than 2,500 pixels), or put it on the web and name its address.',
  })
}

function safeStem(stem: string, otherwise = 'image'): string {
  const plain = stem
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain.slice(0, 60) || otherwise
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
