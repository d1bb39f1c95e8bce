import { parseTable, type TableFormat, tableFormats } from '../content/article-table.ts'
import type { ParsedArticle } from '../content/assemble-article.ts'
import { parseArticle } from '../content/front-matter.ts'
import { collectFiles } from '../content/images.ts'
import type { Note } from '../content/note.ts'
import { HubError } from '../errors/hub-error.ts'
import { findFormerAssets } from '../store/article-versions.ts'
import {
  type ArticleRow,
  findArticles,
  findArticlesAt,
  findArticlesByHash,
  isKnown,
  putArticle,
  renameArticle,
} from '../store/articles.ts'
import { putAsset } from '../store/assets.ts'
import type { Db, Store } from '../store/open-store.ts'
import type { Project } from '../store/projects.ts'
import { readFileImages, readFiles, referencesOf, takeRemoteImages } from './article-images.ts'
import { hashArticle, identityOf } from './identity.ts'
import type { RemoteImages } from './remote-images.ts'

/** A file as it comes: its text, and the bytes of the local images and files that it refers to, by their `src`. */
interface ImportFile {
  /** Relative to the source, with slashes. */
  readonly path: string
  /** All but the first two hold many articles. */
  readonly format: 'markdown' | 'html' | TableFormat
  readonly text: string
  readonly images: ReadonlyMap<string, Uint8Array>
  /** Why others did not come. */
  readonly missing?: Readonly<Record<string, string>>
}

export interface ImportRequest {
  readonly project: Project
  /** What all these files have in common: the git remote, or the name of the folder. */
  readonly source: string
  readonly files: readonly ImportFile[]
  /** Where the source lies, as an absolute path, where that name is all that is known of it. */
  readonly place?: string | undefined
  /** It is what had its name before, wherever that lay. */
  readonly moved?: boolean
  /** Paths of further files of the source that are there, and come with other calls: none of them was moved. */
  readonly along?: readonly string[]
  readonly by: string
  /** Says what would become of each, and writes nothing. */
  readonly dryRun: boolean
  /** Brings images along that are on the web; null leaves them there. */
  readonly remote: RemoteImages | null
}

/** What became of one article. `path` has the row behind a `#` where a file holds many. */
export type Imported =
  | {
      readonly path: string
      /** Null for one that a dry run would make. */
      readonly article: ArticleRow | null
      readonly change: 'new' | 'changed' | 'renamed' | 'unchanged'
      readonly notes: readonly Note[]
    }
  | { readonly path: string; readonly error: unknown }

/** All files of one call together. */
const mostArticles = 5_000

/**
 * Takes files in as articles, each for itself: new ones, next versions of those whose content changed. A file that nobody
 * knows with exactly the content of one article whose file is neither among these nor along is that article, renamed. What people edited
 * here stays where the file is as it was. Throws `bad_input` for more articles than one call takes.
 */
export async function importArticles(store: Store, request: ImportRequest): Promise<Imported[]> {
  const items = request.files.flatMap((file) => readItems(request, file))
  if (items.length > mostArticles)
    throw new HubError('bad_input', `${items.length} articles at once; ${mostArticles} are the limit`)
  const own = new Set(items.flatMap(({ path, file }) => [path, file.path]))
  const paths = new Set([...items.map(({ path }) => path), ...(request.along ?? [])])
  const there = { paths, along: new Set(request.along?.filter((path) => !own.has(path))) }
  const owners = await findOwners(store.db, request.project.id, items)
  const results: Imported[] = []
  for (const item of items) {
    try {
      const owner = owners.get(item.identity)
      if (owner !== undefined && owner !== item) throw sameId(item.path, owner.path)
      results.push(await importOne(store, request, item, there))
    } catch (error) {
      results.push({ path: item.path, error })
    }
  }
  return results
}

interface Item {
  readonly path: string
  readonly file: ImportFile
  /** By its id or its path; by its path where it is no article. */
  readonly identity: string
  /** Throws why it is no article. */
  read(): ParsedArticle
}

function readItems({ project, source }: ImportRequest, file: ImportFile): Item[] {
  const { path, text } = file
  const itemOf = (place: string, read: () => ParsedArticle): Item => {
    try {
      const parsed = read()
      const identity = identityOf(project.name, parsed.article.id, { source, path: place })
      return { path: place, file, identity, read: () => parsed }
    } catch {
      return { path: place, file, identity: identityOf(project.name, null, { source, path: place }), read }
    }
  }
  const table = tableFormats.find((format) => format === file.format)
  if (table === undefined) return [itemOf(path, () => parseArticle(text, file.format === 'html' ? 'html' : 'markdown'))]
  try {
    return parseTable(text, table).map(({ line, key, parsed }) =>
      itemOf(`${path}#${key ?? line}`, () => {
        if (parsed instanceof HubError) throw parsed
        return parsed
      }),
    )
  } catch (error) {
    return [
      itemOf(path, () => {
        throw error
      }),
    ]
  }
}

