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
  const stay = images.filter(({ stays }) => stays).map(({ src }) => src)
  const known = new Map<string, UploadedImage>()
  for (const { url, remoteId, size } of await listSiteMedia(db, site, stay))
    known.set(url, { id: remoteId, url, ...(size === null ? {} : { size }) })
  const uploads = images.filter(({ stays }) => !stays)
  for (const { asset, change } of uploads) await keepChangedAsset(db, site.projectId, asset, change)
  if (uploads.length === 0) return { kind: 'there', images: known }
  const provided = await provideMedia(deps, site, uploads)
  return provided.kind === 'later' ? provided : { kind: 'there', images: new Map([...known, ...provided.images]) }
}
