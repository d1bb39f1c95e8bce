import { findPosts, findPostsBySlug } from '../../connectors/wordpress/find-posts.ts'
import { readPosts } from '../../connectors/wordpress/read-posts.ts'
import { hashStoredPost, type StoredPost } from '../../connectors/wordpress/stored-post.ts'
import { verifyPost } from '../../connectors/wordpress/verify-post.ts'
import { type ClaimedPublication, type Settlement, settlePublications } from '../../store/publication-leases.ts'
import type { PublicationAction, WriteError } from '../../store/publications.ts'
import type { PressDeps } from '../deps.ts'
import type { KeptError } from '../describe-error.ts'
import { describeWriteError, notSeen, unseen } from '../settlements.ts'
import { type PublishTiming, retryAfter } from '../timing.ts'
import { composeWork, provideTerms } from './compose-work.ts'
import { loadWork } from './load-work.ts'
import { carriesVersion } from './mark-fields.ts'
import type { PublishingSite } from './publishing-site.ts'
import { isPlainHtml, remoteOf, removedOf, stateOf, statusOf, writeReceipt } from './receipt.ts'
import { wakeOf } from './schedule.ts'

/**
 * Finds out what became of writes that were not answered, many in one look.
 *
 * A post that was to be made is looked for by its mark (or a draft by its slug) among all that is newer than what was known
 * before. Seen: it is ours. Not seen: `notSeen` says when to look again, since PHP may go on and copies of the database may
 * lag behind, and when it was never made. A change is seen by the version that the post carries.
 */
export async function reconcile(
  deps: PressDeps,
  site: PublishingSite,
  rows: readonly ClaimedPublication[],
): Promise<void> {
  const byKind = Map.groupBy(rows, ({ request }) => `${request?.kind} ${request?.type} ${request?.slug === undefined}`)
  for (const group of byKind.values()) {
    try {
      const request = group[0]?.request
      const settlements =
        request?.kind === 'create' ? await findCreated(deps, site, group) : await lookAtChanged(deps, site, group)
      await settlePublications(deps.store.db, settlements)
    } catch (error) {
      await settlePublications(
        deps.store.db,
        group.map((row) => unseen(deps.timing, row, error)),
      )
    }
  }
}

async function findCreated(
  deps: PressDeps,
  site: PublishingSite,
  rows: readonly ClaimedPublication[],
): Promise<Settlement[]> {
  const found = await findCandidates(site, rows)
  for (const [id, posts] of await findBelow(
    site,
    rows.filter((row) => !found.get(row.id)?.some(isSent(row)) && row.emptyFinds >= 1 && row.isOver === true),
  ))
    found.set(id, posts)
  const settlements: Settlement[] = []
  for (const row of rows) {
    const posts = found.get(row.id) ?? []
    const post = posts.find(isSent(row))
    const more = posts.filter((other) => other !== post)
    if (post !== undefined)
      settlements.push(
        await accept(
          deps,
          site,
          row,
          post,
          more.map(({ id }) => id),
        ),
      )
    else settlements.push(notSeen(deps.timing, row, true))
  }
  return settlements
}

/** Whether a post is what was sent, and not a copy that somebody made of an older version, with our mark in it. */
function isSent({ mark, request }: ClaimedPublication): (post: StoredPost) => boolean {
  return ({ content }) => request?.slug !== undefined || carriesVersion(content, mark, request?.hash ?? '')
}

/** By row: posts with its mark or slug, the oldest first. */
async function findCandidates(
  site: PublishingSite,
  rows: readonly ClaimedPublication[],
): Promise<Map<string, StoredPost[]>> {
  const type = rows[0]?.request?.type ?? 'post'
  const slugs = rows.flatMap(({ request }) => request?.slug ?? [])
  if (slugs.length > 0) {
    const posts = await findPostsBySlug(site.open, type, slugs)
    return new Map(
      rows.map((row) => [
        row.id,
        posts.filter(({ slug }) => slug === row.request?.slug || slug === `${row.request?.slug}__trashed`),
      ]),
    )
  }
  const known = rows.map(({ knownId }) => knownId)
  const since = known.includes(null) ? null : Math.min(...known.map(Number))
  const posts = await findPosts(site.open, { keys: rows.map(({ mark }) => mark), type, since })
  return new Map(rows.map((row) => [row.id, (posts.get(row.mark) ?? []).filter(({ id }) => id > (row.knownId ?? 0))]))
}

/**
 * Before rows are taken for never made: a site that was restored from an older backup gives ids a second time, so that a new
 * post is below the highest that was known. Where that one is no longer there, the marks are searched for, whatever the ids.
 */
async function findBelow(
  site: PublishingSite,
  rows: readonly ClaimedPublication[],
): Promise<ReadonlyMap<string, StoredPost[]>> {
  const known = rows.flatMap(({ knownId, request }) => (request?.slug === undefined ? (knownId ?? []) : []))
  if (known.length === 0) return new Map()
  const type = rows[0]?.request?.type ?? 'post'
  const highest = Math.max(...known)
  if ((await readPosts(site.open, type, [highest])).has(highest)) return new Map()
  const posts = await findPosts(site.open, { keys: rows.map(({ mark }) => mark), type, since: null })
  return new Map(
    rows.map((row) => [
      row.id,
      (posts.get(row.mark) ?? []).filter(
        ({ content, status }) => status !== 'trash' && carriesVersion(content, row.mark, row.request?.hash ?? ''),
      ),
    ]),
  )
}

