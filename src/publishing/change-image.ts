import { HubError } from '../errors/hub-error.ts'
import { hasAsset, putAsset, readAsset, type StoredAsset } from '../store/assets.ts'
import type { Db } from '../store/open-store.ts'
import { type ImageChange, uploadHash } from './image-options.ts'

/** Pictures of more pixels are not opened: a small file may claim to be enormous. */
const mostPixels = 100_000_000
const mostSeconds = 60
const extensions = { 'image/webp': 'webp', 'image/avif': 'avif', 'image/jpeg': 'jpg', 'image/png': 'png' } as const
type Made = keyof typeof extensions

/**
 * Makes a kept image as a connection wants it, and keeps that under the hash of its upload: ten sites with the same wishes
 * cost one conversion. Throws `not_found`, and `asset_invalid` for what cannot be opened.
 */
export async function keepChangedAsset(
  db: Db,
  projectId: string,
  hash: string,
  change: ImageChange | null,
): Promise<void> {
  const wanted = uploadHash(hash, change)
  if (change === null || (await hasAsset(db, projectId, wanted))) return
  await putAsset(db, projectId, { ...(await changeImage(await readAsset(db, projectId, hash), change)), hash: wanted })
}

/** The image itself where nothing is to be done: it moves, is of a kind that we cannot write, or would become larger. */
export async function changeImage(image: StoredAsset, change: ImageChange): Promise<StoredAsset> {
  const { bytes, type, name } = image
  const made = change.format === 'keep' ? type : `image/${change.format}`
  if (!isMade(made) || !isMade(type) || isAnimatedPng(bytes, type)) return image
  // Loaded when it is needed: most hubs upload images as they are.
  const { default: sharp } = await import('sharp')
  try {
    const options = { limitInputPixels: mostPixels, failOn: 'error', sequentialRead: true } as const
    const { pages = 1, autoOrient } = await sharp(bytes, options).metadata()
    const isWide = change.maxWidth !== null && autoOrient.width > change.maxWidth
    if (pages > 1 || (!isWide && made === type)) return image
    const turned = sharp(bytes, options).timeout({ seconds: mostSeconds }).autoOrient().keepIccProfile()
    const sized = isWide ? turned.resize({ width: change.maxWidth ?? undefined }) : turned
    const data = await sized
      .toFormat(
        extensions[made] === 'jpg' ? 'jpeg' : extensions[made],
        made === 'image/png' ? {} : { quality: change.quality },
      )
      .toBuffer()
    if (!isWide && data.length >= bytes.length) return image
    return { ...image, name: name.replace(/\.[^.]+$/, `.${extensions[made]}`), type: made, bytes: data }
  } catch (cause) {
    throw new HubError(
      'asset_invalid',
      `The image ${name} cannot be opened: ${cause instanceof Error ? cause.message : ''}`,
      {
        cause,
        fix: 'Save it anew, with fewer than 100 million pixels, or take back the size and format that the connection wants.',
      },
    )
  }
}

function isMade(type: string): type is Made {
  return Object.hasOwn(extensions, type)
}

function isAnimatedPng(bytes: Uint8Array, type: string): boolean {
  return type === 'image/png' && Buffer.from(bytes.subarray(0, 4096)).includes('acTL')
}
