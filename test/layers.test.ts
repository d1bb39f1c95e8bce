import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { expect, test } from 'vitest'

/** The layer table of docs/architecture.md: a folder of src/ and the folders it may import. Everyone may import the base. */
const base = ['errors', 'config', 'log', 'files']
const table: Record<string, readonly string[]> = {
  errors: [],
  config: [],
  log: [],
  files: [],
  http: [],
  vault: [],
  content: [],
  store: [],
  wordpress: ['http'],
  webflow: ['http'],
  webhook: ['http'],
  model: ['http'],
  accounts: ['store'],
  jobs: ['store'],
  connectors: ['wordpress', 'webflow', 'webhook', 'http', 'content'],
  connections: ['connectors', 'vault', 'store', 'jobs', 'http'],
  deliveries: ['connections', 'connectors', 'webhook', 'store', 'jobs'],
  publishing: ['deliveries', 'connections', 'connectors', 'content', 'store', 'jobs', 'http'],
  scenarios: ['publishing', 'deliveries', 'connections', 'connectors', 'model', 'content', 'http', 'store', 'jobs'],
  assistant: ['scenarios', 'connections', 'model'],
  operations: [
    'assistant',
    'scenarios',
    'publishing',
    'deliveries',
    'connections',
    'connectors',
    'accounts',
    'jobs',
    'model',
    'webhook',
    'webflow',
    'wordpress',
    'store',
    'content',
    'vault',
    'http',
  ],
  server: ['operations', 'accounts'],
  cli: ['operations'],
  mcp: ['operations'],
}

interface Import {
  readonly file: string
  readonly from: string
  readonly to: string
}

const root = resolve(import.meta.dirname, '../src')

function listImports(): Import[] {
  const found: Import[] = []
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || entry.name.endsWith('.test.ts')) continue
    const file = join(entry.parentPath, entry.name)
    for (const match of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
      const target = resolve(dirname(file), match[1] ?? '')
      found.push({ file: relative(root, file), from: layerOf(file), to: layerOf(target) })
    }
  }
  return found
}

/** The folder below src/; the files directly in src/ (main.ts and what it starts with) are the composition root, the empty name. */
function layerOf(file: string): string {
  const parts = relative(root, file).split(sep)
  return parts.length > 1 ? (parts[0] ?? '') : ''
}

const imports = listImports()
const web = resolve(root, '../web')

/** What files of web/ take from src/, each as the whole statement. */
function listWebImports(): { file: string; statement: string }[] {
  return readdirSync(web, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .flatMap((entry) => {
      const file = join(entry.parentPath, entry.name)
      const found = readFileSync(file, 'utf8').matchAll(
        /(?:import|export)[^'";]*?from\s*'[^']+'|import\s*\(?\s*'[^']+'/g,
      )
      return [...found].map(([statement]) => ({ file: relative(web, file), statement }))
    })
}

test('imports between files of src were seen', () => {
  expect(imports.length).toBeGreaterThan(10)
  expect(imports.some(({ from, to }) => from !== to && from !== '')).toBe(true)
})

test('every folder of src is in the layer table', () => {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  expect(folders.map((entry) => entry.name).filter((name) => !(name in table))).toEqual([])
})

test('every import points to a layer that its folder may use', () => {
  const wrong = imports.filter(
    ({ from, to }) => from !== '' && from !== to && !base.includes(to) && !(table[from] ?? []).includes(to),
  )
  expect(wrong.map(({ file, to }) => `${file} imports ${to || 'the composition root'}`)).toEqual([])
})

test('the command line loads operations, and with them the database, only for a command that needs them', () => {
  const early = readdirSync(join(root, 'cli')).filter(
    (name) =>
      !name.endsWith('.test.ts') &&
      /^import (?!type )[^;']*? from '\.\.\/operations\//m.test(readFileSync(join(root, 'cli', name), 'utf8')),
  )
  expect(early).toEqual([])
})

test('the base imports nothing but itself', () => {
  const wrong = imports.filter(({ from, to }) => base.includes(from) && !base.includes(to))
  expect(wrong).toEqual([])
})

test('the web interface takes nothing from src but types of operations', () => {
  const taken = listWebImports().filter(({ statement }) => /['/]src\//.test(statement))
  expect(taken.length).toBeGreaterThan(0)
  const wrong = taken.filter(({ statement }) => !/^import type [^']*'(?:\.\.\/)+src\/operations\//.test(statement))
  expect(wrong).toEqual([])
})
