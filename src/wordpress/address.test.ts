import { expect, test } from 'vitest'
import { HubError } from '../errors/hub-error.ts'
import { listCandidates, normaliseAddress } from './address.ts'

test.each([
  ['example.com', 'https://example.com/'],
  ['  example.com  ', 'https://example.com/'],
  ['"https://example.com"', 'https://example.com/'],
  ['<https://example.com>', 'https://example.com/'],
  ['HTTP://Example.COM', 'http://example.com/'],
  ['//example.com/blog', 'https://example.com/blog/'],
  ['https://example.com/wp-admin/', 'https://example.com/'],
  ['https://example.com/blog/wp-admin/post.php?post=1&action=edit', 'https://example.com/blog/'],
  ['https://example.com/wp-login.php?redirect_to=x', 'https://example.com/'],
  ['https://example.com/wp-json', 'https://example.com/'],
  ['https://example.com/sub/wp-json/wp/v2/posts', 'https://example.com/sub/'],
  ['https://example.com/xmlrpc.php', 'https://example.com/'],
  ['https://example.com/index.php?rest_route=/', 'https://example.com/'],
  ['https://example.com/#top', 'https://example.com/'],
  ['https://user:secret@example.com/', 'https://example.com/'],
  ['example.com:8443/blog', 'https://example.com:8443/blog/'],
  ['127.0.0.1:8080', 'https://127.0.0.1:8080/'],
  ['localhost', 'https://localhost/'],
  ['bücher.example', 'https://xn--bcher-kva.example/'],
])('%s is the site at %s', (typed, address) => {
  expect(normaliseAddress(typed).url.href).toBe(address)
})

test.each([
  '',
  '   ',
  'ftp://example.com',
  'javascript:alert(1)',
  'mailto:a@example.com',
  'jane@example.com',
  'word',
  'https://',
  'http://[::1',
  'a'.repeat(3000),
])('%.30j is refused as an address', (typed) => {
  expect(() => normaliseAddress(typed)).toThrow(HubError)
})

test('without a typed scheme https, the www twin and http are candidates, in this order', () => {
  expect(listCandidates(normaliseAddress('example.com')).map(({ url }) => url.href)).toEqual([
    'https://example.com/',
    'https://www.example.com/',
    'http://example.com/',
  ])
})

test('a typed https is never turned into http', () => {
  const candidates = listCandidates(normaliseAddress('https://example.com/a/b/'))
  expect(candidates.every(({ url }) => url.protocol === 'https:')).toBe(true)
})

test('parent folders are candidates, at most four', () => {
  const candidates = listCandidates(normaliseAddress('https://example.com/a/b/c/d/e/f/'))
  expect(candidates.filter(({ how }) => how === 'parent folder').map(({ url }) => url.pathname)).toEqual([
    '/a/b/c/d/e/',
    '/a/b/c/d/',
    '/a/b/c/',
    '/a/b/',
  ])
})

test.each(['https://127.0.0.1/', 'https://[::1]/', 'https://localhost/', 'https://a.b.example.com/'])(
  '%s has no www twin',
  (typed) => {
    expect(listCandidates(normaliseAddress(typed)).some(({ how }) => how === 'with or without www')).toBe(false)
  },
)