/** Of items that are one article (copies that kept its id) the one that it is: where it was before, else the first. */
async function findOwners(db: Db, projectId: string, items: readonly Item[]): Promise<Map<string, Item>> {
  const alike = [...Map.groupBy(items, ({ identity }) => identity)].filter(([, { length }]) => length > 1)
  const known = await findArticles(
    db,
    projectId,
    alike.map(([identity]) => identity),
  )
  return new Map(
    alike.flatMap(([identity, [first, ...others]]) => {
      const former = known.find((article) => article.identity === identity)?.path
      const owner = others.find(({ path }) => path === former && path !== first?.path) ?? first
      return owner === undefined ? [] : [[identity, owner] as const]
    }),
  )
}

function sameId(path: string, other: string): HubError {
  return new HubError('bad_input', `${path} is the same article as ${other}: both have the same id`, {
    fix: 'Give one of the two files another id, or none.',
  })
}

/** Paths that are there: all, and those that are not in this call. */
interface There {
  readonly paths: ReadonlySet<string>
  readonly along: ReadonlySet<string>
}

async function importOne(store: Store, request: ImportRequest, item: Item, there: There): Promise<Imported> {
  const { project, source, by, dryRun, remote, moved = false } = request
  const { path, file, identity } = item
  const { article, notes: read } = item.read()
  const place = request.place === undefined ? undefined : `${request.place}/${path}`.normalize('NFC')
  const references = referencesOf(article)
  const web = references.filter(({ location }) => location === 'remote').map(({ src }) => src)
  const before = await findKnown(store.db, project, item, article.id === null ? place : undefined)
  if (article.id !== null && before !== undefined && before.source === source && there.along.has(before.path ?? ''))
    throw sameId(path, before.path ?? '')
  const former = before === undefined ? new Map<string, string>() : await findFormerAssets(store.db, before.id, web)
  const unknown = web.filter((src) => !former.has(src))
  const taken = await takeRemoteImages(dryRun ? null : remote, unknown)
  const files = await readFiles(collectFiles(article.body), file)
  const assets = new Map([...(await readFileImages(references, file)), ...files.assets, ...taken.assets])
  const hashes = Object.fromEntries([...former, ...[...assets].map(([src, { hash }]) => [src, hash] as const)])
  const hash = hashArticle(article, hashes)
  const notes = [...read, ...files.notes, ...taken.notes]
  return store.transaction(async (tx) => {
    const known = await findKnown(tx, project, item, article.id === null ? place : undefined)
    const renamed = known === undefined ? await findRenamed(tx, request, hash, there) : undefined
    const isSame = known !== undefined && (await isKnown(tx, known, hash, 'file'))
    const isElsewhere = known !== undefined && article.id === null && !moved && isAway(known, place)
    if (isElsewhere && !isSame) throw otherFolder(source, path, known)
    const change = renamed !== undefined ? 'renamed' : known === undefined ? 'new' : isSame ? 'unchanged' : 'changed'
    if (dryRun) return { path, article: renamed ?? known ?? null, change, notes }
    if (renamed !== undefined) await renameArticle(tx, renamed.id, { identity, source, path, place: place ?? null })
    if (!isSame) for (const asset of assets.values()) await putAsset(tx, project.id, asset)
    const content = { title: article.title, hash, body: article, assets: hashes }
    const isByPlace = known !== undefined && known.identity !== identity
    const origin = {
      ...(isByPlace
        ? { identity: known.identity, source: known.source, path: known.path }
        : { identity, source, path }),
      ...(isElsewhere || place === undefined ? {} : { place }),
    }
    const row = await putArticle(tx, { projectId: project.id, by, ...origin }, content)
    return { path, article: row, change, notes }
  })
}

/** The article that an item is, where it is known: by where it lies, else by its id or its source and path. */
async function findKnown(
  db: Db,
  { id, name }: Project,
  { identity }: Item,
  place: string | undefined,
): Promise<ArticleRow | undefined> {
  const lying = place === undefined ? [] : await findArticlesAt(db, id, place)
  // One that has an id of its own is where that id is.
  const here = lying.find(
    (article) =>
      article.identity === identityOf(name, null, { source: article.source ?? '', path: article.path ?? '' }),
  )
  return here ?? (await findArticles(db, id, [identity]))[0]
}

/** Whether its file was taken in from another place. */
function isAway(known: ArticleRow, place: string | undefined): boolean {
  return known.place !== null && place !== undefined && known.place !== place
}

function otherFolder(source: string, path: string, { place }: ArticleRow): HubError {
  return new HubError(
    'bad_input',
    `${path} of "${source}" is at ${place} for this project, and says something else there`,
    {
      fix: `Where the folder was moved or copied, say once that it is the same: --source "${source}". Another folder of that name gets another one: --source <name>.`,
    },
  )
}

/** Without the row of a file that holds many. */
function fileOf(path: string): string {
  return path.replace(/#[^#]*$/, '')
}

async function findRenamed(
  db: Db,
  { project, source, place: root }: ImportRequest,
  hash: string,
  { paths }: There,
): Promise<ArticleRow | undefined> {
  const same = await findArticlesByHash(db, { projectId: project.id, source, place: root ?? null, hash })
  const [only, ...more] = same.filter((article) => {
    const below = root !== undefined && article.place?.startsWith(`${root}/`) ? article.place : null
    const path = below === null ? article.path : below.slice(`${root}/`.length)
    return path !== null && !paths.has(path) && !paths.has(fileOf(path))
  })
  return more.length === 0 ? only : undefined
}
