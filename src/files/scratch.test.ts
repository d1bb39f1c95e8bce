import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openScratch } from './scratch.ts'
import { sha256Of } from './sha256.ts'

function provideFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pressroom-scratch-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'scratch')
}

test('what is written is read as often as one likes, by this account alone, and is gone when it is released', async () => {
  const folder = provideFolder()
  const scratch = await openScratch(folder)
  expect(existsSync(folder)).toBe(false)
  const [one, other] = [await scratch.create(), await scratch.create()]
  const pieces = Array.from({ length: 40 }, () => randomBytes(50_000))
  for (const piece of pieces) await one.write(piece)
  await other.write(Buffer.from('other'))
  const file = await one.read()
  const whole = Buffer.concat(pieces)
  for (let n = 0; n < 2; n++) expect(Buffer.from(await file.arrayBuffer()).equals(whole)).toBe(true)
  expect(await sha256Of(file)).toBe(await sha256Of(new Blob([whole])))
  expect(await (await other.read()).text()).toBe('other')
  expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600])
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  await one.release()
  await one.release()
  await expect(file.arrayBuffer()).rejects.toThrow()
  await other.release()
  expect(readdirSync(folder)).toEqual([])
})

test('what a crash left is gone at the next start', async () => {
  const folder = provideFolder()
  mkdirSync(folder)
  writeFileSync(join(folder, '1'), 'left')
  await (await (await openScratch(folder)).create()).release()
  expect(readdirSync(folder)).toEqual([])
})
