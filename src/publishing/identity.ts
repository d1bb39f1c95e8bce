import { createHash } from 'node:crypto'

/** Where an article's file lies. */
export interface FileOrigin {
  /** What all files of one source have in common: the git remote, or the name of the folder. */
  readonly source: string
  /** Relative to the source, with slashes. */
  readonly path: string
}

/**
 * Which article a file is: by the `id` that it gives itself, else by where it lies in its source, so that the same folder
 * from another checkout holds the same articles. The project's name (not its id) is part of it: it survives a lost database.
 */
export function identityOf(project: string, id: string | null, origin: FileOrigin): string {
  const own = id === null ? ['path', origin.source, origin.path.normalize('NFC')] : ['id', id]
  return createHash('sha256')
    .update(JSON.stringify([project.trim().toLowerCase(), ...own]))
    .digest('hex')
    .slice(0, 40)
}

/** Over all that makes an article what it is: its content, and the bytes of its images. Maps may be in any order. */
export function hashArticle(article: object, assets: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(assets).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([article, sorted], sortKeys))
    .digest('hex')
}

/** The database gives maps back in an order of its own. */
function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
