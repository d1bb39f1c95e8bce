import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { examplePayload } from './example.ts'
import { payloadJsonSchema, payloadSchema } from './payload.ts'

const docs = join(import.meta.dirname, '../../docs')
const project = { id: 'p1', name: 'Tea house' }

test('the schema that receivers get is the one that payloads are made with (written by tools/webhook-schema.ts)', async () => {
  const schema: unknown = JSON.parse(await readFile(join(docs, 'webhook-payload.v1.schema.json'), 'utf8'))
  expect(schema).toEqual(payloadJsonSchema())
})

test('the example has a value in every field and is a valid payload', () => {
  const payload = payloadSchema.parse(examplePayload(project, new Date()))
  const { article } = payload.data
  const empty = Object.entries(article).filter(
    ([, value]) => value === '' || (Array.isArray(value) && value.length === 0),
  )
  expect(empty).toEqual([])
  expect(payload.type).toBe('test')
})

test.each([
  ['another version', { version: 2 }],
  ['an unknown type', { type: 'article.eaten' }],
  ['a field that nobody documented', { extra: 1 }],
  ['a time without zone', { timestamp: '2026-01-01T00:00:00' }],
])('%s is no payload', (_, change) => {
  expect(payloadSchema.safeParse({ ...examplePayload(project, new Date()), ...change }).success).toBe(false)
})

interface Node {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly anyOf?: readonly Node[]
}

/** One table of docs/webhooks.md, from the schema. */
function tableOf(node: Node, path: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const inner = child.anyOf?.find(({ type }) => type !== 'null') ?? child
    const list = inner.type === 'array' ? (inner.items ?? {}) : inner
    const at = `${path}${name}${inner.type === 'array' ? '[]' : ''}`
    const type =
      inner.const !== undefined
        ? String(inner.const)
        : (inner.enum?.map((word) => `\`${word}\``).join(', ') ?? list.type)
    const nullable = child.anyOf?.some(({ type: one }) => one === 'null') ? ' or null' : ''
    const described = child.description ?? inner.description
    const row = described === undefined ? [] : [`| \`${at}\` | ${type}${nullable} | ${described} |`]
    return [...row, ...tableOf(list, `${at}.`)]
  })
}

test('the tables of fields in docs/webhooks.md are those of the schema', async () => {
  const { anyOf = [] } = payloadJsonSchema() as Node
  expect(anyOf).toHaveLength(2)
  const table = anyOf.flatMap((one) => tableOf(one, ''))
  expect(table.length).toBeGreaterThan(30)
  const page = await readFile(join(docs, 'webhooks.md'), 'utf8')
  const rows = page.split('\n').filter((line) => /^\| `(?:version|type|timestamp|data)/.test(line))
  const shown = rows.map((row) => row.replace(/ +\|/g, ' |'))
  expect(shown).toEqual(table)
})
