import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jwtLogin, right } from '../../../test/fake-sites/classes.ts'
import { type FakeAnswer, serve } from '../../../test/fake-sites/server.ts'
import { type Behaviour, fakeWordPress, html } from '../../../test/fake-sites/wordpress.ts'
import { client } from '../../../test/http/servers.ts'
import { diagnose } from './diagnose.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Login } from './evidence.ts'

const verdicts = ['connected', 'connectable', 'refused', 'unavailable', 'not-wordpress']

/** Answers the nth request (from 0), and all later ones too where `on`. */
const nth = (n: number, answer: FakeAnswer, on = false): Behaviour => {
  let count = -1
  return (request, next) => {
    count++
    return count === n || (on && count > n) ? answer : next(request)
  }
}

async function examine(behaviour: Behaviour, login: Login | null, headersMs = 100): Promise<Diagnosis> {
  const site = await serve(fakeWordPress({ jwt: 'tmeister', behaviours: [behaviour] }))
  const http = client({ limits: { headersMs, bodyMs: 300 } })
  return (await diagnose(http, site.origin, login === null ? {} : { login })).diagnosis
}

function expectSound(diagnosis: Diagnosis): void {
  expect(verdicts).toContain(diagnosis.verdict)
  expect(diagnosis.title.length).toBeLessThan(400)
  expect(diagnosis.cause?.length ?? 0).toBeLessThan(1200)
  expect(diagnosis.confidence).toBeGreaterThanOrEqual(0)
  expect(diagnosis.confidence).toBeLessThanOrEqual(1)
  const text = JSON.stringify(diagnosis)
  expect(text.length).toBeLessThan(200_000)
  expect(text).not.toContain(right.password)
  // Nothing that a terminal would obey.
  expect(text).not.toMatch(/\\u00(?:0[0-8bcef]|1[\da-f]|7f|9[\da-f])/)
}

const logins: readonly (Login | null)[] = [null, right, jwtLogin]

test.each([0, 1, 2, 3, 4])('a connection that is cut at request %i gives a diagnosis', async (n) => {
  for (const login of logins) {
    expectSound(await examine(nth(n, 'cut'), login))
    expectSound(await examine(nth(n, 'cut', true), login))
  }
})

test.each([0, 1, 2, 3])('silence from request %i on gives a diagnosis', async (n) => {
  for (const login of logins) expectSound(await examine(nth(n, 'hang', true), login))
})

const status = fc.constantFrom(200, 201, 202, 204, 301, 302, 304, 400, 401, 403, 404, 406, 429, 500, 501, 503, 520)
const headers = fc.dictionary(
  fc.constantFrom(
    'content-type',
    'link',
    'location',
    'www-authenticate',
    'retry-after',
    'cache-control',
    'age',
    'server',
    'allow',
    'cf-ray',
  ),
  fc.string({ unit: 'grapheme-ascii', maxLength: 80 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
)
const body = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 500 }),
  fc.uint8Array({ maxLength: 500 }),
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    '<html><link rel="https://api.w.org/" href="//">',
    '<link rel="https://api.w.org/" href="http://[::1">',
    '{"code":"rest_not_logged_in","message":"x"}',
    '{"code":"x","message":"\\u001b[2J\\u202e"}',
    '{"namespaces":[],"routes":{},"authentication":{"application-passwords":{"endpoints":{"authorization":"ftp://x"}}}}',
    '{"namespaces":[1,null],"routes":{"a":1},"url":"//","home":"https://","name":{}}',
    '{"id":1,"username":"editor","roles":[null],"capabilities":{"edit_posts":"yes"}}',
    '\uFEFF{',
    '<?xml version="1.0"?><methodResponse><name>blogid</name></methodResponse>',
  ),
)

test('whatever a site answers at any place, there is a diagnosis', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: 4 }),
      fc.boolean(),
      status,
      headers,
      body,
      fc.constantFrom(...logins),
      async (n, on, code, given, text, login) => {
        const answer = { status: code, headers: { ...given, location: given.location ?? '/x' }, body: text }
        const clean = code >= 300 && code < 400 ? answer : { ...answer, headers: { ...given } }
        const diagnosis = await examine(nth(n, clean, on), login)
        expectSound(diagnosis)
      },
    ),
    { numRuns: Number(process.env.DEEP === '1' ? 5000 : 200) },
  )
}, 300_000)

const eight = 8 * 1024 * 1024
const bombs: readonly (readonly [name: string, body: string])[] = [
  ['opening brackets', '<'.repeat(eight)],
  ['opening tags', '<script'.repeat(eight / 7)],
  ['tags', '<p>'.repeat(eight / 3)],
  ['braces', '{"'.repeat(eight / 2)],
  ['brackets that close nothing', '['.repeat(eight)],
  ['brackets that close', `${'['.repeat(eight / 2)}${']'.repeat(eight / 2)}`],
  ['noise and brackets that close', `x${'['.repeat(eight / 2)}${']'.repeat(eight / 2)}`],
  ['spaces', ' '.repeat(eight)],
  ['braces and spaces', `${'{ '.repeat(eight / 2)}}`],
  ['an error whose message is brackets', `{"code":"x","message":"${'<'.repeat(eight)}","data":{"status":403}}`],
  [
    'an error of errors',
    `{"code":"internal_server_error","message":"x","data":{"error":{"message":"${'<b'.repeat(eight / 2)}"}}}`,
  ],
  ['"error code" without end', 'error code: '.repeat(eight / 12)],
  ['a Fatal error without end', `<b>Fatal error</b>:${'<'.repeat(eight)}`],
  ['noise before JSON', `${'<'.repeat(eight / 2)}{"a":1}`],
  ['noise after JSON', `{"a":1}${'<'.repeat(eight / 2)}`],
  [
    'an index of many routes',
    `{"namespaces":["a"],"routes":{${Array.from({ length: 200_000 }, (_, i) => `"/r${i}":{}`).join(',')}}}`,
  ],
  ['RSD tags', '<api name='.repeat(eight / 10)],
  ['a title without end', `<title>${'x'.repeat(eight)}`],
]

test.each(bombs)(
  '8 MB of %s do not hold us up',
  async (_name, text) => {
    for (const code of [200, 403]) {
      for (const n of [0, 1, 2]) {
        const started = performance.now()
        expectSound(await examine(nth(n, html(text, code), true), right, 5000))
        expect(performance.now() - started).toBeLessThan(20_000)
      }
    }
  },
  120_000,
)

test.each([0, 1, 2, 3])('Ctrl-C during request %i ends it at once', async (n) => {
  const controller = new AbortController()
  let started = 0
  const site = await serve(
    fakeWordPress({
      behaviours: [
        (request, next) => {
          if (site.requests.length <= n) return next(request)
          started = performance.now()
          setTimeout(() => controller.abort(), 20)
          return 'hang'
        },
      ],
    }),
  )
  const login = { ...right, password: 'zzzz zzzz zzzz zzzz zzzz zzzz' }
  await expect(diagnose(client(), site.origin, { login, signal: controller.signal })).rejects.toMatchObject({
    code: 'cancelled',
  })
  expect(performance.now() - started).toBeLessThan(5_000)
})
