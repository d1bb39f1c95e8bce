import { parseArticle } from '../content/front-matter.ts'
import { type ArticleRow, findArticles, findArticlesByHash, putArticle, renameArticle } from '../store/articles.ts'
import { putAsset } from '../store/assets.ts'
import type { Db, Store } from '../store/open-store.ts'
import type { Project } from '../store/projects.ts'
import { readFileImages, referencesOf } from './article-images.ts'
import { hashArticle, identityOf } from './identity.ts'

/** A file as it comes: its text, and the bytes of the local images that it refers to, by their `src`. */
interface ArticleFile {
  /** Relative to the source, with slashes. */
  readonly path: string
  readonly format: 'markdown' | 'html'
  readonly text: string
  readonly images: ReadonlyMap<string, Uint8Array>
}

export interface ImportRequest {
  readonly project: Project
  /** What all these files have in common: the git remote, or the name of the folder. */
  readonly source: string
  readonly files: readonly ArticleFile[]
  readonly by: string
}

/** What became of one file. */
export type Imported =
  | {
      readonly path: string
      readonly article: ArticleRow
      readonly change: 'new' | 'changed' | 'renamed' | 'unchanged'
    }
  | { readonly path: string; readonly error: unknown }

/**
 * Takes files in as articles, each for itself: new ones, next versions of those whose content changed. A file that nobody
 * knows with exactly the content of one article whose file is not among these is that article, renamed.
 */
export async function importArticles(store: Store, request: ImportRequest): Promise<Imported[]> {
  const paths = new Set(request.files.map(({ path }) => path))
  const results: Imported[] = []
  for (const file of request.files) {
    try {
      results.push(await importOne(store, request, file, paths))
    } catch (error) {
      results.push({ path: file.path, error })
    }
  }
  return results
}

async function importOne(
  store: Store,
  request: ImportRequest,
  file: ArticleFile,
  paths: ReadonlySet<string>,
): Promise<Imported> {
  const { project, source, by } = request
  const { path } = file
  const { article } = parseArticle(file.text, file.format)
  const assets = await readFileImages(referencesOf(article), file)
  const hashes = Object.fromEntries([...assets].map(([src, { hash }]) => [src, hash]))
  const hash = hashArticle(article, hashes)
  const identity = identityOf(project.name, article.id, { source, path })
  return store.transaction(async (tx) => {
    const [known] = await findArticles(tx, project.id, [identity])
    const renamed = known === undefined ? await findRenamed(tx, project.id, hash, source, paths) : undefined
    if (renamed !== undefined) await renameArticle(tx, renamed.id, { identity, source, path })
    if (known?.hash !== hash) for (const asset of assets.values()) await putAsset(tx, project.id, asset)
    const content = { title: article.title, hash, body: article, assets: hashes }
    const row = await putArticle(tx, { projectId: project.id, identity, source, path, by }, content)
    const change =
      renamed !== undefined
        ? 'renamed'
        : known === undefined
          ? 'new'
          : row.version > known.version
            ? 'changed'
            : 'unchanged'
    return { path, article: row, change }
  })
}

async function findRenamed(
  db: Db,
  projectId: string,
  hash: string,
  source: string,
  paths: ReadonlySet<string>,
): Promise<ArticleRow | undefined> {
  const same = await findArticlesByHash(db, projectId, hash)
  const [only, ...more] = same.filter((one) => one.source === source && one.path !== null && !paths.has(one.path))
  return more.length === 0 ? only : undefined
}