/**
 * The post is there: settled as if it had been answered. WordPress inserts a post first, and then sets its image, terms and
 * custom fields; where it ended in between, the post is ours, and an update brings the rest. Where WordPress refused a part, it
 * has failed, and what is there is remembered: it is ours, and the next try changes it.
 */
async function accept(
  deps: PressDeps,
  site: PublishingSite,
  row: ClaimedPublication,
  post: StoredPost,
  duplicates: readonly number[],
): Promise<Settlement> {
  const claimedHash = row.request?.hash ?? row.wantedHash
  const isMade = row.request?.kind === 'create' || row.result === 'created'
  const base = {
    ...{ id: row.id, epoch: row.epoch, claimedHash, remote: remoteOf(post), requests: 1 },
    ...(isMade ? { result: 'created' as const } : {}),
  }
  const again = { inMs: row.attempts > 1 ? retryAfter(deps.timing, row.attempts) : 0 }
  const refused = row.request?.error?.isRefusal === true ? row.request.error : null
  const unfinished: Settlement =
    refused === null
      ? { ...base, state: 'planned', done: false, again }
      : { ...base, state: 'failed', done: false, error: describePart(refused) }
  // The first of two steps; or something else is wanted meanwhile: there will be another write, with a receipt of its own.
  if (row.request?.slug !== undefined || row.wantedHash !== claimedHash) return unfinished
  const [work] = (await loadWork(deps.store.db, site, [row])).works
  if (work === undefined) return unfinished
  const composed = await composeWork(deps, site, work, await provideTerms(deps, site, [work])).catch(() => null)
  if (composed === null || composed.kind === 'later') return unfinished
  const receipt = writeReceipt(work.plan, composed, post, { duplicates })
  if (verifyPost(composed.fields, post).some(({ field }) => isSetAfterwards(field, post))) return unfinished
  const settled = { state: stateOf(post.status), receipt, sent: composed.sent, ...wakeOf(post, deps.timing) }
  return { result: 'updated', ...base, ...settled, done: true }
}

/** Sent again, it would be refused again: a person has to change something. */
function describePart(error: WriteError): KeptError {
  return describeWriteError({ ...error, message: `It is on the site, but not all of it. ${error.message}` })
}

function isSetAfterwards(field: string, post: StoredPost): boolean {
  return (
    field === 'featured_media' ||
    field === 'template' ||
    field in post.terms ||
    field in post.extra ||
    field.startsWith('meta.')
  )
}

async function lookAtChanged(
  deps: PressDeps,
  site: PublishingSite,
  rows: readonly ClaimedPublication[],
): Promise<Settlement[]> {
  const type = rows[0]?.request?.type ?? 'post'
  const posts = await readPosts(
    site.open,
    type,
    rows.flatMap(({ remoteId }) => remoteId ?? []),
  )
  const settlements: Settlement[] = []
  for (const row of rows) {
    const post = posts.get(row.remoteId ?? 0)
    const { kind = 'update', hash = '' } = row.request ?? {}
    if (kind !== 'update' && kind !== 'create' && isDone[kind](post))
      settlements.push(settleChange(deps.timing, row, post))
    else if (
      kind === 'update' &&
      post !== undefined &&
      carriesVersion(post.content, row.mark, hash) &&
      (row.request?.error?.isRefusal === true || !isAsBefore(row, post))
    )
      settlements.push(await accept(deps, site, row, post, []))
    else {
      const settled = notSeen(deps.timing, row, false)
      settlements.push(
        settled.state !== 'unknown' && post !== undefined ? { ...settled, ...adopt(row, post) } : settled,
      )
    }
  }
  return settlements
}

/** The words may have been the same before (taken away, and published again): as long as its status is too, nothing was done. */
function isAsBefore({ remoteHash, remoteStatus }: ClaimedPublication, post: StoredPost): boolean {
  return post.status === remoteStatus && hashStoredPost(post) === remoteHash
}

/** Plain HTML carries no version: what the site has now may be our change, so the next write must not take it for somebody else's. */
function adopt(row: ClaimedPublication, post: StoredPost): Partial<Settlement> {
  const isOurs = isPlainHtml(row) && !post.content.includes('"pressroom":')
  return isOurs && hashStoredPost(post) !== row.remoteHash ? { remote: remoteOf(post) } : {}
}

/** How a change of a post that is no publishing shows. */
const isDone: Readonly<Record<Exclude<PublicationAction, 'publish'>, (post: StoredPost | undefined) => boolean>> = {
  unpublish: (post) => post?.status === 'draft',
  restore: (post) => post !== undefined && post.status !== 'trash',
  trash: (post) => post === undefined || post.status === 'trash',
  delete: (post) => post === undefined,
}

function settleChange(timing: PublishTiming, row: ClaimedPublication, post: StoredPost | undefined): Settlement {
  const base = {
    id: row.id,
    epoch: row.epoch,
    claimedHash: row.request?.hash ?? row.wantedHash,
    done: true,
    requests: 1,
  }
  if (post === undefined) return { ...base, state: 'gone', result: 'removed', remote: removedOf(row) }
  return {
    ...base,
    state: stateOf(post.status),
    result: post.status === 'trash' ? 'removed' : 'updated',
    remote: statusOf(post, row),
    ...wakeOf(post, timing),
  }
}
