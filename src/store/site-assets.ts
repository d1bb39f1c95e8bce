import { type ColumnType, type Generated, type Selectable, sql } from 'kysely'
import { toJson } from './json.ts'
import type { Db } from './open-store.ts'

/**
 * An image on a site: uploaded once, whoever needs it.
 *
 * **planned** (someone needs it; also after two finds that saw nothing) → claimed → **sending** (leased; `sent_at` is set
 * when the upload was recorded, before its first byte) → **there** (the site said its id, or a find saw it), **unknown**
 * (no good answer; left by finds alone, as with publications), **planned** again (nothing was sent), or **failed**
 * (refused; the next article that needs it tries anew). A lease that ran out is claimed by anybody: with `sent_at` as unknown.
 */
type SiteAssetState = 'planned' | 'sending' | 'unknown' | 'there' | 'failed'

export interface SiteAssetTable {
  projectId: string
  siteKey: string
  hash: string
  state: Generated<SiteAssetState>
  remoteId: number | null
  /** Its id where ids are no numbers. */
  remoteRef: string | null
  url: string | null
  epoch: Generated<number>
  leaseUntil: Date | null
  sentAt: Date | null
  deadlineAt: Date | null
  /** The highest id that was known on the site before the upload was sent. */
  knownId: number | null
  emptyFinds: Generated<number>
  /** Uploads recorded without success. */
  attempts: Generated<number>
  nextAt: Generated<Date>
  error: ColumnType<Readonly<Record<string, unknown>> | null, unknown, unknown>
  updatedAt: Generated<Date>
}

export type SiteAsset = Selectable<SiteAssetTable>

export interface AssetSite {
  readonly projectId: string
  readonly siteKey: string
}

