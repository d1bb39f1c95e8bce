import type { SiteFacts } from '../../../connectors/wordpress/facts.ts'
import type { StoredPost } from '../../../connectors/wordpress/stored-post.ts'
import type { Seo } from './adapter.ts'
import { seoAdapters } from './adapters.ts'

/** Everything that an adapter could be told, so that it says where it would keep it. */
const everything: Seo = {
  title: 'title',
  description: 'description',
  canonical: 'canonical',
  focusKeyword: 'focusKeyword',
  socialImage: 'socialImage',
  robots: ['noindex', 'nofollow'],
}

/** What a post says to search engines, out of the first plugin that the site has; and the custom fields that hold it. */
export function readSeo(
  post: StoredPost,
  facts: SiteFacts,
): { readonly seo: Partial<Seo>; readonly names: ReadonlySet<string> } {
  const adapter = seoAdapters.find(({ namespace }) => facts.namespaces.includes(namespace))
  if (adapter === undefined) return { seo: {}, names: new Set() }
  const seo: Record<string, unknown> = {}
  const robots: string[] = []
  const parts = Object.entries(adapter.meta(everything)).flatMap(([field, part]) =>
    part === null ? [] : [[field.replace(/^seo\./, ''), part] as const],
  )
  for (const [field, { name, value }] of parts) {
    const kept = post.meta[name]
    const [, word] = /^robots\.(\w+)$/.exec(field) ?? []
    if (word !== undefined && kept === value) robots.push(word)
    else if (field === 'robots' && Array.isArray(kept))
      robots.push(...kept.filter((item) => typeof item === 'string' && /^[a-z-]+$/.test(item)).slice(0, 20))
    else if (word === undefined && field !== 'robots') seo[field] = textOf(kept)
  }
  if (adapter.field !== undefined) {
    const kept = mapOf(post.extra[adapter.field.name])
    Object.assign(seo, {
      title: textOf(kept.title),
      description: textOf(kept.description),
      canonical: textOf(kept.canonical_url),
    })
  }
  if (typeof seo.canonical === 'string' && !/^https?:$/.test(URL.parse(seo.canonical)?.protocol ?? ''))
    seo.canonical = null
  return { seo: { ...seo, robots }, names: new Set(parts.map(([, { name }]) => name)) }
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.slice(0, 2000).trim() : ''
  return text === '' ? null : text
}
