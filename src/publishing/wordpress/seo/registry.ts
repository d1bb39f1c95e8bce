import type { SiteFacts } from '../../../connectors/wordpress/facts.ts'
import { type FittedMeta, fitMeta } from '../../../connectors/wordpress/fit-meta.ts'
import type { PostFields } from '../../../connectors/wordpress/write-posts.ts'
import type { Drop } from '../../drop.ts'
import { metaSnippet } from '../meta-snippet.ts'
import type { Seo, SeoAdapter } from './adapter.ts'
import { seoAdapters } from './adapters.ts'

export interface SeoPlan {
  readonly meta: PostFields
  /** Fields of posts that a plugin added. */
  readonly fields: PostFields
  readonly drops: readonly Drop[]
  /** The field, and its part, that has the address of the image for social networks; null where none is sent. */
  readonly social: { readonly field: string; readonly part: string } | null
}

const noSeo = { meta: {}, fields: {}, social: null } as const

/** Where a site keeps what the article says to search engines: in the first plugin that it has, and as far as that lets the API write. */
export function planSeo(seo: Seo, facts: SiteFacts, type: string): SeoPlan {
  const said = saidOf(seo)
  if (said.length === 0) return { ...noSeo, drops: [] }
  const adapter = adapterOf(facts)
  if (adapter === undefined) {
    const why = 'no plugin for search engines was seen on this site'
    return { ...noSeo, drops: said.map((field) => ({ field, why, snippet: null })) }
  }
  const known = facts.types.get(type)
  if (adapter.field !== undefined) return planField(adapter, adapter.field, seo, said, known?.extra ?? [])
  const meta: PostFields = {}
  const closed: { readonly field: string; readonly why: string }[] = []
  const wanted: PostFields = {}
  for (const [field, part] of Object.entries(adapter.meta(seo))) {
    if (part === null) continue
    const { name, value } = part
    const fitted: FittedMeta =
      known?.meta === null || known?.meta.includes(name)
        ? fitMeta(name, value, known.metaSchemas[name])
        : { why: `${adapter.title} does not show this to the API: WordPress would drop it without a word` }
    if ('value' in fitted) meta[name] = fitted.value
    else {
      closed.push({ field, why: fitted.why })
      wanted[name] = value
    }
  }
  const snippet = closed.length === 0 ? null : metaSnippet(wanted)
  const social = adapter.meta(seo)['seo.socialImage']?.name
  return {
    meta,
    fields: {},
    drops: closed.map((one) => ({ ...one, snippet })),
    social: social === undefined || !Object.hasOwn(meta, social) ? null : { field: 'meta', part: social },
  }
}

/** The field of posts that takes all of it at once, where the site's plugin has one. */
export function seoFieldOf(facts: SiteFacts): SeoAdapter['field'] {
  return adapterOf(facts)?.field
}

function adapterOf({ namespaces }: SiteFacts): SeoAdapter | undefined {
  return seoAdapters.find(({ namespace }) => namespaces.includes(namespace))
}

function planField(
  { title }: SeoAdapter,
  { name, value, social }: NonNullable<SeoAdapter['field']>,
  seo: Seo,
  said: readonly string[],
  extra: readonly string[],
): SeoPlan {
  if (extra.includes(name)) {
    const place = seo.socialImage === null ? null : { field: name, part: social }
    return { meta: {}, fields: { [name]: value(seo) }, drops: [], social: place }
  }
  const why = `${title} keeps it in a table of its own, which only its REST API add-on opens`
  return { ...noSeo, drops: said.map((field) => ({ field, why, snippet: null })) }
}

function saidOf(seo: Seo): string[] {
  return Object.entries(seo).flatMap(([name, value]) =>
    value === null || (Array.isArray(value) && value.length === 0) ? [] : [`seo.${name}`],
  )
}
