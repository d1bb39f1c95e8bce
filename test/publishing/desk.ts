import { createHash } from 'node:crypto'
import { parseArticle } from '../../src/content/front-matter.ts'
import { createJobs } from '../../src/jobs/jobs.ts'
import { hashArticle, identityOf } from '../../src/publishing/identity.ts'
import { drainQueue } from '../../src/publishing/queue.ts'
import { wantArticles } from '../../src/publishing/want.ts'
import { type ArticleRow, putArticle } from '../../src/store/articles.ts'
import { putAsset } from '../../src/store/assets.ts'
import { type Connection, insertConnection, newConnectionId } from '../../src/store/connections.ts'
import type { Store } from '../../src/store/open-store.ts'
import { createProject } from '../../src/store/projects.ts'
import type { Publication, PublicationAction } from '../../src/store/publications.ts'
import type { SiteUser } from '../wordpress/site-options.ts'

/** A project with one connection, and articles to publish there. */
export interface Desk {
  readonly projectId: string
  readonly connection: Connection
  /** The next version of the article at this path. */
  write(path: string, markdown: string, pictures?: ReadonlyMap<string, Buffer>): Promise<ArticleRow>
  want(articles: readonly ArticleRow[], overrides?: object, action?: PublicationAction): Promise<Publication[]>
}

export async function openDesk(store: Store, url: string, user: SiteUser): Promise<Desk> {
  const project = await createProject(store.db, { name: 'Desk' })
  const connection = await insertConnection(store.db, {
    id: newConnectionId(),
    projectId: project.id,
    kind: 'wordpress',
    name: 'Site',
    url,
    siteKey: new URL(url).host,
    method: 'application-password',
    account: user.username,
    sealed: null,
    createdBy: 'test',
  })
  return deskOf(store, project, connection)
}

/** The same for a connection that is there already. */
export function deskOf(
  store: Store,
  project: { readonly id: string; readonly name: string },
  connection: Connection,
): Desk {
  const jobs = createJobs({ store, queues: [drainQueue], working: false })
  return {
    projectId: project.id,
    connection,
    async write(path, markdown, pictures = new Map()) {
      const assets: Record<string, string> = {}
      for (const [src, bytes] of pictures) {
        const hash = createHash('sha256').update(bytes).digest('hex')
        await putAsset(store.db, project.id, { hash, name: src.replace(/^.*\//, ''), type: 'image/png', bytes })
        assets[src] = hash
      }
      const { article } = parseArticle(markdown)
      const origin = { source: 'test', path }
      const identity = identityOf(project.name, article.id, origin)
      const content = { title: article.title, hash: hashArticle(article, assets), body: article, assets }
      return store.transaction((tx) =>
        putArticle(tx, { projectId: project.id, identity, ...origin, by: 'test' }, content),
      )
    },
    want: (articles, overrides = {}, action = 'publish') =>
      wantArticles({ store, jobs }, { articles, connections: [connection], action, overrides, by: 'test' }),
  }
}
