import type { UploadedImage } from '../../content/blocks/build.ts'
import { listSiteMedia } from '../../store/site-media.ts'
import { keepChangedAsset } from '../change-image.ts'
import type { PressDeps } from '../deps.ts'
import type { PlannedImage } from './plan.ts'
import { type ProvidedMedia, provideMedia } from './provide-images.ts'
import type { PublishingSite } from './publishing-site.ts'

/**
 * The images of a plan on the site: those that are there already under their ids, where these are known, all others made as
 * the connection wants them and uploaded once. Throws what refuses an image.
 */
export async function providePlannedImages(
  deps: PressDeps,
  site: PublishingSite,
  images: readonly PlannedImage[],
): Promise<ProvidedMedia> {
  const { db } = deps.store
  const seen = await listSiteMedia(
    db,
    site,
    images.map(({ src }) => src),
  )
  const media = new Map(seen.map((one) => [one.url, one]))
  const known = new Map<string, UploadedImage>()
  for (const { src, hash } of images) {
    const found = media.get(src)
    if (found === undefined) continue
    const { remoteId: id, size } = found
    known.set(hash, { id, url: src, ...(size === null ? {} : { size }) })
  }
  const uploads = images.filter(({ stays, hash }) => !stays && !known.has(hash))
  for (const { asset, change } of uploads) await keepChangedAsset(db, site.projectId, asset, change)
  if (uploads.length === 0) return { kind: 'there', images: known }
  const provided = await provideMedia(deps, site, uploads)
  return provided.kind === 'later' ? provided : { kind: 'there', images: new Map([...known, ...provided.images]) }
}
