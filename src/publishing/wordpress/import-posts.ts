import type { ConnectionsDeps } from '../../connections/deps.ts'
import { openSiteOf } from '../../connections/open.ts'
import { readNames } from '../../connectors/wordpress/post-names.ts'
import { type PostQuery, queryPosts } from '../../connectors/wordpress/query-posts.ts'
import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import { wordpress } from '../../connectors/wordpress.ts'
import { HubError } from '../../errors/hub-error.ts'
import { findFormerAssets } from '../../store/article-versions.ts'
import {
  type ArticleRow,
  addArticleVersion,
  findArticles,
  getArticle,
  isKnown,
  lockArticle,
  putArticle,
} from '../../store/articles.ts'
import { putAsset } from '../../store/assets.ts'
import type { Connection } from '../../store/connections.ts'
import { findArticleOfPost, settleAsRead } from '../../store/imported-publications.ts'
import type { Db } from '../../store/open-store.ts'
import type { Project } from '../../store/projects.ts'
import { wantPublications } from '../../store/publications.ts'
import { rememberSiteMedia } from '../../store/site-media.ts'
import { referencesOf, takeRemoteImages } from '../article-images.ts'
import { readDefaults } from '../defaults.ts'
import { hashArticle, identityOf } from '../identity.ts'
import { markOf } from '../mark.ts'
import { resolveOptions, wantedHash } from '../options.ts'
import type { RemoteImages } from '../remote-images.ts'
import { publishTiming } from '../timing.ts'
import { type PostArticle, readArticle } from './read-article.ts'
import { remoteOf, stateOf } from './receipt.ts'
import { wakeOf } from './schedule.ts'

export interface PostImport {
  readonly project: Project
  readonly connection: Connection
  readonly query: PostQuery
  readonly by: string
  /** Says what would become of each, and writes nothing. */
  readonly dryRun: boolean
  /** Brings the images along, for other sites; null leaves them on theirs. */
  readonly remote: RemoteImages | null
}

/** What became of one post. */
export type ImportedPost = { readonly id: number; readonly url: string; readonly title: string } & (
  | {
      readonly article: ArticleRow | null
      readonly change: 'new' | 'changed' | 'unchanged'
      readonly isLossless: boolean
      readonly notes: readonly string[]
    }
  | { readonly error: unknown }
)

/**
 * Takes posts of a site in as articles, each for itself, and adopts them: the post is the article's publication from then
 * on, so that publishing there changes it in place. One that this hub published is the next version of its article. Asks the
 * site for a page of posts, and once for the terms, users and media of all. Throws what the site refuses.
 */
export async function importPosts(deps: ConnectionsDeps, request: PostImport): Promise<ImportedPost[]> {
  const { connection, query } = request
  const { site } = await openSiteOf(deps, wordpress, connection)
  const posts = await queryPosts(site, query)
  const names = await readNames(site, posts)
  const results: ImportedPost[] = []
  for (const post of posts) {
    const { id, link: url, title } = post
    try {
      results.push({ id, url, title, ...(await importOne(deps, request, post, readArticle(post, names, site))) })
    } catch (error) {
      results.push({ id, url, title, error })
    }
  }
  return results
}

async function importOne(
  { store }: ConnectionsDeps,
  { project, connection, by, dryRun, remote }: PostImport,
  post: StoredPost,
  read: PostArticle,
) {
  const { article, media, isLossless } = read
  const { siteKey } = connection
  const origin = { source: siteKey, path: `${post.type}/${post.id}` }
  const identity = identityOf(project.name, null, origin)
  const published = await findArticleOfPost(store.db, connection, post.id)
  if (published !== null && published.connectionId !== connection.id)
    throw new HubError('already_exists', 'The post belongs to another connection of this project to the same site')
  const [imported] = await findArticles(store.db, project.id, [identity])
  const before = published === null ? imported : await getArticle(store.db, project.id, published.articleId)
  const web = referencesOf(article).flatMap(({ src, location }) => (location === 'remote' ? [src] : []))
  const former = before === undefined ? new Map<string, string>() : await findFormerAssets(store.db, before.id, web)
  const taken = await takeRemoteImages(
    dryRun ? null : remote,
    web.filter((src) => !former.has(src)),
  )
  const assets = Object.fromEntries([...former, ...[...taken.assets].map(([src, { hash }]) => [src, hash] as const)])
  const hash = hashArticle(article, assets)
  const notes = [...read.notes, ...taken.notes.map(({ what }) => `The image ${what}. It stays where it is on the web.`)]
  const content = { title: article.title, hash, body: article, assets }
  const seen = { isLossless, notes }
  return await store.transaction(async (tx) => {
    const isSame = before !== undefined && (await isKnown(tx, before, hash, 'site'))
    const change = before === undefined ? ('new' as const) : isSame ? ('unchanged' as const) : ('changed' as const)
    if (dryRun) return { article: before ?? null, change, ...seen }
    for (const asset of taken.assets.values()) await putAsset(tx, project.id, asset)
    await rememberSiteMedia(
      tx,
      connection,
      [...media].flatMap(([url, { id, size = null }]) => (id === undefined ? [] : [{ url, remoteId: id, size }])),
    )
    const row =
      before === undefined
        ? await putArticle(tx, { projectId: project.id, identity, ...origin, by, via: 'site' }, content)
        : isSame
          ? before
          : await addArticleVersion(tx, await lockArticle(tx, project.id, before.id), content, { by, via: 'site' })
    // What was edited here since then is not on the site: that is for a person to publish.
    if (row.hash === hash) await adopt(tx, connection, row, post, by)
    return { article: row, change, ...seen }
  })
}

/** The post is the article's, and as the article wants it. */
async function adopt(db: Db, connection: Connection, article: ArticleRow, post: StoredPost, by: string): Promise<void> {
  const { id, projectId, siteKey, kind, account } = connection
  const defaults = await readDefaults(db, [connection])
  const options = resolveOptions(kind, defaults.get(id) ?? [], {})
  const hash = wantedHash('publish', article.hash, options)
  const [row] = await wantPublications(db, [
    {
      projectId,
      articleId: article.id,
      connectionId: id,
      siteKey,
      mark: markOf(article, account),
      action: 'publish',
      version: article.version,
      options,
      wantedHash: hash,
      alone: true,
      by,
    },
  ])
  const { version } = article
  const state = stateOf(post.status)
  const read = { version, options, wantedHash: hash, state, remote: remoteOf(post), ...wakeOf(post, publishTiming) }
  if (row === undefined || !(await settleAsRead(db, row.id, read)))
    throw new HubError('conflict', 'The article is just being published there', { retry: 'later' })
}
