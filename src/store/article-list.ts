import { sql } from 'kysely'
import { HubError } from '../errors/hub-error.ts'
import type { ArticleRow, ArticleState } from './articles.ts'
import type { Db } from './open-store.ts'
import { type Page, type PageRequest, readCursor, rowsFor, toPage } from './page.ts'

/** `created`: as they were made. `updated`: the newest change first. `title`: by the alphabet of the database. */
export const articleOrders = ['created', 'updated', 'title'] as const

export interface ArticleFilter {
  readonly projectId: string
  readonly state?: ArticleState | undefined
  /** Words that the title or the path has, in any case. */
  readonly search?: string | undefined
  readonly order?: (typeof articleOrders)[number] | undefined
}

/**
 * A page of the articles of a project. The cursor names the last article of a page, and for `updated` when that was changed,
 * so that one which is changed meanwhile is not shown twice. Throws `bad_input` for a cursor of another order.
 */
export async function listArticles(db: Db, filter: ArticleFilter, page: PageRequest = {}): Promise<Page<ArticleRow>> {
  const after = readCursor(page)
  let query = db.selectFrom('articles').selectAll().where('projectId', '=', filter.projectId)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  for (const word of (filter.search ?? '').split(/\s+/).filter((part) => part !== '')) {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((is) => is.or([is('title', 'ilike', pattern), is('path', 'ilike', pattern)]))
  }
  if (filter.order === 'updated') {
    // As exact as the moments that we read.
    const changed = sql<Date>`date_trunc('milliseconds', updated_at)`
    if (after !== null) {
      const [, time = '', id = ''] = /^(\d{1,15}):(\w+)$/.exec(after) ?? []
      if (id === '') throw new HubError('bad_input', 'The cursor is not valid')
      query = query.where(sql<boolean>`(${changed}, id) < (${new Date(Number(time))}::timestamptz, ${id})`)
    }
    const rows = await query.orderBy(changed, 'desc').orderBy('id', 'desc').limit(rowsFor(page)).execute()
    return toPage(rows, page, ({ id, updatedAt }) => `${updatedAt.getTime()}:${id}`)
  }
  if (filter.order === 'title') {
    const title = sql<string>`lower(title)`
    if (after !== null)
      query = query.where(
        sql<boolean>`(lower(title), id) > (select lower(last.title), last.id from articles last where last.id = ${after} and last.project_id = ${filter.projectId})`,
      )
    const rows = await query.orderBy(title).orderBy('id').limit(rowsFor(page)).execute()
    return toPage(rows, page, ({ id }) => id)
  }
  if (after !== null) query = query.where('id', '>', after)
  const rows = await query.orderBy('id').limit(rowsFor(page)).execute()
  return toPage(rows, page, ({ id }) => id)
}
