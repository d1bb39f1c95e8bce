import { fateOf } from '../connectors/write-fate.ts'
import { HubError, toHubError } from '../errors/hub-error.ts'
import { readAsset, type StoredAsset } from '../store/assets.ts'
import type { Db } from '../store/open-store.ts'
import {
  type AssetSite,
  type ClaimedAsset,
  claimSiteAsset,
  provideSiteAssets,
  recordUpload,
  type SiteAsset,
  type SiteAssetOutcome,
  settleSiteAsset,
} from '../store/site-assets.ts'
import type { PressDeps } from './deps.ts'
import { describeError } from './describe-error.ts'
import { mostAttempts, retryAfter } from './timing.ts'

/** An image as it is on a site: its id there is a number or a text. */
export interface SiteImage {
  readonly id: number | null
  readonly ref: string | null
  readonly url: string
}

/** How a kind of connection keeps images: findable by their bytes. */
export interface ImageShelf extends AssetSite {
  /** @param isDoubtful an upload may have landed a moment ago */
  find(hash: string, isDoubtful: boolean): Promise<SiteImage | null>
  /** Where ids grow: the highest that is known, written down with the upload. */
  highestId?(db: Db): Promise<number | null>
  /** Nothing is sent after `notAfter`, in Unix ms. */
  upload(asset: StoredAsset, alt: string, notAfter: number): Promise<SiteImage>
  remove(image: SiteImage): Promise<void>
}

/** All images on the site, by hash; or when to ask again, since one of them is under way or in doubt, and what went wrong with it. */
export type ProvidedImages = { readonly kind: 'there'; readonly images: ReadonlyMap<string, SiteImage> } | ImagesLater

export interface ImagesLater {
  readonly kind: 'later'
  readonly inMs: number
  readonly error: HubError | undefined
}

/** While somebody else uploads an image that we need. In ms. */
const waitForOthers = 400

/**
 * Sees to it that the images are on the site: each once by its bytes, whoever needs it. One whose answer was lost is looked
 * for before it is sent again; one that is there already (from before the database was lost, say) is taken as it is. Throws
 * what refuses an image, and what keeps it from being looked for.
 */
export async function provideImages(
  deps: PressDeps,
  shelf: ImageShelf,
  wanted: readonly { readonly hash: string; readonly alt: string }[],
): Promise<ProvidedImages> {
  const { db } = deps.store
  const hashes = [...new Set(wanted.map(({ hash }) => hash))]
  const there = new Map<string, SiteImage>()
  const missing: string[] = []
  for (const row of await provideSiteAssets(db, shelf, hashes)) {
    const image = imageIn(row)
    if (image !== null) there.set(row.hash, image)
    else missing.push(row.hash)
  }
  if (missing.length === 0) return { kind: 'there', images: there }
  let later: ImagesLater | null = null
  for (const hash of missing) {
    const row = await claimSiteAsset(db, shelf, hash, deps.timing)
    const alt = wanted.find((image) => image.hash === hash)?.alt ?? ''
    const image = row === undefined ? null : await settleOne(deps, shelf, row, alt)
    if (image !== null) there.set(hash, image)
    else later ??= await waitFor(db, shelf, hash)
  }
  return later ?? { kind: 'there', images: there }
}

/** Somebody is at it; or it is to be looked at later, and until then nothing comes of asking. */
async function waitFor(db: Db, shelf: ImageShelf, hash: string): Promise<ImagesLater> {
  const [row] = await provideSiteAssets(db, shelf, [hash])
  const due = row === undefined || row.state === 'sending' ? 0 : row.nextAt.getTime() - Date.now()
  const { code, message, fix } = row?.error ?? {}
  const error = typeof code === 'string' ? new HubError(code, String(message), { fix: String(fix) }) : undefined
  return { kind: 'later', inMs: Math.max(due, waitForOthers), error }
}

function imageIn({ state, remoteId, remoteRef, url }: SiteAsset): SiteImage | null {
  if (state !== 'there' || url === null || (remoteId === null && remoteRef === null)) return null
  return { id: remoteId, ref: remoteRef, url }
}

function outcomeOf({ id, ref, url }: SiteImage): SiteAssetOutcome {
  return { state: 'there', remoteId: id, remoteRef: ref, url, settled: true }
}

/** Looks first, then uploads when that is allowed. Null while it is in doubt. */
async function settleOne(
  deps: PressDeps,
  shelf: ImageShelf,
  row: ClaimedAsset,
  alt: string,
): Promise<SiteImage | null> {
  const { db } = deps.store
  const settle = (outcome: SiteAssetOutcome): Promise<boolean> => settleSiteAsset(db, row, outcome)
  const isDoubtful = row.sentAt !== null
  let found: SiteImage | null
  try {
    found = await shelf.find(row.hash, isDoubtful)
  } catch (error) {
    const { emptyFinds } = row
    await settle({
      state: isDoubtful ? 'unknown' : 'planned',
      settled: false,
      emptyFinds,
      error: describeError(error),
      again: { inMs: deps.timing.retryMs },
    })
    // Whoever needs it waits, and says for what, or fails: by what the error says.
    throw error
  }
  if (found !== null) return (await settle(outcomeOf(found))) ? found : null
  if (isDoubtful && !(row.emptyFinds >= 1 && row.isOver === true)) {
    await settle({
      state: 'unknown',
      settled: false,
      emptyFinds: row.emptyFinds + 1,
      again: { afterDeadlineMs: deps.timing.settleMs },
    })
    return null
  }
  return upload(deps, shelf, row, alt)
}

async function upload(deps: PressDeps, shelf: ImageShelf, row: ClaimedAsset, alt: string): Promise<SiteImage | null> {
  const { db } = deps.store
  const { timing } = deps
  const asset = await readAsset(db, shelf.projectId, row.hash)
  const knownId = (await shelf.highestId?.(db)) ?? null
  const notAfter = Date.now() + timing.deadlineMs
  if (!(await recordUpload(db, row, { ...timing, knownId }))) return null
  try {
    const image = await shelf.upload(asset, alt, notAfter)
    if (await settleSiteAsset(db, row, outcomeOf(image))) return image
    await takeBack(deps, shelf, row, image)
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
async function takeBack({ store, log }: PressDeps, shelf: ImageShelf, row: SiteAsset, image: SiteImage): Promise<void> {
  const [now] = await provideSiteAssets(store.db, shelf, [row.hash])
  const kept = now === undefined ? null : imageIn(now)
  if (kept === null || (kept.id === image.id && kept.ref === image.ref)) return
  const ids = { id: image.id ?? image.ref, kept: kept.id ?? kept.ref }
  log.warn({ site: shelf.siteKey, ...ids }, 'An image was uploaded twice, and the second one deleted')
  await shelf.remove(image).catch((error: unknown) => log.error({ err: error }, 'It could not be deleted'))
}
