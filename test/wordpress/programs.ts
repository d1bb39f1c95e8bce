import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Debian keeps servers in folders that an ordinary user's PATH lacks. */
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/local/sbin']

/** The full path of a program, or null when this machine lacks it. */
export function findProgram(name: string): string | null {
  for (const folder of folders) {
    if (folder === '') continue
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder: the next one may have it.
    }
  }
  return null
}

/** The full path of a program that must be there: `bring.ts` has looked for it before the tests started. */
export function requireProgram(name: string): string {
  const path = findProgram(name)
  if (path === null) throw new Error(`${name} is missing on this machine: run "node test/wordpress/bring.ts" first`)
  return path
}

/** Command line and server of one PHP version, the newest that has both, or null. */
export function findPhp(): { readonly cli: string; readonly fpm: string } | null {
  const versions = folders
    .flatMap(listNames)
    .flatMap((name) => /^php-fpm(\d+\.\d+)$/.exec(name)?.[1] ?? [])
    .sort((a, b) => Number(b) - Number(a))
  for (const version of versions) {
    const cli = findProgram(`php${version}`)
    const fpm = findProgram(`php-fpm${version}`)
    if (cli !== null && fpm !== null) return { cli, fpm }
  }
  return null
}

/** {@link findPhp} for those who cannot go on without. */
export function requirePhp(): { readonly cli: string; readonly fpm: string } {
  const php = findPhp()
  if (php === null) throw new Error('PHP is missing on this machine: run "node test/wordpress/bring.ts" first')
  return php
}

function listNames(folder: string): string[] {
  try {
    return folder === '' ? [] : readdirSync(folder)
  } catch {
    return []
  }
}
