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
  listNewTypes,
  listUnseenTypes,
} from '../../store/site-marks.ts'
import type { PressDeps } from '../deps.ts'
import { failure } from '../settlements.ts'
import { foundThere } from './conflict.ts'
import type { Work } from './load-work.ts'
import { carriesVersion } from './mark-fields.ts'
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
        [...found].map(([mark, remoteId]) => ({ mark, type, remoteId })),
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
  const posts = await readMarked(
    deps,
    site,
    fresh.map(({ row }) => row.mark),
  )
  const ids = [...posts.values()].map(({ id }) => id)
  const taken = await listTakenRemotes(deps.store.db, site, ids)
  const settlements: Settlement[] = []
  const others = works.flatMap((work): Work[] => {
    const post = work.row.remoteId === null ? posts.get(work.row.mark) : undefined
    if (post === undefined) return [work]
    if (taken.has(post.id)) settlements.push(failure(work.row, isTaken(post)))
    else if (work.options.overwrite) return [{ ...work, row: { ...work.row, ...asRemote(post) } }]
    else settlements.push(settleFound(deps, work, post))
    return []
  })
  return { works: others, settlements }
}

/** The posts that carry these marks still, by mark. */
async function readMarked(
  { store: { db } }: PressDeps,
  site: PublishingSite,
  marks: readonly string[],
): Promise<Map<string, StoredPost>> {
  const found = new Map<string, StoredPost>()
  const known = await findSiteMarks(db, site.connectionId, marks)
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
      if (post?.content.includes(`"pressroom":"${mark}"`) === true) found.set(mark, post)
      else gone.push(mark)
    }
  }
  await forgetSiteMarks(db, site.connectionId, gone)
  return found
}

function settleFound({ timing }: PressDeps, { row }: Work, post: StoredPost): Settlement {
  const base = {
    id: row.id,
    epoch: row.epoch,
    claimedHash: row.wantedHash,
    remote: remoteOf(post),
    ...wakeOf(post, timing),
  }
  if (carriesVersion(post.content, row.mark, row.wantedHash) && post.status !== 'trash')
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
