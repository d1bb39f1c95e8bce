import { expect, test } from 'vitest'
import { createApiRoot, guessRoots, viaIndexPhp } from './api-root.ts'

test.each([
  ['https://example.com/wp-json/', 'https://example.com/wp-json/wp/v2/posts?page=2'],
  ['https://example.com/wp-json', 'https://example.com/wp-json/wp/v2/posts?page=2'],
  ['https://example.com/blog/api/', 'https://example.com/blog/api/wp/v2/posts?page=2'],
  ['https://example.com/index.php/wp-json/', 'https://example.com/index.php/wp-json/wp/v2/posts?page=2'],
  ['https://example.com/?rest_route=/', 'https://example.com/?rest_route=%2Fwp%2Fv2%2Fposts&page=2'],
  ['https://example.com/?lang=fr&rest_route=/', 'https://example.com/?lang=fr&rest_route=%2Fwp%2Fv2%2Fposts&page=2'],
])('posts below %s are at %s', (root, address) => {
  expect(createApiRoot(new URL(root)).route('/wp/v2/posts', { page: 2 }).href).toBe(address)
})

test('guesses are below the home page, in whatever folder it is', () => {
  expect(guessRoots(new URL('https://example.com/blog/?x=1')).map(String)).toEqual([
    'https://example.com/blog/wp-json/',
    'https://example.com/blog/?rest_route=/',
    'https://example.com/blog/index.php?rest_route=/',
  ])
  expect(guessRoots(new URL('https://example.com/blog/index.php'))[0]?.href).toBe('https://example.com/blog/wp-json/')
})

test('the same root by index.php', () => {
  expect(viaIndexPhp(createApiRoot(new URL('https://example.com/?rest_route=/'))).url.href).toBe(
    'https://example.com/index.php?rest_route=/',
  )
  expect(viaIndexPhp(createApiRoot(new URL('https://example.com/wp-json/'))).url.href).toBe(
    'https://example.com/wp-json/',
  )
})
