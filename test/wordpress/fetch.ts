import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { cacheFolder, coreFolder, readVersions, type Versions, versionsFile } from './cache.ts'
import { listDependencies, openSuite, readVersion, unpackPackages } from './debian.ts'

/** Debian suites, oldest WordPress first. What they hold moves with time; the tests take what is there. */
const suites = ['bookworm', 'trixie', 'sid'] as const

/** The packages that `wordpress` links to for parts of itself, and the theme that it comes with. */
const parts = /^(libjs-|php-getid3$|libphp-phpmailer$|wordpress-theme-)/

/** True when every version that the tests know by name is unpacked. */
export function isFetched(): boolean {
  try {
    return Object.values(readVersions()).every((version) => existsSync(coreFolder(version)))
  } catch {
    return false
  }
}

/** Fetches WordPress from the three suites into the cache. Safe when two runs do it at once: each step ends in a rename. */
export async function fetchWordPress(): Promise<Versions> {
  mkdirSync(cacheFolder, { recursive: true })
  const work = mkdtempSync(join(cacheFolder, '.new-'))
  try {
    const found: string[] = []
    for (const suite of suites) found.push(await fetchSuite(suite, join(work, suite)))
    const [oldest = '', middle = '', newest = ''] = found
    const versions = { oldest, middle, newest }
    writeFileSync(join(work, 'versions.json'), JSON.stringify(versions))
    renameSync(join(work, 'versions.json'), versionsFile)
    return versions
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function fetchSuite(name: string, folder: string): Promise<string> {
  const suite = await openSuite(name, folder)
  const version = readVersion(suite, 'wordpress')
  if (existsSync(coreFolder(version))) return version
  unpackPackages(suite, ['wordpress', ...listDependencies(suite, 'wordpress', parts)], folder)
  const root = join(folder, 'root')
  const tree = join(folder, 'tree')
  copyTree(join(root, 'usr/share/wordpress'), tree, root)
  // Debian's own: the tests write theirs, and nginx reads no .htaccess.
  for (const file of ['wp-config.php', '.htaccess']) rmSync(join(tree, file), { force: true })
  try {
    renameSync(tree, coreFolder(version))
  } catch (error) {
    // Another run was faster: its tree is as good as ours.
    if (!existsSync(coreFolder(version))) throw error
  }
  return version
}

/** Copies a tree with every symbolic link replaced by what it points to, links from `/` being meant inside `root`. */
function copyTree(from: string, to: string, root: string): void {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    const source = followLinks(join(from, name), root)
    if (source === null) continue
    if (lstatSync(source).isDirectory()) copyTree(source, join(to, name), root)
    else copyFileSync(source, join(to, name))
  }
}

function followLinks(path: string, root: string): string | null {
  let current = path
  while (lstatSync(current).isSymbolicLink()) {
    const target = readlinkSync(current)
    // Settings and certificates of the machine (/etc) are no part of the package, and not needed here.
    if (target.startsWith('/etc/')) return null
    current = target.startsWith('/') ? join(root, target) : resolve(dirname(current), target)
  }
  return current
}
