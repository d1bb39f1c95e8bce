import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const root = resolve(import.meta.dirname, '..')
const cache = join(root, '.cache')
const target = join(root, 'dist', 'web')
const vite = join(root, 'node_modules/vite/bin/vite.js')
const stampFile = join(cache, 'web.stamp')
/** All that the built pages are made of. */
const sources = ['web', 'docs', 'package-lock.json', 'tools/build-web.ts']
const compressible = /\.(?:js|css|svg|md)$/
/** Below this, compressed files are hardly smaller. */
const smallest = 1024

/**
 * Builds the pages (`web/`) into `dist/web`, where the hub finds them, with a compressed copy beside each file. Does nothing
 * when none of their sources changed: a start costs some milliseconds. Two at once are fine: the last one stays.
 */
export async function buildWeb(): Promise<void> {
  const stamp = hashSources()
  if (isBuilt(stamp)) return
  mkdirSync(cache, { recursive: true })
  const fresh = mkdtempSync(join(cache, 'web-'))
  try {
    const outDir = join(fresh, 'new')
    runVite(outDir)
    await Promise.all(listFiles(outDir).map(compress))
    mkdirSync(join(root, 'dist'), { recursive: true })
    replace(outDir, join(fresh, 'old'))
    writeFileSync(stampFile, stamp)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Whether what is built was made of the sources as they are. */
function isBuilt(stamp: string): boolean {
  return existsSync(join(target, 'index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
}

/** In a process of its own: whoever tests or develops has another NODE_ENV, and React's slow half with it. */
function runVite(outDir: string): void {
  const args = ['build', '--config', join(root, 'web/vite.config.ts'), '--outDir', outDir, '--logLevel', 'warn']
  const { status } = spawnSync(process.execPath, [vite, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (status !== 0) throw new Error('The pages of web/ could not be built')
}

function hashSources(): string {
  const hash = createHash('sha256')
  for (const source of sources) {
    const path = join(root, source)
    for (const file of listFiles(path).sort()) hash.update(relative(root, file)).update('\0').update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** A file as itself; of a folder, the files below it that git would know. */
function listFiles(path: string): string[] {
  if (existsSync(path) && /\.[a-z]+$/.test(path)) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name))
}

async function compress(file: string): Promise<void> {
  const content = readFileSync(file)
  if (!compressible.test(file) || content.length < smallest) return
  const quality = {
    params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  }
  writeFileSync(`${file}.br`, await promisify(brotliCompress)(content, quality))
  writeFileSync(`${file}.gz`, await promisify(gzip)(content, { level: 9 }))
}

/** Puts a whole build in the place of the one before. Somebody else's may come in between: then it is their turn to go. */
function replace(fresh: string, old: string): void {
  for (let turn = 0; ; turn++) {
    if (existsSync(target)) renameSync(target, `${old}-${turn}`)
    try {
      renameSync(fresh, target)
      return
    } catch (error) {
      if (turn === 5) throw error
    }
  }
}

if (import.meta.main) {
  // A checkout may be installed for running alone.
  if (existsSync(vite)) await buildWeb()
  else
    console.warn('The web interface is built with development packages, which are not installed: starting without it.')
}
