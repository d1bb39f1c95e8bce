import { searchMarks } from '../../connectors/wordpress/find-posts.ts'
import { readPosts } from '../../connectors/wordpress/read-posts.ts'
import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import { HubError } from '../../errors/hub-error.ts'
import type { Settlement } from '../../store/publication-leases.ts'
import { listTakenRemotes } from '../../store/publications.ts'
import {
  findSiteMarks,
  forgetSiteMarks,
  keepSiteLook,
  keepSiteMarks,
  listMarksWanting,
  listNewTypes,
  listUnseenTypes,
  takeMarks,
} from '../../store/site-marks.ts'
import type { PressDeps } from '../deps.ts'
import { failure } from '../settlements.ts'
import { foundThere } from './conflict.ts'
import type { Work } from './load-work.ts'
import { printIn, printOf } from './mark-fields.ts'
import { type MarkedPost, matchPosts } from './match-posts.ts'
import type { PublishingSite } from './publishing-site.ts'
import { remoteOf, stateOf } from './receipt.ts'
import { wakeOf } from './schedule.ts'

/*
 * Posts of ours may be on a site already: from before the database was lost or restored from a backup, from a connection
 * that was removed, or from another hub with the same files. So each type of posts is looked through once for each
 * connection, before anything new goes there, and the marks that are found are kept: an article may be wanted much later.
 */

/** Looks through the types that the connection's new publications are for. */
export async function lookForNew(deps: PressDeps, site: PublishingSite): Promise<void> {
  await lookThrough(deps, site, await listNewTypes(deps.store.db, site.connectionId))
}

async function lookThrough({ store: { db } }: PressDeps, site: PublishingSite, types: Iterable<string>): Promise<void> {
  const { connectionId, open } = site
  for (const type of await listUnseenTypes(db, connectionId, types)) {
    if (!open.facts.types.has(type)) continue
    for await (const found of searchMarks(open, type))
      await keepSiteMarks(
        db,
        connectionId,
        found.map((mark) => ({ ...mark, type })),
      )
    await keepSiteLook(db, connectionId, type)
  }
}

/**
 * Of articles without a post, those whose post is there: with exactly what is wanted it is taken as published; with something
 * else it is a conflict, since nobody knows who wrote it, unless it is to be written over. The others go on as they are.
 */
export async function adoptFound(
  deps: PressDeps,
  site: PublishingSite,
  works: readonly Work[],
): Promise<{ readonly works: Work[]; readonly settlements: Settlement[] }> {
  const fresh = works.filter(({ row }) => row.remoteId === null)
  if (fresh.length > 0)
    await lookThrough(
      deps,
      site,
      fresh.map(({ plan }) => plan.type),
    )
  const marked = await readMarked(deps, site, fresh)
  const ids = marked.map(({ post }) => post.id)
  const taken = await listTakenRemotes(deps.store.db, site, ids)
  const wanting = await listMarksWanting(
    deps.store.db,
    site,
    marked.flatMap(({ print }) => print ?? []),
  )
  const { id: userId } = site.open.facts.user
  const posts = matchPosts(
    fresh.map(({ row, plan }) => ({ row, author: plan.author === null ? userId : null })),
    marked,
    { wanting, taken: await listTakenRemotes(deps.store.db, { siteKey: site.siteKey }, ids) },
  )
  const settlements: Settlement[] = []
  const others = works.flatMap((work): Work[] => {
    const found = work.row.remoteId === null ? posts.get(work.row.id) : undefined
    if (found === undefined) return [work]
    if (taken.has(found.post.id)) settlements.push(failure(work.row, isTaken(found.post)))
    else if (work.options.overwrite) return [{ ...work, row: { ...work.row, ...asRemote(found.post) } }]
    else settlements.push(settleFound(deps, work, found))
    return []
  })
  const moved = fresh.flatMap(({ row: { id, mark } }) => {
    const found = posts.get(id)
    return found === undefined || found.mark === mark ? [] : [{ id, mark: found.mark }]
  })
  await takeMarks(deps.store.db, moved)
  return { works: others, settlements }
}

/** The posts that carry the marks of these articles, or exactly what they want. */
async function readMarked(
  { store: { db } }: PressDeps,
  site: PublishingSite,
  works: readonly Work[],
): Promise<MarkedPost[]> {
  const found: MarkedPost[] = []
  const marks = works.map(({ row }) => row.mark)
  const prints = works.map(({ row }) => printOf(row.wantedHash))
  const known = await findSiteMarks(db, site.connectionId, { marks, prints })
  const byType = Map.groupBy(
    known.filter(({ type }) => site.open.facts.types.has(type)),
    ({ type }) => type,
  )
  const gone: string[] = []
  for (const [type, list] of byType) {
    const posts = await readPosts(
      site.open,
      type,
      list.map(({ remoteId }) => remoteId),
    )
    for (const { mark, remoteId } of list) {
      const post = posts.get(remoteId)
      if (post?.content.includes(`"pressroom":"${mark}"`) !== true) gone.push(mark)
      else found.push({ mark, print: printIn(post.content, mark), post })
    }
  }
  await forgetSiteMarks(db, site.connectionId, gone)
  return found
}

function settleFound({ timing }: PressDeps, { row }: Work, { post, print }: MarkedPost): Settlement {
  const base = {
    id: row.id,
    epoch: row.epoch,
    claimedHash: row.wantedHash,
    remote: remoteOf(post),
    ...wakeOf(post, timing),
  }
  if (print === printOf(row.wantedHash) && post.status !== 'trash')
    return { ...base, state: stateOf(post.status), done: true, result: 'unchanged' }
  const [code, message, fix] = foundThere(post)
  const error = { code, message, fix, modified: post.modified }
  return { ...base, state: 'conflict', done: false, result: 'unchanged', rest: stateOf(post.status), error }
}

/** The row as it is when the post is known to be its own. */
function asRemote(post: StoredPost): Partial<Work['row']> {
  const { type, id, url, status, hash } = remoteOf(post)
  return { remoteType: type, remoteId: id, remoteUrl: url, remoteStatus: status, remoteHash: hash }
}

function isTaken({ link }: StoredPost): HubError {
  return new HubError('already_exists', `The article's post ${link} belongs to another article here`, {
    fix: 'It was imported from the site, it seems: publish that article, or delete its post first.',
  })
}
