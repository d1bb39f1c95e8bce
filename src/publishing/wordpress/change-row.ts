import { readPosts } from '../../connectors/wordpress/read-posts.ts'
import { removePost, updatePost } from '../../connectors/wordpress/write-posts.ts'
import { HubError, toHubError } from '../../errors/hub-error.ts'
import { type ClaimedPublication, settlePublications } from '../../store/publication-leases.ts'
import type { PublicationAction } from '../../store/publications.ts'
import type { PressDeps } from '../deps.ts'
import { publishOptions } from '../options.ts'
import { giveUp } from '../settlements.ts'
import { type LoneWrite, writeAlone } from '../write-alone.ts'
import { otherPost } from './conflict.ts'
import { isStranger } from './is-stranger.ts'
import type { PublishingSite } from './publishing-site.ts'
import { removedOf, stateOf, statusOf } from './receipt.ts'
import { isDue, lookAtScheduled, wakeOf } from './schedule.ts'

type Change = (
  deps: PressDeps,
  site: PublishingSite,
  row: ClaimedPublication,
  id: number,
  notAfter: number,
) => ReturnType<LoneWrite['send']>

const setStatus =
  (status: (row: ClaimedPublication) => string): Change =>
  async (deps, site, row, id, notAfter) => {
    const type = row.remoteType ?? 'post'
    const post = await updatePost(site.open, { type, id, fields: { status: status(row) } }, { notAfter })
    return { state: stateOf(post.status), result: 'updated', remote: statusOf(post, row), ...wakeOf(post, deps.timing) }
  }

const remove =
  (force: boolean): Change =>
  async (_, site, row, id, notAfter) => {
    const type = row.remoteType ?? 'post'
    await removePost(site.open, { type, id, force }, { notAfter }).catch((error: unknown) => {
      if (!(error instanceof HubError) || error.code !== 'rest_trash_not_supported') throw error
      const { code, evidence } = error
      const fix = 'Delete the post for ever instead, or unpublish it.'
      throw new HubError(code, 'The site has no trash', { cause: error, evidence, fix })
    })
    const remote = removedOf(row)
    return force
      ? { state: 'gone', result: 'removed', remote }
      : { state: 'trashed', result: 'removed', remote: { ...remote, id, status: 'trash' } }
  }

/** What is done with a post that is there, besides publishing it. */
const changes: Readonly<Record<Exclude<PublicationAction, 'publish'>, Change>> = {
  unpublish: setStatus(() => 'draft'),
  restore: setStatus(({ options }) => publishOptions.parse(options).status ?? 'draft'),
  trash: remove(false),
  delete: remove(true),
}

/** Unpublishes, trashes, restores or deletes the post of a claimed row. */
export async function changeRow(deps: PressDeps, site: PublishingSite, row: ClaimedPublication): Promise<void> {
  if (isDue(row)) return lookAtScheduled(deps, site, [row])
  const { action, remoteId } = row
  if (action === 'publish' || remoteId === null) throw new HubError('internal', 'There is no post to change')
  const type = row.remoteType ?? 'post'
  const post = await readPosts(site.open, type, [remoteId]).catch(toHubError)
  if (post instanceof HubError) return void (await settlePublications(deps.store.db, [giveUp(deps.timing, row, post)]))
  const there = post.get(remoteId)
  if (there !== undefined && isStranger(row, there, null)) {
    const [code, message, fix] = otherPost
    const { id, epoch, wantedHash: claimedHash } = row
    const error = { code, message, fix, modified: there.modified }
    await settlePublications(deps.store.db, [{ id, epoch, claimedHash, done: false, state: 'conflict', error }])
    return
  }
  await writeAlone(deps, {
    row,
    request: { kind: action, type },
    send: (notAfter) => changes[action](deps, site, row, remoteId, notAfter),
  })
}
