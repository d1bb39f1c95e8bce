import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const guard = '/usr/sbin/policy-rc.d'
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** A private view of one Debian suite: its own lists and cache, nothing of the machine's configuration is touched. */
export interface Suite {
  readonly name: string
  /** Options for apt-get and apt-cache. */
  readonly options: readonly string[]
}

/**
 * Installs packages with apt, as root. No service starts by itself meanwhile: a `policy-rc.d` that forbids it is put in
 * place and removed again, unless the machine already has one of its own.
 */
export async function installPackages(packages: readonly string[]): Promise<void> {
  const guarded = existsSync(guard)
  if (!guarded) writeFileSync(guard, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    const wait = ['-q', '-o', 'DPkg::Lock::Timeout=600']
    await untilUnlocked(() => run('apt-get', [...wait, 'update']))
    await untilUnlocked(() => run('apt-get', [...wait, 'install', '--yes', '--no-install-recommends', ...packages]))
  } finally {
    if (!guarded) rmSync(guard, { force: true })
  }
}

/**
 * Opens a suite (`sid`) from the mirror that the machine itself uses, with its keys, inside `folder`. Works as any user.
 */
export async function openSuite(name: string, folder: string): Promise<Suite> {
  const sources = join(folder, 'sources.list')
  for (const part of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(folder, part), { recursive: true })
  const signed = existsSync(keyring) ? `[signed-by=${keyring}] ` : ''
  writeFileSync(sources, `deb ${signed}${findMirror()} ${name} main\n`)
  const settings = {
    'Dir::Etc::sourcelist': sources,
    'Dir::Etc::sourceparts': '-',
    'Dir::State::Lists': join(folder, 'lists'),
    'Dir::Cache': join(folder, 'cache'),
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
  }
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  run('apt-get', ['-q', 'update', ...options])
  return { name, options }
}

/** What a package needs by name (`Depends` and `Recommends`, alternatives included), as far as `wanted` matches. */
export function listDependencies(suite: Suite, name: string, wanted: RegExp): string[] {
  const text = run('apt-cache', ['depends', name, ...suite.options])
  const names = [...text.matchAll(/(?:Depends|Recommends): (\S+)/g)].map((match) => match[1] ?? '')
  return [...new Set(names.filter((dependency) => wanted.test(dependency)))]
}

/** The version of a package in this suite, as upstream counts it: `7.1.4+dfsg1-1` is `7.1.4`. */
export function readVersion(suite: Suite, name: string): string {
  const version = /^Version: (?:\d+:)?([\d.]+)/m.exec(run('apt-cache', ['show', name, ...suite.options]))?.[1]
  if (version === undefined) throw new Error(`Debian ${suite.name} has no package ${name}`)
  return version
}

/** Downloads packages and unpacks them below `folder`, without installing anything. */
export function unpackPackages(suite: Suite, packages: readonly string[], folder: string): void {
  const downloads = join(folder, 'debs')
  mkdirSync(downloads, { recursive: true })
  run('apt-get', ['-q', 'download', ...packages, ...suite.options], downloads)
  for (const file of readdirSync(downloads)) run('dpkg', ['-x', join(downloads, file), join(folder, 'root')])
}

/** Debian's main archive among the machine's own apt sources; its address is never written into a file of ours. */
function findMirror(): string {
  const format = ['--format', '$(REPO_URI) $(COMPONENT)', 'Created-By: Packages']
  for (const row of run('apt-get', ['indextargets', ...format]).split('\n')) {
    const [url = '', component] = row.split(' ')
    if (component === 'main' && /\/debian\/?$/.test(url)) return url
  }
  throw new Error('The tests take WordPress from Debian, but none of the apt sources here is Debian (main)')
}

/** apt gives up at once when somebody else holds the lock of its lists; these runs wait for their turn. */
async function untilUnlocked(work: () => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return work()
    } catch (error) {
      if (attempt === 120 || !/could not get lock|unable to (lock|acquire)/i.test(String(error))) throw error
      await new Promise((resume) => setTimeout(resume, 2000))
    }
  }
}

function run(program: string, parameters: readonly string[], cwd?: string): string {
  try {
    return execFileSync(program, parameters, {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' },
      ...(cwd === undefined ? {} : { cwd }),
    })
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error)
    throw new Error(`${program} ${parameters[0]} failed: ${said.split('\n').slice(-8).join('\n')}`)
  }
}
