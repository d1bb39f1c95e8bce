import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of the built pages, in the forms that it can be sent in. */
export interface WebFile {
  readonly type: string
  readonly plain: Uint8Array<ArrayBuffer>
  readonly br: Uint8Array<ArrayBuffer> | null
  readonly gzip: Uint8Array<ArrayBuffer> | null
}

/** The built pages, all of them in memory (about 3 MB): a build that replaces them does not mix into a hub that runs. */
export interface WebFiles {
  /** Null where nothing was built. */
  readonly index: string | null
  /** By path without a slash before it: `assets/index-abc.js`. */
  readonly files: ReadonlyMap<string, WebFile>
}

/** The same place from `src/` and from `dist/`: see tools/build-web.ts. */
const built = fileURLToPath(new URL('../../../dist/web', import.meta.url))

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.md': 'text/plain; charset=utf-8',
}

/** Reads what was built; a hub without pages still has its API. */
export function readWebFiles(folder: string = built): WebFiles {
  const files = new Map<string, WebFile>()
  for (const path of listFiles(folder)) {
    const type = types[extname(path)]
    if (type === undefined) continue
    const plain = readFileSync(path)
    const name = relative(folder, path).split(sep).join('/')
    files.set(name, { type, plain, br: readIfThere(`${path}.br`), gzip: readIfThere(`${path}.gz`) })
  }
  return { index: readIfThere(join(folder, 'index.html'))?.toString() ?? null, files }
}

function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function readIfThere(path: string): Buffer<ArrayBuffer> | null {
  try {
    return readFileSync(path)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
