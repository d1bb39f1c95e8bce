import type { ComposedItem } from '../../connectors/webflow/articles/compose-item.ts'
import { isSlugTaken, itemState, printOf } from '../../connectors/webflow/articles/item-content.ts'
import {
  createItem,
  type FieldData,
  findItem,
  type Item,
  publishItems,
  readItem,
  updateItem,
} from '../../connectors/webflow/write-items.ts'
import { HubError } from '../../errors/hub-error.ts'
import { type ClaimedPublication, renewLeases, settlePublications } from '../../store/publication-leases.ts'
import { listRemoteRefs } from '../../store/publications.ts'
import { reserveSlug } from '../../store/remote-slugs.ts'
import type { PressDeps } from '../deps.ts'
import { loadArticles } from '../load-articles.ts'
import { giveUp, postponement } from '../settlements.ts'
import { type LoneWrite, writeAlone } from '../write-alone.ts'
import { composeWork } from './compose.ts'
import { checkItem } from './conflict.ts'
import { placedOf, remoteOf, stateOf, wakeOf, writeReceipt } from './receipt.ts'
import { planWork, type WebflowPressSite, type WebflowWork } from './work.ts'

type Sent = Awaited<ReturnType<LoneWrite['send']>>

/**
 * Brings an article into its collection. A new item is one request, with its final state. One that is there is looked at
 * first: as we left it, it is changed; already as wanted (its time has come, say), it only goes live.
 */
export async function publishRow(deps: PressDeps, site: WebflowPressSite, row: ClaimedPublication): Promise<void> {
  const { db } = deps.store
  try {
    const work = await loadWork(deps, site, row)
    if (work === null) return
    if (row.remoteRef === null) return await create(deps, site, work)
    const item = await readItem(site.open, placeOf(work, row.remoteRef))
    const conflict = row.doneHash === row.wantedHash && item !== null ? null : checkItem(work, item)
    if (conflict !== null || item === null)
      return void (await settlePublications(db, conflict === null ? [] : [conflict]))
    if (row.doneHash === row.wantedHash) await show(deps, site, work, item)
    else await update(deps, site, work, item)
  } catch (error) {
    await settlePublications(db, [giveUp(deps.timing, row, error)])
  }
}

/** The row with its article and its plan; null where it cannot be read, which is settled. */
export async function loadWork(
  { store: { db } }: PressDeps,
  site: WebflowPressSite,
  row: ClaimedPublication,
): Promise<WebflowWork | null> {
  const { works, failed } = await loadArticles(db, [row], (work) => ({
    ...work,
    plan: planWork(site.open.facts, { ...work, mark: row.mark }),
  }))
  await settlePublications(db, failed)
  return works[0] ?? null
}

async function create(deps: PressDeps, site: WebflowPressSite, work: WebflowWork): Promise<void> {
  const { row, plan } = work
  const composed = await prepare(deps, site, work)
  if (composed === null) return
  const collection = plan.target.collection
  const print = printOf(collection.fields, composed.fields)
  await writeAlone(deps, {
    row,
    request: { kind: 'create', type: collection.id, print },
    async send(notAfter) {
      const state = plan.state === 'scheduled' ? 'draft' : plan.state
      for (const slug of plan.slugs) {
        if (!(await reserveSlug(deps.store.db, { ...site, type: collection.id }, slug, row.id))) continue
        const fields = { ...composed.fields, slug }
        const item = await createItem(site.open, { collection: collection.id, fields, state }, { notAfter }).catch(
          async (error: unknown) => {
            if (!isSlugTaken(error)) throw error
            return findOwn(deps, site, work, slug, print)
          },
        )
        if (item !== null) return sent(site, work, composed, fields, item, 'created')
      }
      throw new HubError('already_exists', `The collection has items with the slugs ${plan.slugs.join(', ')} already`, {
        fix: 'Give the article another slug.',
        evidence: { status: 409, message: 'all slugs are taken' },
      })
    },
  })
}

/** The item under a slug that is taken, where it is this very article: from before the database was lost, say. */
async function findOwn(
  { store }: PressDeps,
  site: WebflowPressSite,
  { plan }: WebflowWork,
  slug: string,
  print: string,
): Promise<Item | null> {
  const { id, fields } = plan.target.collection
  const item = await findItem(site.open, { collection: id }, slug)
  if (item === null || printOf(fields, item.fieldData) !== print) return null
  return (await listRemoteRefs(store.db, site, [item.id])).has(item.id) ? null : item
}

