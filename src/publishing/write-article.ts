import { type Article, articleSchema } from '../content/article.ts'
import { collectFiles, type ImageReference } from '../content/images.ts'
import type { Note } from '../content/note.ts'
import { HubError } from '../errors/hub-error.ts'
import { findFormerAssets } from '../store/article-versions.ts'
import {
  type ArticleRow,
  addArticleVersion,
  findArticles,
  getArticle,
  lockArticle,
  putArticle,
  readArticleVersions,
} from '../store/articles.ts'
import { findAssets, putAsset } from '../store/assets.ts'
import { addEvent } from '../store/events.ts'
import { newId } from '../store/id.ts'
import type { Db, Store } from '../store/open-store.ts'
import type { Project } from '../store/projects.ts'
import { hashInSrc, referencesOf, takeRemoteImages } from './article-images.ts'
import { type Asset, readAsset } from './assets.ts'
import { hashArticle, identityOf } from './identity.ts'
import type { RemoteImages } from './remote-images.ts'

/** What became of a write, and the images that the text names and nobody uploaded. */
export interface Written {
  readonly article: ArticleRow
  /** False where the content was there already, so that there is no new version. */
  readonly isNew: boolean
  readonly missingImages: readonly string[]
  readonly notes: readonly Note[]
}

/**
 * A new article that nobody's file holds. It gets an `id` of its own unless it says one, so that it is the same article when
 * it is written into a file. Throws `already_exists` for an id that another one has, and `bad_input`.
 */
export async function createArticle(
  store: Store,
  {
    project,
    content,
    by,
    remote = null,
  }: {
    readonly project: Project
    readonly content: Article
    readonly by: string
    /** Brings images along that are on the web; without it they stay there. */
    readonly remote?: RemoteImages | null
  },
): Promise<Written> {
  const article = checkArticle({ ...content, id: content.id ?? newId('a') })
  const identity = identityOf(project.name, article.id, { source: '', path: '' })
  const images = await findImages(store.db, project.id, null, article, remote)
  return await store.transaction(async (tx) => {
    if ((await findArticles(tx, project.id, [identity])).length > 0)
      throw new HubError('already_exists', `There is an article with the id ${article.id} already`)
    await keepAssets(tx, project.id, images)
    const row = await putArticle(
      tx,
      { projectId: project.id, identity, source: null, path: null, by, via: 'edit' },
      contentOf(article, images),
    )
    await tell(tx, row)
    return { article: row, isNew: true, missingImages: images.missing, notes: images.notes }
  })
}

/**
 * The next version of an article. `edited` is the version that the writer began with: where a newer one is there meanwhile,
 * nothing is written and a `conflict` says which, by whom and since when. The `id` that an article gives itself stays.
 * Throws `not_found` and `bad_input`.
 */
export async function saveArticle(
  store: Store,
  save: {
    readonly projectId: string
    readonly id: string
    readonly edited: number
    readonly content: Article
    readonly by: string
    /** Brings images along that are on the web; without it they stay there. */
    readonly remote?: RemoteImages | null
  },
): Promise<Written> {
  const { projectId, id, edited, content, by, remote = null } = save
  const before = await getArticle(store.db, projectId, id)
  const [newest] = await readArticleVersions(store.db, [{ articleId: id, version: before.version }])
  const article = checkArticle({ ...content, id: newest === undefined ? null : articleSchema.parse(newest.body).id })
  const images = await findImages(store.db, projectId, id, article, remote)
  const next = contentOf(article, images)
  return await store.transaction(async (tx) => {
    const row = await lockArticle(tx, projectId, id)
    // Also a save that is repeated because its answer was lost.
    if (row.hash === next.hash)
      return { article: row, isNew: false, missingImages: images.missing, notes: images.notes }
    if (row.version !== edited) throw await clash(tx, row, edited)
    await keepAssets(tx, projectId, images)
    const saved = await addArticleVersion(tx, row, next, { by, via: 'edit' })
    await tell(tx, saved)
    return { article: saved, isNew: true, missingImages: images.missing, notes: images.notes }
  })
}

