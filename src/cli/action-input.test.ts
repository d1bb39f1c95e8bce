import { expect, test } from 'vitest'
import { type InputSources, readActionInput } from './action-input.ts'

const schema = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    title: { type: 'string' },
    force: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string' } },
    ids: { type: 'array', items: { type: 'integer' } },
    either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    parent: { anyOf: [{ type: 'integer' }, { type: 'null' }] },
    status: { enum: ['draft', 'publish'] },
    bytes: { type: 'string', contentEncoding: 'base64' },
    nested: { type: 'object', properties: { deep: { type: 'object', properties: { count: { type: 'number' } } } } },
  },
}
const sources: InputSources = {
  file: async (path) => new Blob([path === 'fields.json' ? '{"id":9,"title":"From a file"}' : `<${path}>`]),
  stdin: async () => Buffer.from('{"force":true}'),
}
const read = (...words: string[]): Promise<unknown> => readActionInput(words, schema, sources)

test('text is read as the schema wants it', async () => {
  expect(await read('id=7', 'title=2024', 'force=yes', 'parent=null', 'status=draft', 'nested.deep.count=1.5')).toEqual(
    {
      id: 7,
      title: '2024',
      force: true,
      parent: null,
      status: 'draft',
      nested: { deep: { count: 1.5 } },
    },
  )
  expect(await read('either=5', 'title=a=b:=c', 'title=')).toEqual({ either: 5, title: '' })
  // What is no number stays what was typed, for the hub to say what is wrong.
  expect(await read('id=seven')).toEqual({ id: 'seven' })
})

test('a list takes one more each time, or all at once as JSON', async () => {
  expect(await read('tags=a', 'tags=b', 'tags[]=3', 'ids=1', 'ids=2')).toEqual({ tags: ['a', 'b', '3'], ids: [1, 2] })
  expect(await read('tags=a', 'tags:=["x","y"]')).toEqual({ tags: ['x', 'y'] })
})

test('what the schema does not know is read as a person means it', async () => {
  expect(await read('meta.count=5', 'meta.text=five', 'meta.list=[1]', 'meta.broken=[1', 'meta.word:="5"')).toEqual({
    meta: { count: 5, text: 'five', list: [1], broken: '[1', word: '5' },
  })
})

test('files give text, or go along where bytes are wanted; JSON comes from anywhere, the last word wins', async () => {
  const { bytes, title } = (await read('title=@a.txt', 'bytes=@x/a.png', 'title=@-')) as { bytes: File; title: string }
  expect([title, bytes.name, await bytes.text()]).toEqual(['{"force":true}', 'a.png', '<x/a.png>'])
  expect(await read('@fields.json', '{"id":3}', '-', 'title=Last')).toEqual({ id: 3, force: true, title: 'Last' })
})

test('what is wrong is said, and nobody’s prototype is touched', async () => {
  await expect(read('novalue')).rejects.toMatchObject({ code: 'bad_input', message: '"novalue" sets no field' })
  await expect(read('id:={')).rejects.toMatchObject({ message: 'id is not JSON' })
  await expect(read('{"a"')).rejects.toMatchObject({ message: 'the input is not JSON' })
  const input = await read('__proto__.polluted=1', '{"__proto__":{"polluted":2}}')
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  expect(Object.keys(input as object)).toEqual(['__proto__'])
})