async function update(deps: PressDeps, site: WebflowPressSite, work: WebflowWork, item: Item): Promise<void> {
  const { row, plan } = work
  const composed = await prepare(deps, site, work)
  if (composed === null) return
  const collection = plan.target.collection
  const slug = plan.slug !== null && !plan.slugs.includes(item.slug) ? { slug: plan.slug } : {}
  const fields = { ...composed.fields, ...slug }
  const print = printOf(collection.fields, composed.fields)
  await writeAlone(deps, {
    row,
    request: { kind: 'update', type: collection.id, print },
    async send(notAfter) {
      const isLive = item.lastPublished !== null && !item.isArchived
      const state = plan.state === 'queued' ? 'queued' : plan.state === 'live' && isLive ? 'live' : 'draft'
      const write = { ...placeOf(work, item.id), fields, state } as const
      const stored = await updateItem(site.open, write, { notAfter })
      const shown = plan.state === 'live' && !isLive ? await goLive(site, work, stored, notAfter) : stored
      return sent(site, work, composed, fields, shown, row.result === 'created' ? 'created' : 'updated')
    },
  })
}

/** What is there is as it is wanted: only whether people see it may have to change. */
async function show(deps: PressDeps, site: WebflowPressSite, work: WebflowWork, item: Item): Promise<void> {
  const { row, plan } = work
  const collection = plan.target.collection.id
  const at = { id: row.id, epoch: row.epoch, claimedHash: row.wantedHash, done: true, requests: 1 }
  if (plan.state !== 'live' || itemState(item) === 'live') {
    const remote = placedOf(site, collection, item, row)
    await settlePublications(deps.store.db, [{ ...at, state: stateOf(item, plan), remote, ...wakeOf(plan) }])
    return
  }
  // A live item shows no references to others that are not.
  if ((await prepare(deps, site, work)) === null) return
  await writeAlone(deps, {
    row,
    request: { kind: 'update', type: collection },
    async send(notAfter) {
      const shown = await goLive(site, work, item, notAfter)
      const result = row.result === 'created' ? 'created' : 'updated'
      return { state: stateOf(shown, plan), result, remote: placedOf(site, collection, shown, row) }
    },
  })
}

/** Puts a staged item on the live site. Throws what Webflow says of it. */
async function goLive(site: WebflowPressSite, work: WebflowWork, item: Item, notAfter: number): Promise<Item> {
  const { collection } = placeOf(work, item.id)
  const { published, errors } = await publishItems(site.open, { collection, items: [item.id] }, { notAfter })
  if (!published.includes(item.id)) {
    const said = errors.join('; ').slice(0, 500) || 'no reason given'
    throw new HubError('remote_refused', `Webflow did not publish the item: ${said}`, {
      fix: 'Publish the whole site once in Webflow, and try again.',
      evidence: { status: 409, message: said },
    })
  }
  return (await readItem(site.open, placeOf(work, item.id))) ?? item
}

function sent(
  site: WebflowPressSite,
  { plan }: WebflowWork,
  composed: ComposedItem,
  fields: FieldData,
  item: Item,
  result: 'created' | 'updated',
): Sent {
  return {
    state: stateOf(item, plan),
    result,
    remote: remoteOf(site, plan.target.collection.id, item),
    receipt: writeReceipt(plan, composed, fields, item),
    ...wakeOf(plan),
  }
}

/** Images and references, then the fields; null where the row waits, or is no longer ours. */
async function prepare(deps: PressDeps, site: WebflowPressSite, work: WebflowWork): Promise<ComposedItem | null> {
  const { db } = deps.store
  const composed = await composeWork(deps, site, work)
  if (composed.kind === 'later') {
    await settlePublications(db, [postponement(work.row, composed.inMs, composed.error)])
    return null
  }
  // It may have taken long: Webflow allows sixty requests a minute.
  return (await renewLeases(db, [work.row], deps.timing.leaseMs)).has(work.row.id) ? composed : null
}

function placeOf({ plan }: WebflowWork, item: string): { readonly collection: string; readonly item: string } {
  return { collection: plan.target.collection.id, item }
}
