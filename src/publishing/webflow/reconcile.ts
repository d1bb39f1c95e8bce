import { itemState, printOf } from '../../connectors/webflow/articles/item-content.ts'
import { findItem, findNamesakes, type Item, readItem } from '../../connectors/webflow/write-items.ts'
import { type ClaimedPublication, type Settlement, settlePublications } from '../../store/publication-leases.ts'
import { listRemoteRefs } from '../../store/publications.ts'
import { listReservedSlugs } from '../../store/remote-slugs.ts'
import type { PressDeps } from '../deps.ts'
import { notSeen, unseen } from '../settlements.ts'
import { composeWork } from './compose.ts'
import { loadWork } from './publish-row.ts'
import { placedOf, remoteOf, stateOf, wakeOf, writeReceipt } from './receipt.ts'
import type { WebflowPressSite } from './work.ts'

/**
 * Finds out what became of writes that were not answered.
 *
 * An item that was to be made is looked for under the slugs that were kept for it: no other article of ours has those, and
 * one of somebody else has another content (`print`). A slug that Webflow gave a suffix is found by the name. A change is
 * seen by the content too; what was asked of an item's place (live, gone) is seen by it.
 */
export async function reconcile(
  deps: PressDeps,
  site: WebflowPressSite,
  rows: readonly ClaimedPublication[],
): Promise<void> {
  for (const row of rows) {
    try {
      await settlePublications(deps.store.db, [await lookAt(deps, site, row)])
    } catch (error) {
      await settlePublications(deps.store.db, [unseen(deps.timing, row, error)])
    }
  }
}

async function lookAt(deps: PressDeps, site: WebflowPressSite, row: ClaimedPublication): Promise<Settlement> {
  const { kind = 'update', type = '', hash = row.wantedHash, print } = row.request ?? {}
  const base = { id: row.id, epoch: row.epoch, claimedHash: hash, requests: 1 }
  if (kind === 'create') {
    const item = await findCreated(deps, site, row)
    return item === null ? notSeen(deps.timing, row, true) : accept(deps, site, row, item)
  }
  const item = row.remoteRef === null ? null : await readItem(site.open, { collection: type, item: row.remoteRef })
  if (kind === 'delete') {
    if (item !== null) return notSeen(deps.timing, row, false)
    const remote = { type, id: null, ref: null, url: null, status: null, modified: null, hash: null }
    return { ...base, state: 'gone', done: true, result: 'removed', remote }
  }
  if (item === null) return notSeen(deps.timing, row, false)
  if (kind === 'unpublish') {
    if (item.lastPublished !== null) return notSeen(deps.timing, row, false)
    return { ...base, state: 'draft', done: true, result: 'updated', remote: placedOf(site, type, item, row) }
  }
  const fields = site.open.facts.collections.find(({ id }) => id === type)?.fields ?? []
  // Without a print, it was only to be shown.
  const isOurs = print === undefined ? itemState(item) === 'live' : printOf(fields, item.fieldData) === print
  return isOurs && item.lastUpdated !== row.remoteModified
    ? accept(deps, site, row, item)
    : notSeen(deps.timing, row, false)
}

/** The item that this row made, if it is there. */
async function findCreated(deps: PressDeps, site: WebflowPressSite, row: ClaimedPublication): Promise<Item | null> {
  const { type = '', print = '' } = row.request ?? {}
  const collection = site.open.facts.collections.find(({ id }) => id === type)
  if (collection === undefined) return null
  const where = { collection: type }
  const isOurs = (item: Item): boolean => printOf(collection.fields, item.fieldData) === print
  const seen: Item[] = []
  const slugs = await listReservedSlugs(deps.store.db, row.id, type)
  for (const slug of slugs) {
    const item = await findItem(site.open, where, slug)
    if (item !== null && isOurs(item)) seen.push(item)
  }
  if (seen.length === 0) {
    const [work] = [await loadWork(deps, site, row).catch(() => null)]
    const name = work?.article.title ?? ''
    const namesakes = name === '' ? [] : await findNamesakes(site.open, where, name)
    seen.push(...namesakes.filter((item) => slugs.some((slug) => item.slug.startsWith(`${slug}-`)) && isOurs(item)))
  }
  const owned = await listRemoteRefs(
    deps.store.db,
    site,
    seen.map(({ id }) => id),
  )
  return seen.find(({ id }) => !owned.has(id)) ?? null
}

/** The item is there: settled as if it had been answered; where it is not all that is wanted, the row goes on. */
async function accept(
  deps: PressDeps,
  site: WebflowPressSite,
  row: ClaimedPublication,
  item: Item,
): Promise<Settlement> {
  const { type = '', hash: claimedHash = row.wantedHash, print } = row.request ?? {}
  const remote = print === undefined ? placedOf(site, type, item, row) : remoteOf(site, type, item)
  const isMade = row.request?.kind === 'create' || row.result === 'created'
  const result = isMade ? ('created' as const) : ('updated' as const)
  const base = { id: row.id, epoch: row.epoch, claimedHash, remote, requests: 1, result }
  const unfinished: Settlement = { ...base, state: 'planned', done: false }
  if (row.wantedHash !== claimedHash) return unfinished
  const work = await loadWork(deps, site, row)
  if (work === null) return unfinished
  if (work.plan.state === 'live' && itemState(item) !== 'live') return unfinished
  const composed = await composeWork(deps, site, work).catch(() => null)
  if (composed === null || composed.kind === 'later') return unfinished
  const receipt = writeReceipt(work.plan, composed, composed.fields, item)
  return { ...base, state: stateOf(item, work.plan), done: true, receipt, ...wakeOf(work.plan) }
}
