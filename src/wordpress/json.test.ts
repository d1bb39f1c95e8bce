import { expect, test } from 'vitest'
import { parseTolerantJson } from './json.ts'

test('clean JSON has no noise', () => {
  expect(parseTolerantJson('{"a":1}')).toEqual({ value: { a: 1 }, noise: null })
})

test('a byte order mark is named', () => {
  expect(parseTolerantJson('\uFEFF{"a":1}')).toEqual({ value: { a: 1 }, noise: 'a byte order mark' })
})

test('PHP warnings before the JSON are quoted as plain text', () => {
  const text =
    '<br />\n<b>Warning</b>:  Undefined variable $x in <b>/srv/{theme}/functions.php</b> on line <b>3</b><br />\n{"a":{"b":[1]}}'
  expect(parseTolerantJson(text)).toEqual({
    value: { a: { b: [1] } },
    noise: 'Warning : Undefined variable $x in /srv/{theme}/functions.php on line 3',
  })
})

test('a comment after the JSON is noise too', () => {
  expect(parseTolerantJson('{"a":1}\n<!-- Cached by somebody -->')?.value).toEqual({ a: 1 })
})

test.each(['', 'null', '"text"', '12', '<html><script>var a = {"b":1}</script></html>', '{"a":', '{'.repeat(100_000)])(
  '%.40s is no JSON answer',
  (text) => {
    expect(parseTolerantJson(text)).toBeNull()
  },
)

test('a page of braces is no JSON answer, and looking at it ends', () => {
  expect(parseTolerantJson(`${'{"a" '.repeat(500_000)}}`)).toBeNull()
})
