import { execFile } from 'node:child_process'
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import type { Article } from '../content/article.ts'
import { parseTable, type TableFormat } from '../content/article-table.ts'
import { parseArticle } from '../content/front-matter.ts'
import { collectFiles } from '../content/images.ts'
import { HubError } from '../errors/hub-error.ts'
import { referencesOf } from '../publishing/article-images.ts'

/** A file as `articles.import` takes it. */
export interface ArticleFile {
  readonly path: string
  readonly format: 'markdown' | 'html' | TableFormat
  readonly text: string
  /** Base64, by what the text calls them; audio, video and documents as well. */
  readonly images: Readonly<Record<string, string>>
  /** Why others of its images do not come, by what the text calls them. */
  readonly missing: Readonly<Record<string, string>>
}

/** Files of one source: a git remote, or a folder. */
export interface ArticleSource {
  readonly source: string
  /** What `path` of each file is relative to. */
  readonly root: string
  /** The root, where a name is all that the source is known by. */
  readonly place?: string
  /** Absolute, sorted. */
  readonly files: readonly string[]
  /** Paths of all files of the source that may be articles, as far as they are known: none of them was moved. */
  readonly along: readonly string[]
}

const formats: Readonly<Record<string, ArticleFile['format']>> = {
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
}
/** Taken only where they are named: a folder may hold any number of them that are no articles. */
const tables: typeof formats = { csv: 'csv', json: 'json', jsonl: 'jsonl', ndjson: 'jsonl' }
const mostFiles = 10_000
const largestText = 4_500_000
const largestTable = 30_000_000
const largestImages = 30 * 1024 * 1024
/** No path is longer. */
const longestSrc = 2000

/**
 * The articles in these files and folders, by source: the git remote of the checkout that they lie in, so that another
 * checkout is the same source, else the folder's name. Hidden folders and `node_modules` are left out. Throws `bad_input`.
 * @param name what the source is known by instead; for one source
 */
export async function findArticleFiles(paths: readonly string[], name?: string): Promise<ArticleSource[]> {
  const sources = new Map<string, Omit<ArticleSource, 'files' | 'along'> & { readonly files: Set<string> }>()
  let count = 0
  for (const path of paths) {
    const given = await realpath(resolve(path)).catch((cause: unknown) => {
      throw new HubError('bad_input', `There is no file or folder ${path}`, { cause })
    })
    const folder = (await stat(given)).isDirectory() ? given : dirname(given)
    const found = await sourceOf(folder)
    const { root } = found
    const own = name === undefined ? found : { source: name, root, place: root }
    const known = sources.get(root) ?? { ...own, files: new Set() }
    sources.set(root, known)
    if (name !== undefined && sources.size > 1)
      throw new HubError('bad_input', `"${name}" cannot be the name of ${[...sources.keys()].join(' and ')}`, {
        fix: 'Take one folder after the other.',
      })
    const files = folder === given ? await listFiles(given) : [given]
    if (folder !== given && formatOf(given, tables) === null)
      throw new HubError('bad_input', `${path} is neither Markdown, HTML, CSV nor JSON`)
    for (const file of files) known.files.add(file)
    count += files.length
    if (count > mostFiles) throw new HubError('bad_input', `More than ${mostFiles} files at once`)
  }
  return Promise.all(
    [...sources.values()].map(async ({ root, files, ...source }) => {
      const own = [...files].map((file) => pathIn(root, file))
      const along = [...new Set([...own, ...(await listCheckout(root))])].slice(0, mostFiles)
      return { ...source, root, files: [...files].sort(), along }
    }),
  )
}

/** What lies in a checkout beside what was named: a copy of one of those files was not moved. Empty where git says nothing. */
async function listCheckout(root: string): Promise<string[]> {
  const list = async (...args: string[]): Promise<string[]> => {
    const limits = { timeout: 10_000, maxBuffer: 64 * 1024 * 1024 }
    return (await promisify(execFile)('git', ['-C', root, 'ls-files', '-z', ...args], limits)).stdout.split('\0')
  }
  try {
    const gone = new Set(await list('--deleted'))
    const there = await list('--cached', '--others', '--exclude-standard')
    return there.filter((path) => !gone.has(path) && formatOf(path, tables) !== null)
  } catch {
    // No git here, or no checkout: the source is the folder that was named.
    return []
  }
}

