import { typeOf } from '../../connectors/wordpress/open-site.ts'
import { readPosts } from '../../connectors/wordpress/read-posts.ts'
import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import type { PostFields } from '../../connectors/wordpress/write-posts.ts'
import { mayPass } from '../../connectors/write-fate.ts'
import { toHubError } from '../../errors/hub-error.ts'
import {
  type ClaimedPublication,
  renewLeases,
  type Settlement,
  settlePublications,
} from '../../store/publication-leases.ts'
import { doubtSiteAssets } from '../../store/site-assets.ts'
import { forgetSiteTerms } from '../../store/site-terms.ts'
import type { PressDeps } from '../deps.ts'
import type { Pace } from '../pace.ts'
import { giveUp, postponement } from '../settlements.ts'
import { adoptFound } from './adopt.ts'
import { composeWork, type KnownTerms, provideTerms } from './compose-work.ts'
import { checkRemote, otherPost } from './conflict.ts'
import { loadWork, type Work } from './load-work.ts'
import type { PublishingSite } from './publishing-site.ts'
import { isDue, lookAtScheduled } from './schedule.ts'
import { type Ready, sendWrites } from './send.ts'

/** Largest body of a batch, in bytes: some hosts take no more than a megabyte. */
const largestBatch = 512 * 1024

/** Brings claimed rows that are to be published onto the site; each fails or waits for itself. */
export async function publishRows(
  deps: PressDeps,
  site: PublishingSite,
  pace: Pace,
  rows: readonly ClaimedPublication[],
): Promise<void> {
  const { db } = deps.store
  const [due, others] = [rows.filter(isDue), rows.filter((row) => !isDue(row))]
  if (due.length > 0) await lookAtScheduled(deps, site, due)
  const loaded = await loadWork(db, site, others)
  const settlements: Settlement[] = [...loaded.failed]
  const ready: Ready[] = []
  let { works } = loaded
  try {
    const found = await adoptFound(deps, site, works)
    settlements.push(...found.settlements)
    works = found.works
    const terms = await provideTerms(deps, site, works)
    const remotes = await readRemotes(site, works)
    for (const work of works) {
      try {
        const outcome = await prepare(deps, site, work, { terms, remotes })
        if ('epoch' in outcome) settlements.push(outcome)
        else ready.push(outcome)
      } catch (error) {
        settlements.push(giveUp(deps.timing, work.row, error))
      }
    }
  } catch (error) {
    const prepared = new Set([...ready.map(({ work }) => work.row.id), ...settlements.map(({ id }) => id)])
    // Refused for what one of them holds, perhaps: each is tried alone before it fails.
    const isShared = works.length > 1 && !mayPass(toHubError(error))
    const settle = (row: ClaimedPublication): Settlement =>
      isShared ? { ...postponement(row, 0, error), alone: true } : giveUp(deps.timing, row, error)
    settlements.push(...works.filter(({ row }) => !prepared.has(row.id)).map(({ row }) => settle(row)))
  }
  if (settlements.some(isOtherPost)) {
    await forgetSiteTerms(db, site)
    await doubtSiteAssets(db, site)
  }
  await settlePublications(db, settlements)
  for (const part of partition(ready, site)) {
    if (part.length < ready.length)
      await renewLeases(
        db,
        part.map(({ work }) => work.row),
        deps.timing.leaseMs,
      )
    await sendWrites(deps, site, pace, part)
  }
}

/** The site was restored: ids of terms and images may be others' now, too. */
function isOtherPost({ error }: Settlement): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === otherPost[0]
}

interface Surroundings {
  readonly terms: KnownTerms
  readonly remotes: ReadonlyMap<number, StoredPost>
}

/** A write that is ready to be sent, or how the row goes on without one. */
async function prepare(
  deps: PressDeps,
  site: PublishingSite,
  work: Work,
  around: Surroundings,
): Promise<Ready | Settlement> {
  const { row, article, options, plan } = work
  typeOf(site.open, plan.type)
  const remote = row.remoteId === null ? undefined : around.remotes.get(row.remoteId)
  const checked = checkRemote(work, remote)
  if (checked !== null) return checked
  const composed = await composeWork(deps, site, work, around.terms)
  if (composed.kind === 'later') return postponement(row, composed.inMs, composed.error)
  const { fields, notes, drops, sent } = composed
  if (row.remoteId === null) {
    if (plan.method === 'marked' && carriesMark(fields.content, row.mark)) return { work, fields, notes, drops, sent }
    const draftSlug = draftSlugOf(row)
    return { work, fields: { ...fields, status: 'draft', slug: draftSlug }, notes, drops, sent, draftSlug }
  }
  // The slug of the first of two steps gives way to the article's own, or to the one that WordPress makes of the title.
  const slug = remote?.slug.startsWith(draftSlugOf(row)) === true ? { slug: fields.slug ?? '' } : {}
  const isHalfMade = row.doneHash === null && row.begun
  // An article that does not say its status keeps the one that the post has.
  const { status, ...others }: PostFields = { ...fields, ...slug }
  const keep = !isHalfMade && options.status === undefined && article.status === null && row.remoteStatus !== 'trash'
  return {
    work,
    fields: keep ? others : { ...others, ...(status === undefined ? {} : { status }) },
    notes,
    drops,
    sent,
    id: row.remoteId,
    revisions: remote?.revisions ?? null,
  }
}

/** What a draft is called until it is published by its id, so that it is found. */
function draftSlugOf({ mark }: Pick<ClaimedPublication, 'mark'>): string {
  return `pressroom-${mark}`
}

function carriesMark(content: unknown, mark: string): boolean {
  return typeof content === 'string' && content.includes(`"pressroom":"${mark}"`)
}

/** The posts to be changed as they are on the site now, together. */
async function readRemotes(site: PublishingSite, works: readonly Work[]): Promise<Map<number, StoredPost>> {
  const found = new Map<number, StoredPost>()
  const byType = Map.groupBy(
    works.filter(({ row }) => row.remoteId !== null && row.remoteHash !== null),
    ({ row, plan }) => row.remoteType ?? plan.type,
  )
  for (const [type, list] of byType) {
    const posts = await readPosts(
      site.open,
      type,
      list.flatMap(({ row }) => row.remoteId ?? []),
    )
    for (const [id, post] of posts) found.set(id, post)
  }
  return found
}

/** Writes that go together in one request. */
function partition(ready: readonly Ready[], site: PublishingSite): Ready[][] {
  const parts: Ready[][] = []
  let size = 0
  for (const write of ready) {
    const length = Buffer.byteLength(JSON.stringify(write.fields))
    const last = parts.at(-1)
    if (
      last === undefined ||
      site.open.facts.batch === null ||
      last.length >= site.open.facts.batch ||
      size + length > largestBatch
    ) {
      parts.push([write])
      size = length
    } else {
      last.push(write)
      size += length
    }
  }
  return parts
}
