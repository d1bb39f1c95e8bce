import { deleteMedia, findMedia, finishMedia, type StoredMedia, uploadMedia } from '../../connectors/wordpress/media.ts'
import { fateOf } from '../../connectors/write-fate.ts'
import type { UploadedImage } from '../../content/blocks/build.ts'
import { HubError, toHubError } from '../../errors/hub-error.ts'
import { readAsset } from '../../store/assets.ts'
import { knownIds } from '../../store/publications.ts'
import {
  type ClaimedAsset,
  claimSiteAsset,
  provideSiteAssets,
  recordUpload,
  type SiteAsset,
  type SiteAssetOutcome,
  settleSiteAsset,
} from '../../store/site-assets.ts'
import type { PressDeps } from '../deps.ts'
import { describeError } from '../describe-error.ts'
import { mostAttempts, retryAfter } from '../timing.ts'
import type { PlannedImage } from './plan.ts'
import type { PublishingSite } from './publishing-site.ts'

/** All images on the site; or when to ask again, since one of them is under way or in doubt. */
export type ProvidedImages =
  | { readonly kind: 'there'; readonly images: ReadonlyMap<string, UploadedImage> }
  | { readonly kind: 'later'; readonly inMs: number }

/** While somebody else uploads an image that we need. In ms. */
const waitForOthers = 400

/**
 * Sees to it that the images are on the site: each once by its bytes, whoever needs it. One whose answer was lost is looked
 * for by its slug, which derives from the bytes, before it is sent again; one that is there already (from before the
 * database was lost, say) is taken as it is. Throws what refuses an image.
 */
export async function provideImages(
  deps: PressDeps,
  site: PublishingSite,
  wanted: readonly PlannedImage[],
): Promise<ProvidedImages> {
  const { db } = deps.store
  const hashes = [...new Set(wanted.map(({ hash }) => hash))]
  const there = new Map<string, UploadedImage>()
  const missing: string[] = []
  for (const row of await provideSiteAssets(db, site, hashes)) {
    if (row.state === 'there' && row.remoteId !== null && row.url !== null)
      there.set(row.hash, imageOf(row.remoteId, row.url))
    else missing.push(row.hash)
  }
  if (missing.length === 0) return { kind: 'there', images: there }
  let inMs: number | null = null
  for (const hash of missing) {
    const row = await claimSiteAsset(db, site, hash, deps.timing)
    const alt = wanted.find((image) => image.hash === hash)?.alt ?? ''
    const media = row === undefined ? null : await settleOne(deps, site, row, alt)
    if (media === null) inMs = waitForOthers
    else there.set(hash, imageOf(media.id, media.url))
  }
  return inMs === null ? { kind: 'there', images: there } : { kind: 'later', inMs }
}

/** The slug by which an image of these bytes is found again. */
function slugOf(hash: string): string {
  return `image-${hash.slice(0, 24)}`
}

/** Looks first, then uploads when that is allowed. Null while it is in doubt. */
async function settleOne(
  deps: PressDeps,
  site: PublishingSite,
  row: ClaimedAsset,
  alt: string,
): Promise<StoredMedia | null> {
  const { db } = deps.store
  const settle = (outcome: SiteAssetOutcome): Promise<boolean> => settleSiteAsset(db, row, outcome)
  const isDoubtful = row.sentAt !== null
  let found: StoredMedia | undefined
  try {
    found = (await findMedia(site.open, [slugOf(row.hash)])).get(slugOf(row.hash))
  } catch (error) {
    const { emptyFinds } = row
    await settle({
      state: isDoubtful ? 'unknown' : 'planned',
      settled: false,
      emptyFinds,
      error: describeError(error),
      again: { inMs: deps.timing.retryMs },
    })
    return null
  }
  if (found !== undefined) {
    if (found.isUnfinished)
      await finishMedia(site.open, found.id).catch((error: unknown) =>
        deps.log.warn({ err: error }, 'The sizes of an image could not be made'),
      )
    return (await settle({ state: 'there', remoteId: found.id, url: found.url, settled: true })) ? found : null
  }
  if (isDoubtful && !(row.emptyFinds >= 1 && row.isOver === true)) {
    await settle({
      state: 'unknown',
      settled: false,
      emptyFinds: row.emptyFinds + 1,
      again: { afterDeadlineMs: deps.timing.settleMs },
    })
    return null
  }
  return upload(deps, site, row, alt)
}

async function upload(
  deps: PressDeps,
  site: PublishingSite,
  row: ClaimedAsset,
  alt: string,
): Promise<StoredMedia | null> {
  const { db } = deps.store
  const { timing } = deps
  const asset = await readAsset(db, site.projectId, row.hash)
  const { highest } = await knownIds(db, site)
  const notAfter = Date.now() + timing.deadlineMs
  if (!(await recordUpload(db, row, { ...timing, knownId: highest }))) return null
  try {
    const media = await uploadMedia(site.open, { ...asset, slug: slugOf(row.hash), alt }, { notAfter })
    if (await settleSiteAsset(db, row, { state: 'there', remoteId: media.id, url: media.url, settled: true }))
      return media
    await takeBack(deps, site, row, media)
    return null
  } catch (thrown) {
    const error = toHubError(thrown)
    const fate = fateOf(error)
    const evidence = describeError(error)
    if (fate === 'refused' || row.attempts + 1 >= mostAttempts) {
      await settleSiteAsset(db, row, { state: 'failed', settled: true, error: evidence })
      throw new HubError(error.code, `${asset.name} was not taken: ${error.message}`, {
        cause: error,
        fix: error.fix,
        evidence: error.evidence,
      })
    }
    const again = { inMs: fate === 'unknown' ? 0 : retryAfter(timing, row.attempts) }
    await settleSiteAsset(db, row, {
      state: fate === 'unknown' ? 'unknown' : 'planned',
      settled: fate !== 'unknown',
      error: evidence,
      again,
    })
    return null
  }
}

/** We were taken for dead, and our answer came all the same: where another upload has taken our place, ours goes. */
async function takeBack(
  { store, log }: PressDeps,
  site: PublishingSite,
  row: SiteAsset,
  media: StoredMedia,
): Promise<void> {
  const [now] = await provideSiteAssets(store.db, site, [row.hash])
  if (now?.state !== 'there' || now.remoteId === media.id) return
  log.warn(
    { site: site.siteKey, id: media.id, kept: now.remoteId },
    'An image was uploaded twice, and the second one deleted',
  )
  await deleteMedia(site.open, media.id).catch((error: unknown) => log.error({ err: error }, 'It could not be deleted'))
}

function imageOf(id: number, url: string): UploadedImage {
  return { id, url }
}
