/**
 * Brings what the tests need and are not given by npm: servers and browser as Debian packages, and three versions of
 * WordPress. Runs before every `npm test`; quick when all is there. What is missing and cannot be brought is an error.
 */
import { execFileSync } from 'node:child_process'
import { installPackages } from './debian.ts'
import { fetchWordPress, isFetched } from './fetch.ts'
import { findPhp, findProgram } from './programs.ts'

/** A program and the Debian package that has it. */
const programs = {
  mariadbd: 'mariadb-server-core',
  'mariadb-install-db': 'mariadb-server-core',
  mariadb: 'mariadb-client',
  nginx: 'nginx',
  'chromium-headless-shell': 'chromium-headless-shell',
  openssl: 'openssl',
  setpriv: 'util-linux',
}

/** A module of PHP and the package that has it; the server and the command line come with every one of them. */
const modules = {
  mysqli: 'php-mysql',
  gd: 'php-gd',
  curl: 'php-curl',
  dom: 'php-xml',
  mbstring: 'php-mbstring',
  zip: 'php-zip',
  intl: 'php-intl',
}

function listMissing(): string[] {
  const missing = Object.entries(programs).flatMap(([program, name]) => (findProgram(program) === null ? [name] : []))
  const php = findPhp()
  if (php === null) return [...new Set([...missing, 'php-fpm', 'php-cli', ...Object.values(modules)])]
  const loaded = new Set(execFileSync(php.cli, ['-m'], { encoding: 'utf8' }).split('\n'))
  for (const [module, name] of Object.entries(modules)) if (!loaded.has(module)) missing.push(name)
  return [...new Set(missing)]
}

async function bringPrograms(): Promise<void> {
  const missing = listMissing()
  if (missing.length === 0) return
  if (findProgram('apt-get') === null) {
    throw new Error(`The tests need a Debian machine, or one that has: ${missing.join(', ')}`)
  }
  if (process.getuid?.() !== 0) {
    const command = `sudo apt-get update && sudo apt-get install --no-install-recommends ${missing.join(' ')}`
    throw new Error(
      `The tests need programs that only root can install here. Run this once, then try again:\n\n  ${command}`,
    )
  }
  console.log(`Installing ${missing.join(', ')}`)
  await installPackages(missing)
  const still = listMissing()
  if (still.length > 0) throw new Error(`Still missing after the installation: ${still.join(', ')}`)
}

try {
  await bringPrograms()
  if (!isFetched()) {
    console.log('Fetching WordPress')
    console.log(`WordPress ${Object.values(await fetchWordPress()).join(', ')}`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