/** Makes the missing rows, and gives those of all these hashes. */
export async function provideSiteAssets(
  db: Db,
  { projectId, siteKey }: AssetSite,
  hashes: readonly string[],
): Promise<SiteAsset[]> {
  if (hashes.length === 0) return []
  await db
    .insertInto('siteAssets')
    // Sorted, so that two who insert the same do not wait for each other in a circle.
    .values([...new Set(hashes)].sort().map((hash) => ({ projectId, siteKey, hash })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return await db
    .selectFrom('siteAssets')
    .selectAll()
    .where('projectId', '=', projectId)
    .where('siteKey', '=', siteKey)
    .where('hash', '=', sql<string>`any(${hashes}::text[])`)
    .execute()
}

/** A claimed row. `isOver`: what was sent has had the time to be done, if it ever is; by the clock of the database. */
export type ClaimedAsset = SiteAsset & { readonly isOver: boolean | null }

/** The row, leased, when there is something to do for it now and nobody else does it; else undefined. */
export async function claimSiteAsset(
  db: Db,
  { projectId, siteKey }: AssetSite,
  hash: string,
  { leaseMs, settleMs }: { readonly leaseMs: number; readonly settleMs: number },
): Promise<ClaimedAsset | undefined> {
  const { rows } = await sql<ClaimedAsset>`
    update site_assets set state = 'sending', epoch = epoch + 1, updated_at = now(),
      lease_until = now() + ${leaseMs} * interval '1 millisecond'
    where project_id = ${projectId} and site_key = ${siteKey} and hash = ${hash} and (
      (state in ('planned', 'unknown', 'failed') and next_at <= now()) or (state = 'sending' and lease_until <= now()))
    returning *, now() >= deadline_at + ${settleMs} * interval '1 millisecond' as is_over`.execute(db)
  return rows[0]
}

/** Written down before the first byte is sent. False when the lease is no longer ours: then nothing may be sent. */
export async function recordUpload(
  db: Db,
  asset: SiteAsset,
  {
    leaseMs,
    deadlineMs,
    knownId,
  }: { readonly leaseMs: number; readonly deadlineMs: number; readonly knownId: number | null },
): Promise<boolean> {
  const { rows } = await sql`
    update site_assets set sent_at = now(), deadline_at = now() + ${deadlineMs} * interval '1 millisecond',
      lease_until = now() + ${leaseMs} * interval '1 millisecond', known_id = ${knownId}, empty_finds = 0, attempts = attempts + 1, updated_at = now()
    where project_id = ${asset.projectId} and site_key = ${asset.siteKey} and hash = ${asset.hash}
      and epoch = ${asset.epoch} and state = 'sending'
    returning hash`.execute(db)
  return rows.length === 1
}

export interface SiteAssetOutcome {
  readonly state: Exclude<SiteAssetState, 'sending'>
  readonly remoteId?: number | null
  readonly remoteRef?: string | null
  readonly url?: string
  readonly error?: unknown
  /** Whether the recorded upload is settled: known to be there, or known never to come. */
  readonly settled: boolean
  readonly emptyFinds?: number
  /** When it is to be looked at again; now by default. `afterDeadlineMs` counts from the upload's deadline, or from now if that is past. */
  readonly again?: { readonly inMs: number } | { readonly afterDeadlineMs: number }
}

/** False when the lease is no longer ours, and nothing was changed. */
export async function settleSiteAsset(db: Db, asset: SiteAsset, outcome: SiteAssetOutcome): Promise<boolean> {
  const {
    state,
    remoteId = null,
    remoteRef = null,
    url = null,
    error,
    settled,
    emptyFinds = 0,
    again = { inMs: 0 },
  } = outcome
  const base = 'inMs' in again ? sql`now()` : sql`greatest(now(), deadline_at)`
  const wait = 'inMs' in again ? again.inMs : again.afterDeadlineMs
  const { rows } = await sql`
    update site_assets set state = ${state}, remote_id = ${remoteId}, remote_ref = ${remoteRef}, url = ${url}, lease_until = null, updated_at = now(),
      error = ${error === undefined ? null : toJson(error)}::jsonb, empty_finds = ${emptyFinds},
      sent_at = case when ${settled} then null else sent_at end, attempts = case when ${state} in ('there', 'failed') then 0 else attempts end,
      next_at = ${base} + ${wait} * interval '1 millisecond'
    where project_id = ${asset.projectId} and site_key = ${asset.siteKey} and hash = ${asset.hash}
      and epoch = ${asset.epoch} and state = 'sending'
    returning hash`.execute(db)
  return rows.length === 1
}

/** After a site was restored: none of what was there is sure to be, and each is looked for before it is used again. */
export async function doubtSiteAssets(db: Db, { projectId, siteKey }: AssetSite): Promise<void> {
  await db
    .updateTable('siteAssets')
    .set({ state: 'planned', nextAt: new Date(), updatedAt: new Date() })
    .where('projectId', '=', projectId)
    .where('siteKey', '=', siteKey)
    .where('state', '=', 'there')
    .execute()
}

/** Those of these that are on the site, where ids are numbers. */
export async function listThere(
  db: Db,
  site: AssetSite,
  hashes: readonly string[],
): Promise<{ hash: string; remoteId: number; url: string }[]> {
  const rows = await selectThere(db, site, hashes)
  return rows.flatMap(({ hash, remoteId, url }) => (remoteId === null || url === null ? [] : [{ hash, remoteId, url }]))
}

/** The same where ids are texts. */
export async function listRefsThere(
  db: Db,
  site: AssetSite,
  hashes: readonly string[],
): Promise<{ hash: string; ref: string; url: string }[]> {
  const rows = await selectThere(db, site, hashes)
  return rows.flatMap(({ hash, remoteRef: ref, url }) => (ref === null || url === null ? [] : [{ hash, ref, url }]))
}

function selectThere(db: Db, { projectId, siteKey }: AssetSite, hashes: readonly string[]) {
  return db
    .selectFrom('siteAssets')
    .select(['hash', 'remoteId', 'remoteRef', 'url'])
    .where('projectId', '=', projectId)
    .where('siteKey', '=', siteKey)
    .where('state', '=', 'there')
    .where('hash', '=', sql<string>`any(${hashes}::text[])`)
    .execute()
}
