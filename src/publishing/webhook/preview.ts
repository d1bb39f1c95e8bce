import type { ConnectionsDeps } from '../../connections/deps.ts'
import { articleSchema } from '../../content/article.ts'
import type { PreviewRequest } from '../press.ts'
import type { Preview } from '../preview.ts'
import { composeRow, dropsOf } from './compose-row.ts'

/** What publishing an article to an endpoint would do: one request, which says whether it was told of it before. */
export async function previewEvent(deps: ConnectionsDeps, asked: PreviewRequest): Promise<Preview> {
  const { connection, article: row, version, options, publication, wantedHash } = asked
  const article = articleSchema.parse(version.body)
  const isThere = publication?.remoteRef != null && publication.state !== 'gone'
  const type = isThere ? 'article.updated' : 'article.published'
  const { projectId } = connection
  const request = {
    type,
    at: new Date(),
    projectId,
    articleId: row.id,
    article,
    assets: version.assets,
    options,
  } as const
  const composed = await composeRow(deps.store.db, request)
  const base = { type: 'event', status: options.status ?? article.status ?? 'draft', dropped: dropsOf(composed) }
  if (isThere && publication.doneHash === wantedHash)
    return { ...base, result: 'unchanged', steps: [], requests: 0, notes: [] }
  const result = isThere ? 'update' : 'create'
  return { ...base, result, steps: [`send ${type}`], requests: 1, notes: composed.notes }
}
