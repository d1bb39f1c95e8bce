import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKeyFile } from './key-file.ts'
import { makeKeyText, parseKeys } from './keys.ts'
import { type CanaryPlace, createVault, openVault } from './open-vault.ts'
import { restoreKeyFile } from './restore-keys.ts'
import { placeOf } from './seal.ts'
import { unwrapKeys } from './wrap.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pressroom-vault-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const place = placeOf('connections', 'con_1', 'sealed')
const coded = (code: string) => expect.objectContaining({ code })

function createCanaryPlace(): CanaryPlace & { kept: string | null } {
  const canary = {
    kept: null as string | null,
    read: async () => canary.kept,
    provide: async (sealed: string) => {
      canary.kept ??= sealed
      return canary.kept
    },
  }
  return canary
}

test('what was sealed for a place opens there, whatever it says', () => {
  const vault = createVault(parseKeys(makeKeyText()), null)
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (secret) => {
      const sealed = vault.seal(secret, place)
      expect(vault.open(sealed, place)).toBe(secret)
      if (secret.length > 3) expect(sealed).not.toContain(secret)
    }),
  )
})

test('it opens in no other row, column or table', () => {
  const vault = createVault(parseKeys(makeKeyText()), null)
  const sealed = vault.seal('abcd efgh', place)
  for (const other of ['connections/con_2/sealed', 'connections/con_1/sealed_next', 'handshakes/con_1/sealed', '']) {
    expect(() => vault.open(sealed, other)).toThrow(coded('sealed_damaged'))
  }
})

test('a value of which one character was changed does not open', () => {
  const vault = createVault(parseKeys(makeKeyText()), null)
  const sealed = vault.seal('abcd efgh', place)
  for (let i = 0; i < sealed.length; i++) {
    const letter = sealed[i] === 'A' ? 'B' : 'A'
    const changed = sealed.slice(0, i) + letter + sealed.slice(i + 1)
    // The last letter of base64 can carry bits that mean nothing.
    if (
      Buffer.from(changed.split('.')[2] ?? '', 'base64url').equals(
        Buffer.from(sealed.split('.')[2] ?? '', 'base64url'),
      ) &&
      i > 12
    )
      continue
    expect(() => vault.open(changed, place), changed).toThrow(/./)
  }
  for (const broken of ['', 'v1', 'v2.00000000.AAAA', sealed.slice(0, 30), `${sealed}.x`, 'x'.repeat(3_000_000)]) {
    expect(() => vault.open(broken, place)).toThrow(coded('sealed_damaged'))
  }
})

test('the same secret sealed twice looks different', () => {
  const vault = createVault(parseKeys(makeKeyText()), null)
  expect(vault.seal('abcd', place)).not.toBe(vault.seal('abcd', place))
})

test('a key is 32 bytes in base64, base64url or hex, and nothing else', () => {
  const bytes = Buffer.alloc(32, 7)
  const forms = [
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ]
  expect(new Set(forms.map((form) => parseKeys(form)[0]?.id)).size).toBe(1)
  for (const bad of ['', ' , ', 'hunter2-hunter2', 'ab'.repeat(31), `${forms[0]}x`, 'a'.repeat(44), '*'.repeat(43)]) {
    expect(() => parseKeys(bad)).toThrow(coded('key_invalid'))
    if (bad.trim().length > 3) expect(() => parseKeys(bad)).not.toThrow(bad)
  }
})

test('the first start makes a key file for its owner alone, the next one reads it', async () => {
  const canary = createCanaryPlace()
  const first = await openVault({ key: null, folder }, canary)
  if (process.platform !== 'win32') expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['key'])
  const second = await openVault({ key: null, folder }, canary)
  expect(second.open(first.seal('secret', place), place)).toBe('secret')
})

test('two processes that make the key file at once agree on one key', () => {
  const file = join(folder, 'key')
  const [one] = createKeyFile(file)
  const [two] = createKeyFile(file)
  expect(one?.id).toBe(two?.id)
})

test('a lost key is told at start, and none is made in its place', async () => {
  const canary = createCanaryPlace()
  await openVault({ key: null, folder }, canary)
  rmSync(join(folder, 'key'))
  await expect(openVault({ key: null, folder }, canary)).rejects.toThrow(coded('key_missing'))
  expect(readdirSync(folder)).toEqual([])
})

