import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, inject, test } from 'vitest'
import { provideDesk } from './desk.ts'

const built = resolve(import.meta.dirname, '../../dist/web')
const most = 250 * 1024
const desk = provideDesk()

test('the pages that the tests see are those of the sources', () => {
  expect(inject('webBuildError')).toBeNull()
})

test('all script that a browser loads until the first page stands weighs less than 250 KB compressed', async () => {
  const page = await desk.open('/')
  await page.getByRole('heading', { level: 1 }).waitFor()
  const loaded = (await page.evaluate(
    `performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => path.endsWith('.js'))`,
  )) as string[]
  expect(loaded.length).toBeGreaterThan(1)
  const weights = loaded.map((path) => gzipSync(readFileSync(`${built}${path}`), { level: 9 }).length)
  const weight = weights.reduce((sum, one) => sum + one, 0)
  console.log(`The first page loads ${Math.round(weight / 1024)} KB of compressed script in ${loaded.length} files`)
  expect(weight).toBeLessThan(most)
})
