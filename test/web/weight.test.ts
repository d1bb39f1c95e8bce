import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { isBuilt } from '../../tools/build-web.ts'

const built = resolve(import.meta.dirname, '../../dist/web')
const most = 250 * 1024

test('the pages that the tests see are those of the sources', () => {
  expect(isBuilt()).toBe(true)
})

test('the script of the first page weighs less than 250 KB compressed', () => {
  const index = readFileSync(`${built}/index.html`, 'utf8')
  const scripts = [...index.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path)
  expect(scripts.length).toBeGreaterThan(0)
  const weights = scripts.map((path) => gzipSync(readFileSync(`${built}/${path}`), { level: 9 }).length)
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThan(most)
})