test('a wrong or damaged key is told at start, and not shown', async () => {
  const canary = createCanaryPlace()
  await openVault({ key: null, folder }, canary)
  const other = makeKeyText()
  await expect(openVault({ key: other, folder }, canary)).rejects.toThrow(coded('key_wrong'))
  await expect(openVault({ key: other, folder }, canary)).rejects.not.toThrow(other)
  writeFileSync(join(folder, 'key'), 'garbage-garbage')
  await expect(openVault({ key: null, folder }, canary)).rejects.toThrow(coded('key_invalid'))
  await expect(openVault({ key: null, folder }, canary)).rejects.not.toThrow('garbage')
  await expect(openVault({ key: 'garbage', folder }, canary)).rejects.toThrow(/^PRESSROOM_KEY .*32 bytes/)
  await expect(openVault({ key: 'garbage', folder }, canary)).rejects.not.toThrow('garbage')
})

test('of two first starts on one database with keys of their own, one is told', async () => {
  const canary = createCanaryPlace()
  const starts = [makeKeyText(), makeKeyText()].map(async (key) => await openVault({ key, folder }, canary))
  const settled = await Promise.allSettled(starts)
  expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('a rotation seals with a new key, still opens the old values, and survives a crash at any point', async () => {
  const canary = createCanaryPlace()
  const vault = await openVault({ key: null, folder }, canary)
  const old = vault.seal('secret', place)
  const before = vault.keyId
  expect(vault.startRotation()).toBe(true)
  expect(vault.keyId).not.toBe(before)
  expect((await openVault({ key: null, folder }, canary)).open(old, place)).toBe('secret')
  const fresh = vault.reseal(old, place)
  expect(fresh).not.toBeNull()
  expect(vault.reseal(fresh ?? '', place)).toBeNull()
  canary.kept = vault.reseal(canary.kept ?? '', placeOf('instance', 'canary', 'sealed'))
  vault.finishRotation()
  expect(readFileSync(join(folder, 'key'), 'utf8').trim().split('\n')).toHaveLength(1)
  expect(() => vault.open(old, place)).toThrow(coded('key_wrong'))
  expect((await openVault({ key: null, folder }, canary)).open(fresh ?? '', place)).toBe('secret')
})

test('a key of the environment is rotated by giving two', async () => {
  const canary = createCanaryPlace()
  const [old, fresh] = [makeKeyText(), makeKeyText()]
  const before = await openVault({ key: old, folder }, canary)
  expect(() => before.startRotation()).toThrow(/PRESSROOM_KEY/)
  const sealed = before.seal('secret', place)
  const after = await openVault({ key: `${fresh},${old}`, folder }, canary)
  expect(after.startRotation()).toBe(false)
  expect(after.open(after.reseal(sealed, place) ?? '', place)).toBe('secret')
  expect(readdirSync(folder)).toEqual([])
})

test('keys wrapped with a passphrase come back with it alone, and go first into a key file', async () => {
  const canary = createCanaryPlace()
  const vault = await openVault({ key: makeKeyText(), folder }, canary)
  await expect(vault.wrap('short')).rejects.toThrow(coded('bad_input'))
  const wrapped = await vault.wrap('correct horse battery')
  await expect(unwrapKeys(wrapped, 'correct horse batterx')).rejects.toThrow(coded('key_wrong'))
  await expect(unwrapKeys(wrapped.replace('w1.17', 'w1.30'), 'correct horse battery')).rejects.toThrow(
    coded('backup_damaged'),
  )
  createKeyFile(join(folder, 'key'))
  await restoreKeyFile(folder, wrapped, 'correct horse battery')
  const restored = await openVault({ key: null, folder }, canary)
  expect(restored.keyId).toBe(vault.keyId)
})

test('inspecting or serializing a vault shows no key', async () => {
  const key = makeKeyText()
  const vault = await openVault({ key, folder }, createCanaryPlace())
  const shown =
    inspect(vault, { depth: 9, showHidden: true }) + JSON.stringify(vault) + inspect(parseKeys(key), { depth: 9 })
  expect(shown).not.toContain(key)
  expect(shown).not.toContain(Buffer.from(key, 'base64').toString('hex'))
})
