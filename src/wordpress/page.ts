import { Parser } from 'htmlparser2'
import type { HttpResponse } from '../http/exchange.ts'

/** What one HTML page tells about the site behind it. */
export interface PageMarks {
  /** API roots that the page or its headers name, absolute; the page's word, at most 4. */
  readonly roots: readonly URL[]
  /** Really Simple Discovery document, which names the root too. */
  readonly rsd: URL | null
  /** The folder of WordPress's own files, by the address of its scripts and styles. */
  readonly core: URL | null
  /** WordPress shows: a generator, wp-content, wp-includes, a REST link. */
  readonly wordpress: boolean
  /** From the generator tag, or from the version that core's own assets carry. */
  readonly version: string | null
  readonly title: string | null
  readonly icon: URL | null
}

/** Reads a home page: headers and markup. Hostile input gives fewer marks, never an error. */
export function readPage(response: HttpResponse, base: URL): PageMarks {
  const roots = linkHeaderRoots(response.headers.link, base)
  const html = response.text
  let rsd: URL | null = null
  let icon: URL | null = null
  let generator: string | null = null
  let title = ''
  let inTitle = false
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === 'title' && title === '') inTitle = true
      if (name === 'meta' && attributes.name?.toLowerCase() === 'generator') generator ??= attributes.content ?? null
      if (name !== 'link' || attributes.href === undefined) return
      const url = resolve(attributes.href, base)
      const rel = attributes.rel?.toLowerCase() ?? ''
      if (url === null) return
      if (rel === restRelation) roots.push(url)
      else if (rel === 'edituri') rsd ??= url
      else if (/(?:^| )icon$/.test(rel)) icon ??= url
    },
    ontext(text) {
      if (inTitle) title += text
    },
    onclosetag(name) {
      if (name === 'title') inTitle = false
    },
  })
  parser.write(html)
  parser.end()
  return {
    roots: unique(roots).slice(0, 4),
    rsd,
    icon,
    core: coreFrom(html, base),
    version: versionFrom(generator, html),
    wordpress: roots.length > 0 || /^wordpress\b/i.test(generator ?? '') || /\/wp-(?:content|includes)\//.test(html),
    title: title.replace(/\s+/g, ' ').trim().slice(0, 200) || null,
  }
}

const restRelation = 'https://api.w.org/'

/** The REST roots of a `Link` header (RFC 8288): `<url>; rel="https://api.w.org/"`. */
function linkHeaderRoots(header: string | undefined, base: URL): URL[] {
  const found: URL[] = []
  for (const match of (header ?? '')
    .slice(0, 8192)
    .matchAll(/<([^<>]{1,2048})>((?:\s*;\s*[\w*-]+\s*=\s*(?:"[^"]*"|[^",;\s]*))*)/g)) {
    const relations = /;\s*rel\s*=\s*(?:"([^"]*)"|([^",;\s]*))/i.exec(match[2] ?? '')
    if (!(relations?.[1] ?? relations?.[2] ?? '').split(/\s+/).includes(restRelation)) continue
    const url = resolve(match[1] ?? '', base)
    if (url !== null) found.push(url)
  }
  return found
}

/** The root that an RSD document names: `<api name="WP-API" apiLink="…">`. */
export function readRsd(xml: string, base: URL): URL | null {
  const tag = /<api\s[^>]{0,2000}name="WP-API"[^>]{0,2000}>/i.exec(xml)?.[0]
  const link = tag === undefined ? undefined : /apiLink="([^"]{1,2048})"/i.exec(tag)?.[1]
  return link === undefined ? null : resolve(link.replace(/&amp;/g, '&'), base)
}

/** What stands before `/wp-includes/` in an attribute. Searched backwards from the word: nothing here grows with the page. */
function coreFrom(html: string, base: URL): URL | null {
  const end = html.indexOf('/wp-includes/')
  if (end < 0) return null
  const before = html.slice(Math.max(0, end - 300), end)
  const start = Math.max(...['"', "'", '(', '=', ' '].map((mark) => before.lastIndexOf(mark)))
  return start < 0 ? null : resolve(`${before.slice(start + 1)}/`, base)
}

function versionFrom(generator: string | null, html: string): string | null {
  const named = /^WordPress (\d+(?:\.\d+){1,2})/i.exec(generator ?? '')?.[1]
  // Core's own assets carry its version; a plugin's under wp-content carry theirs.
  const asset =
    /\/wp-includes\/(?:css\/dist|js\/dist|blocks|js\/wp-emoji)[^"'?\s]{0,200}\?ver=(\d+\.\d+(?:\.\d+)?)["'&]/.exec(
      html,
    )?.[1]
  return named ?? asset ?? null
}

function resolve(href: string, base: URL): URL | null {
  if (!URL.canParse(href.trim(), base.href)) return null
  const url = new URL(href.trim(), base)
  url.hash = ''
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null
}

function unique(urls: readonly URL[]): URL[] {
  return [...new Map(urls.map((url) => [url.href, url])).values()]
}
