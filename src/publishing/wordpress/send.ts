import { isRefusedLate } from '../../connectors/wordpress/refused-late.ts'
import { isForeignRefusal, refusesBlocks } from '../../connectors/wordpress/refuses-blocks.ts'
import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import {
  type BatchPost,
  type BatchResult,
  createPost,
  type PostFields,
  removePost,
  updatePost,
  writeBatch,
} from '../../connectors/wordpress/write-posts.ts'
import type { Note } from '../../content/note.ts'
import { HubError, toHubError } from '../../errors/hub-error.ts'
import { recordSends, type Settlement, settlePublications } from '../../store/publication-leases.ts'
import { getPublication, highestKnownId, type RecordedRequest } from '../../store/publications.ts'
import { forgetSiteTerms } from '../../store/site-terms.ts'
import type { PressDeps } from '../deps.ts'
import type { Drop } from '../drop.ts'
import type { Pace } from '../pace.ts'
import { doubt, failure, postponement, refusal } from '../settlements.ts'
import type { Work } from './load-work.ts'
import type { PublishingSite } from './publishing-site.ts'
import { remoteOf, stateOf, writeReceipt } from './receipt.ts'
import { wakeOf } from './schedule.ts'

/** A write that is ready to be sent. */
export interface Ready {
  readonly work: Work
  readonly fields: PostFields
  readonly notes: readonly Note[]
  readonly drops: readonly Drop[]
  /** The fields that are ours on the site when this is done. */
  readonly sent: readonly string[]
  /** The post to change; none for a new one. */
  readonly id?: number
  /** How many revisions it had before. */
  readonly revisions?: number | null
  /** This is the first of two steps: a draft under this slug. */
  readonly draftSlug?: string
}

/**
 * Sends writes, in one request where they are several, and settles their rows. Each is recorded first; what is no longer
 * ours by then is not sent, and nothing at all is sent past the deadline.
 */
export async function sendWrites(
  deps: PressDeps,
  site: PublishingSite,
  pace: Pace,
  all: readonly Ready[],
): Promise<void> {
  const { db } = deps.store
  const highest = await highestKnownId(db, site)
  const notAfter = Date.now() + deps.timing.deadlineMs
  const ours = await recordSends(db, all.map(recordOf), { ...deps.timing, knownId: highest })
  const writes = all.filter(({ work }) => ours.has(work.row.id))
  if (writes.length === 0) return
  const started = performance.now()
  const results = await sendAll(site, writes, notAfter)
  pace.answered({
    count: writes.length,
    ms: performance.now() - started,
    errors: results.flatMap((result) => ('error' in result ? [result.error] : [])),
  })
  const isFirewall = await noticeFirewall(site, writes, results)
  const settlements = writes.map((write, index) =>
    settlementOf(deps, write, results[index], { requests: index === 0 ? 1 : 0, refusesBlocks: isFirewall }),
  )
  const isForgetful = writes.some(({ fields }, index) => {
    const result = results[index]
    return result !== undefined && 'post' in result && lacksTerms(fields, result.post)
  })
  if (isForgetful) await forgetSiteTerms(db, site)
  const settled = await settlePublications(db, settlements)
  for (const [index, write] of writes.entries()) {
    const result = results[index]
    if (result !== undefined && 'post' in result && write.id === undefined && !settled.has(write.work.row.id))
      await takeBack(deps, site, write, result.post)
  }
}

function recordOf({ work: { row, plan }, id, draftSlug }: Ready): {
  id: string
  epoch: number
  request: RecordedRequest
} {
  const kind = id === undefined ? 'create' : 'update'
  const slug = draftSlug === undefined ? {} : { slug: draftSlug }
  return { id: row.id, epoch: row.epoch, request: { kind, hash: row.wantedHash, type: plan.type, ...slug } }
}

async function sendAll(site: PublishingSite, writes: readonly Ready[], notAfter: number): Promise<BatchResult[]> {
  const posts = writes.map(
    ({ work, fields, id }): BatchPost => ({ type: work.plan.type, fields, ...(id === undefined ? {} : { id }) }),
  )
  const [only, ...more] = posts
  try {
    if (only === undefined || more.length > 0) return await writeBatch(site.open, posts, { notAfter })
    const { id } = only
    const post =
      id === undefined
        ? await createPost(site.open, only, { notAfter })
        : await updatePost(site.open, { ...only, id }, { notAfter })
    return [{ post }]
  } catch (thrown) {
    const error = toHubError(thrown)
    return posts.map(() => ({ error }))
  }
}

