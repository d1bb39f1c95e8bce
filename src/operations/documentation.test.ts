import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readActionInput } from '../cli/action-input.ts'
import type { Action } from '../connectors/action.ts'
import type { Connector } from '../connectors/connector.ts'
import { listConnectors } from '../connectors/registry.ts'
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts'

/** One call of each kind that works as it stands here. */
const examples: Readonly<Record<string, readonly [connection: string, action: string, ...words: string[]]>> = {
  wordpress: ['blog', 'posts.create', "title='Tea time'", 'status=draft'],
  webflow: ['shop', 'items.list', 'collection=blog-posts', 'limit=5'],
  webhook: ['endpoint', 'test'],
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.'
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/\n/g, ' ')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ')

function requiredIn({ required }: JsonSchema): string[] {
  return Array.isArray(required) ? required.map(String) : []
}

/** Which fields a key is made of, as its function asks for them. */
function keyFields({ key }: Action): string[] {
  const asked = new Set<string>()
  const input = new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name === 'string') asked.add(name)
        return undefined
      },
    },
  )
  try {
    key?.(input)
  } catch {
    // It wanted more of a field than nothing; what it asked for before is known.
  }
  return [...asked]
}

function describeKind({ kind, title, actions, lookups, triggers }: Connector): string {
  const [connection, action, ...words] = examples[kind] ?? ['', '']
  const call = `pressroom act ${connection} ${action}${words.length === 0 ? '' : ` --input ${words.join(' ')}`}`
  return [
    `## ${title} (\`${kind}\`)`,
    `\`\`\`sh\n${call}\n\`\`\``,
    table(
      ['Action', 'What it does', 'Effect', 'Found again by', 'Needs'],
      Object.entries(actions).map(([name, one]) => [
        `\`${name}\``,
        [one.title, one.description].filter((part) => part !== undefined).join('. '),
        one.effect,
        one.effect === 'keyed' ? code(keyFields(one)) : '',
        code(requiredIn(jsonSchemaOf(one.input))),
      ]),
    ),
    '### Look-ups',
    table(
      ['Look-up', 'What it gives', 'Needs'],
      Object.entries(lookups).map(([name, one]) => [
        `\`${name}\``,
        one.title,
        code(requiredIn(jsonSchemaOf(one.input))),
      ]),
    ),
    '### Triggers',
    table(
      ['Trigger', 'What it tells', 'Needs'],
      Object.entries(triggers).map(([name, one]) => [
        `\`${name}\``,
        [one.title, one.description].filter((part) => part !== undefined).join('. '),
        code(requiredIn(jsonSchemaOf(one.input))),
      ]),
    ),
  ].join('\n\n')
}

test('docs/actions.md lists every action, look-up and trigger of every connector', async () => {
  const introduction = readFileSync(new URL('../../test/connectors/actions-introduction.md', import.meta.url), 'utf8')
  const text = `${introduction}\n${listConnectors().map(describeKind).join('\n\n')}\n`
  await expect(text).toMatchFileSnapshot('../../docs/actions.md')
})

test('every kind has an example, and each is a call that its action takes', async () => {
  expect(Object.keys(examples).sort()).toEqual(
    listConnectors()
      .map(({ kind }) => kind)
      .sort(),
  )
  const nowhere = { file: async () => new Blob([]), stdin: async () => Buffer.of() }
  for (const { kind, actions } of listConnectors()) {
    const [, name = '', ...words] = examples[kind] ?? ['', '']
    const action = actions[name]
    if (action === undefined) throw new Error(`${kind} has no action ${name}`)
    const input = await readActionInput(words, jsonSchemaOf(action.input), nowhere)
    expect([kind, action.input.safeParse(input).error]).toEqual([kind, undefined])
  }
})

test('every schema can be written as JSON Schema, takes an object, and names look-ups that are there', () => {
  const wrong: string[] = []
  for (const { kind, actions, lookups, triggers } of listConnectors()) {
    const all = { ...actions, ...triggers }
    for (const [name, { input, output }] of Object.entries(all)) {
      const schema = jsonSchemaOf(input)
      if (schema.type !== 'object' && schema.anyOf === undefined && schema.oneOf === undefined)
        wrong.push(`${kind} ${name} takes no object`)
      jsonSchemaOf(output)
      for (const [, lookup = ''] of JSON.stringify(schema).matchAll(/"lookup":"([^"]+)"/g))
        if (!Object.hasOwn(lookups, lookup)) wrong.push(`${kind} ${name}: there is no look-up ${lookup}`)
    }
  }
  expect(wrong).toEqual([])
})

test('what is keyed can be found, and nothing else claims to', () => {
  for (const { kind, actions } of listConnectors())
    for (const [name, { effect, key, find }] of Object.entries(actions)) {
      const keyed = effect === 'keyed' ? 'key and find' : 'neither'
      const has = key !== undefined && find !== undefined ? 'key and find' : 'neither'
      expect(`${kind} ${name}: ${has}`).toBe(`${kind} ${name}: ${keyed}`)
    }
})
