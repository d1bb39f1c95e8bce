import { HubError } from '../errors/hub-error.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { readArticleVersions } from '../store/articles.ts'
import type { Store } from '../store/open-store.ts'
import { type Publication, wantPublications } from '../store/publications.ts'
import { publishOptions, wantedHash } from './options.ts'
import { drainQueue } from './queue.ts'

/**
 * Gives what is scheduled, or public already, another time; everything else of it stays as it was wanted. A time to come
 * makes it scheduled, one that is past makes it public. A time that is still on its way to the site, or was refused, gives way
 * to this one. Throws `bad_input` for what has no time.
 */
export async function reschedulePublication(
  { store, jobs }: { readonly store: Store; readonly jobs: Jobs },
  row: Publication,
  at: Date,
  by: string,
): Promise<Publication> {
  if (!hasTime(row))
    throw new HubError('bad_input', `It is ${row.state}: only what is scheduled or live has a time`, {
      fix: 'Publish it first, with the status "future" and a date.',
    })
  const { projectId, articleId, connectionId, siteKey, mark, version } = row
  const [content] = await readArticleVersions(store.db, [{ articleId, version }])
  if (content === undefined)
    throw new HubError('not_found', `There is no version ${version} of the article ${articleId}`)
  const status = at.getTime() > Date.now() ? ('future' as const) : ('publish' as const)
  const date = { kind: 'instant' as const, utc: at.toISOString() }
  const options = { ...publishOptions.parse(row.options), status, date }
  const hash = wantedHash('publish', content.hash, options)
  const alone = Object.keys(content.assets).length > 0
  const wish = { projectId, articleId, connectionId, siteKey, mark, version, options, wantedHash: hash, alone }
  return store.transaction(async (tx) => {
    const [wanted] = await wantPublications(tx, [{ ...wish, action: 'publish', by }])
    await jobs.send(drainQueue, { connectionId }, { tx, key: connectionId })
    return wanted ?? row
  })
}

const timed: readonly unknown[] = ['scheduled', 'live']
const giveWay: readonly string[] = ['planned', 'sending', 'unknown', 'failed']

/** Whether it has a time at the site, or had one when the wish came that is not done yet. */
function hasTime({ state, action, previous }: Publication): boolean {
  return timed.includes(state) || (giveWay.includes(state) && action === 'publish' && timed.includes(previous?.state))
}