function pathIn(root: string, file: string): string {
  return relative(root, file).split(sep).join('/')
}

/**
 * Reads one file with the local images and other files that it refers to. Throws `bad_input` for one that cannot be read. An image that is
 * missing, cannot be read, or is one too many is told when the file is imported, by each article that refers to it.
 */
export async function readArticleFile(root: string, file: string): Promise<ArticleFile> {
  const { size } = await stat(file).catch(cannotRead(file))
  const format = formatOf(file, tables) ?? 'markdown'
  const largest = format in tables ? largestTable : largestText
  if (size > largest) throw new HubError('bad_input', `${file} is larger than ${largest} bytes, which is no article`)
  const text = await readFile(file, 'utf8').catch(cannotRead(file))
  const images: Record<string, string> = {}
  const missing: Record<string, string> = {}
  let total = 0
  for (const { src, path } of localFiles(text, format)) {
    const image = resolve(dirname(file), path)
    const found = await stat(image).catch(() => null)
    const size = found?.isFile() === true ? found.size : null
    if (size === null) missing[src] = `it is not at ${image}`
    else if (total + size > largestImages)
      missing[src] = `the images and files of it are larger than ${largestImages / 1024 / 1024} MB together`
    else
      try {
        images[src] = (await readFile(image)).toString('base64')
        total += size
      } catch {
        missing[src] = `${image} cannot be read`
      }
  }
  return { path: pathIn(root, file), format, text, images, missing }
}

function cannotRead(file: string): (cause: unknown) => never {
  return (cause) => {
    const why = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
    throw new HubError('bad_input', `${file} cannot be read${why}`, {
      cause,
      fix: 'See whether it is still there, and whether you may read it.',
    })
  }
}

/** Images first: without one of them there is no article, without another file there is. */
function localFiles(text: string, format: ArticleFile['format']): { src: string; path: string }[] {
  const found = new Map<string, string>()
  const articles = articlesIn(text, format)
  const references = [...articles.flatMap(referencesOf), ...articles.flatMap(({ body }) => collectFiles(body))]
  for (const { src, path } of references) if (path !== null && src.length <= longestSrc) found.set(src, path)
  return [...found].map(([src, path]) => ({ src, path }))
}

/** Rows that are no articles are told when the file is imported. */
function articlesIn(text: string, format: ArticleFile['format']): Article[] {
  if (format === 'markdown' || format === 'html') return [parseArticle(text, format).article]
  return parseTable(text, format).flatMap(({ parsed }) => (parsed instanceof HubError ? [] : [parsed.article]))
}

/** A folder in it that cannot be read is listed as a file is, and told when it is read as one. */
async function listFiles(folder: string): Promise<string[]> {
  const found: string[] = []
  const folders = [folder]
  for (const at of folders) {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => null)
    if (entries === null) found.push(at)
    for (const entry of entries ?? []) {
      const path = join(at, entry.name)
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
      if (entry.isDirectory()) folders.push(path)
      if (entry.isFile() && formatOf(path) !== null) found.push(path)
    }
    if (found.length > mostFiles) throw new HubError('bad_input', `${folder} has more than ${mostFiles} articles`)
  }
  return found
}

function formatOf(file: string, more: typeof formats = {}): ArticleFile['format'] | null {
  const ending = file.split('.').at(-1)?.toLowerCase() ?? ''
  return formats[ending] ?? more[ending] ?? null
}

async function sourceOf(folder: string): Promise<Pick<ArticleSource, 'source' | 'root' | 'place'>> {
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)('git', ['-C', folder, ...args], { timeout: 5000 })).stdout.trim()
  try {
    const root = await realpath(await git('rev-parse', '--show-toplevel'))
    const remote = await git('config', '--get', 'remote.origin.url').catch(() => '')
    return remote === '' ? { root, source: basename(root), place: root } : { root, source: plainRemote(remote) }
  } catch {
    // No git here, or no checkout: the folder itself is the source.
    return { root: folder, source: basename(folder), place: folder }
  }
}

/** The same for https, ssh and scp spellings, and without a credential: `github.com/owner/name`. */
function plainRemote(remote: string): string {
  return remote
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^@/]*@/, '')
    .replace(/:(?!\d+\/)/, '/')
    .replace(/\.git$/, '')
    .toLowerCase()
    .slice(0, 500)
}