/** An older version as the newest. Throws `not_found`. */
export async function restoreArticle(
  store: Store,
  {
    projectId,
    id,
    version,
    by,
  }: { readonly projectId: string; readonly id: string; readonly version: number; readonly by: string },
): Promise<ArticleRow> {
  return await store.transaction(async (tx) => {
    const row = await lockArticle(tx, projectId, id)
    const [old] = await readArticleVersions(tx, [{ articleId: id, version }])
    if (old === undefined) throw new HubError('not_found', `The article ${id} has no version ${version}`)
    if (row.hash === old.hash) return row
    const { hash, body, assets } = old
    const { title } = articleSchema.parse(body)
    const restored = await addArticleVersion(tx, row, { title, hash, body, assets }, { by, via: 'restore' })
    await tell(tx, restored)
    return restored
  })
}

/** For pages that show it: whoever writes at the same time learns of it before they save. */
async function tell(tx: Db, { id, projectId, title, version }: ArticleRow): Promise<void> {
  await addEvent(tx, { projectId, type: 'article.changed', subject: id, payload: { title, version } })
}

async function clash(db: Db, { id, version }: ArticleRow, edited: number): Promise<HubError> {
  const [newest] = await readArticleVersions(db, [{ articleId: id, version }])
  const at = newest?.createdAt.toISOString() ?? null
  return new HubError('conflict', `The article has changed since version ${edited}: it is at version ${version} now`, {
    fix: 'Read the newest version, bring both together, and save that as a change of the newest.',
    evidence: { edited, newest: version, by: newest?.createdBy ?? null, at },
  })
}

interface FoundImages {
  /** Hashes of what is kept, by `src`. */
  readonly hashes: Readonly<Record<string, string>>
  /** Still to be kept. */
  readonly assets: readonly Asset[]
  readonly missing: readonly string[]
  readonly notes: readonly Note[]
}

/** Images within the text, uploaded before, or known to an earlier version. What nobody has is told: it may come later. */
async function findImages(
  db: Db,
  projectId: string,
  articleId: string | null,
  article: Article,
  remote: RemoteImages | null,
): Promise<FoundImages> {
  const references = referencesOf(article)
  const others = references.filter(({ location }) => location !== 'data')
  const files = collectFiles(article.body)
  const inText = await readTextImages(references)
  const former =
    articleId === null
      ? new Map<string, string>()
      : await findFormerAssets(
          db,
          articleId,
          [...others, ...files].map(({ src }) => src),
        )
  const unknown = others.filter(({ src }) => !former.has(src))
  const beginnings = unknown.flatMap(({ src }) => hashInSrc(src) ?? [])
  const uploaded = await findAssets(db, projectId, beginnings)
  const hashes = new Map([...inText].map(([src, { hash }]) => [src, hash]))
  const missing: string[] = []
  const web: string[] = []
  for (const { src, location } of others) {
    const hash = former.get(src) ?? uploaded.get(hashInSrc(src) ?? '')
    if (hash !== undefined) hashes.set(src, hash)
    else if (location === 'local') missing.push(src)
    else web.push(src)
  }
  for (const { src } of files) {
    const hash = former.get(src)
    if (hash !== undefined) hashes.set(src, hash)
  }
  const taken = await takeRemoteImages(remote, web)
  for (const [src, { hash }] of taken.assets) hashes.set(src, hash)
  const assets = [...inText.values(), ...taken.assets.values()]
  return { hashes: Object.fromEntries(hashes), assets, missing, notes: taken.notes }
}

async function readTextImages(references: readonly ImageReference[]): Promise<Map<string, Asset>> {
  const found = new Map<string, Asset>()
  for (const reference of references)
    if (reference.location === 'data') found.set(reference.src, await readAsset(reference, ''))
  return found
}

async function keepAssets(db: Db, projectId: string, { assets }: FoundImages): Promise<void> {
  for (const asset of assets) await putAsset(db, projectId, asset)
}

function contentOf(article: Article, { hashes }: FoundImages) {
  return { title: article.title, hash: hashArticle(article, hashes), body: article, assets: hashes }
}

function checkArticle(article: Article): Article {
  if (article.status === 'future' && article.date === null)
    throw new HubError('bad_input', 'The status future needs a date')
  return article
}
