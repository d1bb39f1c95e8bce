import { expect, test } from 'vitest'
import type { HttpResponse } from '../http/exchange.ts'
import { readPage, readRsd } from './page.ts'

const base = new URL('https://example.com/blog/')

function answer(text: string, headers: Record<string, string> = {}): HttpResponse {
  return { status: 200, headers, bytes: Buffer.from(text), text, truncated: false }
}

test('the root is read from the Link header, beside other links', () => {
  const link =
    '<https://example.com/blog/wp-json/>; rel="https://api.w.org/", <https://example.com/?p=1>; rel=shortlink'
  expect(readPage(answer('', { link }), base).roots.map(String)).toEqual(['https://example.com/blog/wp-json/'])
})

test('a root in the Link header may have a query', () => {
  const link = '<https://example.com/index.php?rest_route=/>; rel="https://api.w.org/"'
  expect(readPage(answer('', { link }), base).roots.map(String)).toEqual(['https://example.com/index.php?rest_route=/'])
})

test.each([
  `<link rel="https://api.w.org/" href="https://example.com/api/" />`,
  `<link rel='https://api.w.org/' href='/api/'>`,
  `<LINK HREF=/api/ REL=https://api.w.org/>`,
])('the root is read from %s', (tag) => {
  expect(readPage(answer(`<html><head>${tag}`), base).roots.map(String)).toEqual(['https://example.com/api/'])
})

test('a link inside a comment or a script is not a link', () => {
  const html = `<!-- <link rel="https://api.w.org/" href="/a/"> --><script>'<link rel="https://api.w.org/" href="/b/">'</script>`
  expect(readPage(answer(html), base).roots).toEqual([])
})

test.each(['javascript:alert(1)', 'file:///etc/passwd', 'http://['])('%s is not taken as a root', (href) => {
  expect(readPage(answer(`<link rel="https://api.w.org/" href="${href}">`), base).roots).toEqual([])
})

test('the version comes from the generator', () => {
  expect(readPage(answer('<meta name="generator" content="WordPress 6.8.1">'), base).version).toBe('6.8.1')
})

test("the version comes from core's own assets, not from a plugin's", () => {
  const html = `<link href="/wp-content/plugins/x/style.css?ver=99.1"><script src="/wp-includes/js/dist/hooks.min.js?ver=6.7.2">`
  expect(readPage(answer(html), base).version).toBe('6.7.2')
})

test('a page without marks is not WordPress', () => {
  expect(readPage(answer('<title> A  shop </title><meta name="generator" content="Wix.com">'), base)).toMatchObject({
    wordpress: false,
    title: 'A shop',
    version: null,
  })
})

test('at most four roots are taken from a hostile page', () => {
  const html = Array.from({ length: 1000 }, (_, index) => `<link rel="https://api.w.org/" href="/${index}/">`).join('')
  expect(readPage(answer(html), base).roots).toHaveLength(4)
})

test('the root is read from an RSD document', () => {
  const xml =
    '<rsd><service><apis><api name="WordPress" apiLink="https://example.com/xmlrpc.php" /><api name="WP-API" blogID="1" preferred="false" apiLink="https://example.com/?rest_route=/&amp;x=1" /></apis></service></rsd>'
  expect(readRsd(xml, base)?.href).toBe('https://example.com/?rest_route=/&x=1')
})