function settlementOf(deps: PressDeps, write: Ready, result: BatchResult | undefined, seen: Seen): Settlement {
  const { row, plan } = write.work
  const { requests } = seen
  if (result === undefined || 'error' in result) return settleRefusal(deps, write, result?.error, seen)
  const { post } = result
  const base = { id: row.id, epoch: row.epoch, claimedHash: row.wantedHash, remote: remoteOf(post), requests }
  // Made for this wish, if in several steps.
  const said = write.id === undefined || row.result === 'created' ? 'created' : 'updated'
  if (write.draftSlug !== undefined) return { ...base, state: 'planned', done: false, result: said }
  // Terms that were remembered and are no longer there: they are looked up anew, once, and set.
  if (row.attempts === 0 && lacksTerms(write.fields, post))
    return { ...base, state: 'planned', done: false, result: said }
  const race = isRace(write.revisions, post.revisions)
  const receipt = writeReceipt(plan, write, post, { race })
  const landed = { ...base, done: true, result: said, receipt, sent: write.sent, ...wakeOf(post, deps.timing) } as const
  if (!race) return { ...landed, state: stateOf(post.status) }
  const error = {
    code: 'edited_meanwhile',
    message: 'Somebody saved the post at the same moment: their version is among the revisions',
    fix: 'Compare the revisions of the post on the site, and restore what is missing.',
  }
  return { ...landed, state: 'conflict', error, rest: stateOf(post.status) }
}

interface Seen {
  readonly requests: number
  readonly refusesBlocks: boolean
}

/** Where something in front of WordPress refused native blocks, asks whether that is its rule; if so, nothing of them arrived. */
async function noticeFirewall(
  site: PublishingSite,
  writes: readonly Ready[],
  results: readonly BatchResult[],
): Promise<boolean> {
  const refused = writes.find(({ work }, index) => {
    const result = results[index]
    return work.plan.format === 'blocks' && result !== undefined && 'error' in result && isForeignRefusal(result.error)
  })
  if (refused === undefined || !(await refusesBlocks(site.open, refused.work.plan.type))) return false
  site.refusesBlocks = true
  await site.rememberRefusesBlocks()
  return true
}

function blocksRefused(cause: HubError): HubError {
  return new HubError(
    'blocks_refused',
    'A firewall in front of the site takes native blocks (`<!-- wp:`) for an attack',
    {
      cause,
      fix: 'Ask the host to allow it for the REST API, or publish as plain HTML (format "html" or "auto").',
    },
  )
}

/** WordPress leaves out terms that it does not have, without a word. */
function lacksTerms(sent: PostFields, { terms }: StoredPost): boolean {
  return Object.entries(terms).some(([field, stored]) => {
    const wanted = sent[field]
    return Array.isArray(wanted) && wanted.some((id) => typeof id === 'number' && !stored.includes(id))
  })
}

/** Our own write adds at most one revision. */
function isRace(before: number | null | undefined, after: number | null): boolean {
  return typeof before === 'number' && typeof after === 'number' && after > before + 1
}

function settleRefusal(
  { timing }: PressDeps,
  write: Ready,
  error: HubError | undefined,
  { requests, refusesBlocks }: Seen,
): Settlement {
  const { row, options, plan } = write.work
  if (refusesBlocks && plan.format === 'blocks' && error !== undefined && isForeignRefusal(error))
    return options.format === 'auto'
      ? { ...postponement(row, 0), requests }
      : failure(row, blocksRefused(error), requests)
  // What it refused may be there all the same, without a part.
  if (error !== undefined && isRefusedLate(error)) return doubt(row, error, { isRefusal: true, requests })
  return refusal(timing, row, error, requests)
}

/** We were taken for dead, and our answer came all the same: where another post has taken our place, ours goes. */
async function takeBack(
  { store, log }: PressDeps,
  site: PublishingSite,
  { work }: Ready,
  post: StoredPost,
): Promise<void> {
  const now = await getPublication(store.db, work.row.projectId, work.row.id)
  if (now.remoteId === null || now.remoteId === post.id) return
  log.warn({ site: site.siteKey, id: post.id, kept: now.remoteId }, 'A post was made twice, and the second one deleted')
  await removePost(site.open, { type: post.type, id: post.id, force: true }).catch((error: unknown) =>
    log.error({ err: error }, 'It could not be deleted'),
  )
}
