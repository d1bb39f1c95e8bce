import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Which WordPress plays which part; the numbers are whatever the suites of Debian hold when they are fetched. */
export type VersionName = 'oldest' | 'middle' | 'newest'
export type Versions = Readonly<Record<VersionName, string>>

/** Where fetched WordPress trees are kept between runs: `<cache>/<version>/`, outside git. */
export const cacheFolder = process.env.PRESSROOM_TEST_CACHE
  ? resolve(process.env.PRESSROOM_TEST_CACHE)
  : resolve(import.meta.dirname, '../../.cache/wordpress')

/** Written last by `bring.ts`, so whoever can read it may count on every tree that it names. */
export const versionsFile = join(cacheFolder, 'versions.json')

/** The versions at hand. Throws when nothing was fetched yet: a missing WordPress fails a test, it never skips one. */
export function readVersions(): Versions {
  try {
    return JSON.parse(readFileSync(versionsFile, 'utf8')) as Versions
  } catch (cause) {
    throw new Error('WordPress was not fetched yet: run "node test/wordpress/bring.ts" first', { cause })
  }
}

/** The folder that holds the files of one version of WordPress. */
export function coreFolder(version: string): string {
  return join(cacheFolder, version)
}
