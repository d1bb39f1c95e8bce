import type { Article } from '../../../content/article.ts'
import { collectFiles, collectImages } from '../../../content/images.ts'
import { parsePublishDate } from '../../../content/publish-date.ts'
import { slugOf } from '../../../webflow/mapping.ts'
import type { WebflowFacts } from '../open-site.ts'
import type { Target } from './target.ts'

/** How an article is wanted on a site, over what it says itself. */
export interface ItemWishes {
  readonly status?: Article['status'] | undefined
  readonly date?: Article['date'] | undefined
  readonly categories?: readonly string[] | undefined
  readonly tags?: readonly string[] | undefined
  readonly author?: string | undefined
  readonly canonical?: string | undefined
  /** Waits for the next publication of the whole site instead of going live at once. */
  readonly withSite?: boolean | undefined
}

interface ItemImage {
  readonly src: string
  readonly alt: string
  /** SHA-256 of the bytes, hex. */
  readonly hash: string
}

/** Everything about an item that is known before the first request. */
export interface ItemPlan {
  readonly target: Target
  /** `scheduled`: a draft until `at`, when we publish it: Webflow itself cannot. */
  readonly state: 'draft' | 'queued' | 'live' | 'scheduled'
  /** Unix ms; `null` where it is not scheduled. */
  readonly at: number | null
  /** The article's own; `null` where it says none. */
  readonly slug: string | null
  /** The slug of a new item; the others where that is taken, each made of the mark, so that they are known again. */
  readonly slugs: readonly string[]
  readonly date: string | null
  readonly terms: { readonly categories: readonly string[] | null; readonly tags: readonly string[] | null }
  readonly author: string | null
  readonly canonical: string | null
  /** That were kept, and so are uploaded. */
  readonly images: readonly ItemImage[]
  /** What the item cannot have, whatever is in it. */
  readonly drops: readonly { readonly field: string; readonly why: string }[]
}

const longestSlug = 80

/** What will be done, without asking anybody. Pure. Throws `bad_input` for a body that cannot be read. */
export function planItem(input: {
  readonly article: Article
  /** The hash of the asset for each `src` that was kept. */
  readonly assets: Readonly<Record<string, string>>
  readonly wishes: ItemWishes
  readonly facts: WebflowFacts
  readonly target: Target
  readonly mark: string
  /** Unix ms. */
  readonly now: number
}): ItemPlan {
  const { article, assets, wishes, facts, target, mark, now } = input
  const drops: { field: string; why: string }[] = []
  const at = momentOf(wishes.date ?? article.date, facts.site.timezone)
  const status = wishes.status ?? article.status ?? 'draft'
  if (status === 'private') drops.push({ field: 'status', why: 'Webflow has no private items: it stays a draft' })
  if (article.seo.robots.length > 0) drops.push({ field: 'seo.robots', why: 'items have none in Webflow' })
  const isLater = (status === 'publish' || status === 'future') && at !== null && at > now
  const goes = status === 'publish' || status === 'future'
  const base = slugOf(article.slug ?? '') || slugOf(article.title) || `article-${mark.slice(0, 10)}`
  const short = base.slice(0, longestSlug).replace(/-+$/, '')
  const featured = article.featuredImage
  const images = [...(featured === null ? [] : [featured]), ...collectImages(article.body)]
  if (featured !== null && !(featured.src in assets) && !/^https?:/i.test(featured.src))
    drops.push({ field: 'featuredImage', why: 'its file was not kept' })
  for (const { src } of collectFiles(article.body))
    drops.push({
      field: `files.${src.slice(0, 100)}`,
      why: 'only images are uploaded to Webflow: its address in the item leads nowhere',
    })
  return {
    target,
    state: isLater ? 'scheduled' : !goes ? 'draft' : wishes.withSite === true ? 'queued' : 'live',
    at: isLater ? at : null,
    slug: article.slug === null ? null : base,
    slugs: [base, `${short}-${mark.slice(0, 6)}`, `${short}-${mark.slice(0, 16)}`],
    date: at === null ? null : new Date(at).toISOString(),
    terms: {
      categories: wishes.categories ?? article.terms.categories,
      tags: wishes.tags ?? article.terms.tags,
    },
    author: wishes.author ?? article.author,
    canonical: wishes.canonical ?? article.seo.canonical,
    images: images.flatMap(({ src, alt }) => {
      const hash = Object.hasOwn(assets, src) ? assets[src] : undefined
      return hash === undefined ? [] : [{ src, alt, hash }]
    }),
    drops,
  }
}

/** A clock time is the site's own. */
function momentOf(date: Article['date'] | undefined, timezone: string | null): number | null {
  if (date === null || date === undefined) return null
  if (date.kind === 'instant') return Date.parse(date.utc)
  const read = parsePublishDate(date.local, timezone ?? 'UTC')
  return read.kind === 'instant' ? Date.parse(read.utc) : null
}
