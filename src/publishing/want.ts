import { HubError } from '../errors/hub-error.ts'
import type { Jobs } from '../jobs/jobs.ts'
import { type ArticleRow, otherMarkIdentity, readArticleVersions } from '../store/articles.ts'
import type { Connection } from '../store/connections.ts'
import type { Store } from '../store/open-store.ts'
import { listMarkHolders, type Publication, type PublicationAction, wantPublications } from '../store/publications.ts'
import { readDefaults } from './defaults.ts'
import { markOf } from './mark.ts'
import { resolveOptions, wantedHash } from './options.ts'
import { pressOf } from './presses.ts'
import { drainQueue } from './queue.ts'

export interface Want {
  readonly articles: readonly ArticleRow[]
  readonly connections: readonly Connection[]
  readonly action: PublicationAction
  /** For this once, over the defaults of the project and of each connection. */
  readonly overrides?: unknown
  readonly by: string
}

/**
 * Writes down that these articles are wanted on these connections, and has the connections drained: all in one transaction.
 * What is there already as wanted stays as it is, with the result `unchanged`. Throws `bad_input` for options that are not
 * valid and for what a kind of connection cannot do, and `already_exists` for an article that is on the same site by another connection of the same account.
 */
export async function wantArticles(
  { store, jobs }: { readonly store: Store; readonly jobs: Jobs },
  want: Want,
): Promise<Publication[]> {
  const { connections, action, overrides, by } = want
  const articles = [...new Map(want.articles.map((article) => [article.id, article])).values()]
  const versions = await readArticleVersions(
    store.db,
    articles.map(({ id, version }) => ({ articleId: id, version })),
  )
  const withImages = new Set(
    versions.filter(({ assets }) => Object.keys(assets).length > 0).map(({ articleId }) => articleId),
  )
  const defaults = await readDefaults(store.db, connections)
  const marks = connections.flatMap(({ siteKey, account }) =>
    articles.map((article) => ({ siteKey, mark: markOf(article, account) })),
  )
  const holders = await listMarkHolders(store.db, articles[0]?.projectId ?? '', marks)
  const wishes = connections.flatMap((connection) => {
    const { actions } = pressOf(connection)
    if (!actions.has(action))
      throw new HubError(
        'bad_input',
        `"${connection.name}" is a ${connection.kind} connection, which has no "${action}"`,
        {
          fix: `Choose one of: ${[...actions].join(', ')}.`,
        },
      )
    const options = resolveOptions(connection.kind, defaults.get(connection.id) ?? [], overrides)
    return articles.map((article) => ({
      projectId: article.projectId,
      articleId: article.id,
      connectionId: connection.id,
      siteKey: connection.siteKey,
      mark: freeMark(article, connection, holders),
      action,
      version: article.version,
      options,
      wantedHash: wantedHash(action, article.hash, options),
      alone: action !== 'publish' || withImages.has(article.id),
      by,
    }))
  })
  return await store
    .transaction(async (tx) => {
      const rows: Publication[] = []
      for (let at = 0; at < wishes.length; at += 1000)
        rows.push(...(await wantPublications(tx, wishes.slice(at, at + 1000))))
      for (const { id } of connections) await jobs.send(drainQueue, { connectionId: id }, { tx, key: id })
      return rows
    })
    .catch((error: unknown) => {
      if (error instanceof Error && 'constraint' in error && error.constraint === 'publications_mark')
        throw alreadyThere(connections, 'detail' in error ? String(error.detail) : '')
      throw error
    })
}

/** The article's mark; another one where a post of another article has that, whose file lay at this place before. */
function freeMark(article: ArticleRow, { account, siteKey }: Connection, holders: ReadonlyMap<string, string>): string {
  const mark = markOf(article, account)
  const holder = holders.get(`${siteKey} ${mark}`) ?? article.id
  if (holder === article.id) return mark
  return markOf({ ...article, markIdentity: otherMarkIdentity(article.identity, article.id) }, account)
}

/** @param detail the database's own words, which name the site */
function alreadyThere(connections: readonly Connection[], detail: string): HubError {
  const found = connections.filter(({ siteKey }) => detail.includes(`, ${siteKey}, `))
  const names = found.map(({ name }) => `"${name}"`).join(', ')
  const where = found[0] === undefined ? 'this site' : found[0].url
  return new HubError(
    'already_exists',
    `An article is on ${where} already, by another connection of the same account`,
    {
      fix: `Two connections to one site with one account have the same posts: publish by one of them, and leave the other out (${names}).`,
    },
  )
}
