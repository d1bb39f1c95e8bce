import { fateOf, mayPass } from '../connectors/wordpress/write-fate.ts'
import { removePost, updatePost } from '../connectors/wordpress/write-posts.ts'
import { HubError, toHubError } from '../errors/hub-error.ts'
import {
  type ClaimedPublication,
  recordSends,
  type Settlement,
  settlePublications,
} from '../store/publication-leases.ts'
import type { PublicationAction } from '../store/publications.ts'
import type { PublishingDeps } from './deps.ts'
import { describeError } from './describe-error.ts'
import { failure, postponement } from './load-work.ts'
import { publishOptions } from './options.ts'
import { remoteOf, stateOf } from './receipt.ts'
import type { PublishingSite } from './site-access.ts'
import { mostAttempts, retryAfter } from './timing.ts'

type Change = (
  deps: PublishingDeps,
  site: PublishingSite,
  row: ClaimedPublication,
  id: number,
  notAfter: number,
) => Promise<Partial<Settlement>>

const setStatus =
  (status: (row: ClaimedPublication) => string): Change =>
  async (_, site, row, id, notAfter) => {
    const type = row.remoteType ?? 'post'
    const post = await updatePost(site.open, { type, id, fields: { status: status(row) } }, { notAfter })
    return { state: stateOf(post.status), result: 'updated', remote: remoteOf(post) }
  }

const remove =
  (force: boolean): Change =>
  async (_, site, row, id, notAfter) => {
    const type = row.remoteType ?? 'post'
    await removePost(site.open, { type, id, force }, { notAfter })
    const remote = {
      type,
      id: force ? null : id,
      url: row.remoteUrl,
      status: force ? null : 'trash',
      modified: row.remoteModified,
      hash: row.remoteHash,
    }
    return { state: force ? 'gone' : 'trashed', result: 'removed', remote }
  }

/** What is done with a post that is there, besides publishing it. */
const changes: Readonly<Record<Exclude<PublicationAction, 'publish'>, Change>> = {
  unpublish: setStatus(() => 'draft'),
  restore: setStatus(({ options }) => publishOptions.parse(options).status ?? 'draft'),
  trash: remove(false),
  delete: remove(true),
}

/** Unpublishes, trashes, restores or deletes the post of a claimed row. */
export async function changeRow(deps: PublishingDeps, site: PublishingSite, row: ClaimedPublication): Promise<void> {
  if (row.action === 'publish') throw new HubError('internal', 'Publishing goes another way')
  const { db } = deps.store
  const { id, epoch, wantedHash } = row
  if (row.remoteId === null) {
    const isDone = row.action === 'delete' || row.action === 'trash'
    const nothing = new HubError('not_found', 'The article is not on this site')
    await settlePublications(db, [
      isDone
        ? { id, epoch, claimedHash: wantedHash, state: 'gone', done: true, result: 'unchanged' }
        : failure(row, nothing),
    ])
    return
  }
  const notAfter = Date.now() + deps.timing.deadlineMs
  const request = { kind: row.action, hash: wantedHash, type: row.remoteType ?? 'post' }
  if (!(await recordSends(db, [{ id, epoch, request }], { ...deps.timing, knownId: null })).has(id)) return
  let settlement: Settlement
  try {
    const changed = await changes[row.action](deps, site, row, row.remoteId, notAfter)
    settlement = { id, epoch, claimedHash: wantedHash, done: true, state: 'draft', requests: 1, ...changed }
  } catch (thrown) {
    settlement = refusal(deps, row, toHubError(thrown))
  }
  await settlePublications(db, [settlement])
}

function refusal({ timing }: PublishingDeps, row: ClaimedPublication, error: HubError): Settlement {
  const { id, epoch, wantedHash: claimedHash } = row
  if (error.code === 'rest_post_invalid_id' && row.action === 'delete')
    return { id, epoch, claimedHash, state: 'gone', done: true, result: 'unchanged' }
  const fate = fateOf(error)
  if (fate === 'unknown')
    return { id, epoch, claimedHash, state: 'unknown', done: false, error: describeError(error), requests: 1 }
  return mayPass(error) && row.attempts + 1 < mostAttempts
    ? { ...postponement(row, retryAfter(timing, row.attempts), error), requests: 1 }
    : failure(row, error, 1)
}
