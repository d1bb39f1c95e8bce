import { deleteMedia, findMedia, finishMedia, type StoredMedia, uploadMedia } from '../../connectors/wordpress/media.ts'
import type { UploadedImage } from '../../content/blocks/build.ts'
import { highestKnownId } from '../../store/publications.ts'
import type { PressDeps } from '../deps.ts'
import { type ImageShelf, type ImagesLater, provideImages, type SiteImage } from '../provide-images.ts'
import type { PlannedImage } from './plan.ts'
import type { PublishingSite } from './publishing-site.ts'

/** All images in the media library; or when to ask again, since one of them is under way or in doubt. */
export type ProvidedMedia =
  | { readonly kind: 'there'; readonly images: ReadonlyMap<string, UploadedImage> }
  | ImagesLater

/** Sees to it that the images are in the media library, each once (`provideImages`): found by a slug that derives from the bytes. */
export async function provideMedia(
  deps: PressDeps,
  site: PublishingSite,
  wanted: readonly PlannedImage[],
): Promise<ProvidedMedia> {
  const provided = await provideImages(deps, shelfOf(deps, site), wanted)
  if (provided.kind === 'later') return provided
  const images = [...provided.images].flatMap(([hash, { id, url }]) =>
    id === null ? [] : [[hash, { id, url }] as const],
  )
  return { kind: 'there', images: new Map(images) }
}

function shelfOf({ log }: PressDeps, { open, projectId, siteKey }: PublishingSite): ImageShelf {
  return {
    projectId,
    siteKey,
    async find(hash) {
      const found = (await findMedia(open, [slugOf(hash)])).get(slugOf(hash))
      if (found === undefined) return null
      if (found.isUnfinished)
        await finishMedia(open, found.id).catch((error: unknown) =>
          log.warn({ err: error }, 'The sizes of an image could not be made'),
        )
      return imageOf(found)
    },
    highestId: (db) => highestKnownId(db, { projectId, siteKey }),
    upload: async (asset, alt, notAfter) =>
      imageOf(await uploadMedia(open, { ...asset, slug: slugOf(asset.hash), alt }, { notAfter })),
    async remove({ id }) {
      if (id !== null) await deleteMedia(open, id)
    },
  }
}

/** The slug by which an image of these bytes is found again. */
function slugOf(hash: string): string {
  return `image-${hash.slice(0, 24)}`
}

function imageOf({ id, url }: StoredMedia): SiteImage {
  return { id, ref: null, url }
}
