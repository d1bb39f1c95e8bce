import type { PostTypeFacts, SiteFacts } from '../../connectors/wordpress/facts.ts'
import { type FittedMeta, fitMeta } from '../../connectors/wordpress/fit-meta.ts'
import type { PostFields } from '../../connectors/wordpress/write-posts.ts'
import type { Article } from '../../content/article.ts'
import { collectFiles, collectImages } from '../../content/images.ts'
import { localSocialImage } from '../article-images.ts'
import type { Drop } from '../drop.ts'
import { type ImageChange, imageChangeFor, liesOnSite, uploadHash } from '../image-options.ts'
import type { PublishOptions } from '../options.ts'
import { metaSnippet } from './meta-snippet.ts'
import { planSeo } from './seo/registry.ts'

/** A term that the article names. */
export interface PlannedTerm {
  readonly taxonomy: string
  /** The field of the post that takes it. */
  readonly field: string
  readonly path: string
}

/** An image, or another file, that must be on the site first. */
export interface PlannedImage {
  readonly src: string
  /** What the upload is known by; the address of one that stays. */
  readonly hash: string
  /** The hash of the kept image, empty where none is, and what is done to it before. */
  readonly asset: string
  readonly change: ImageChange | null
  /** It stays where it is on the web; used under its id where it is known as one of this site. */
  readonly stays: boolean
  readonly alt: string
}

/** Everything that publishing an article on a site takes, known before the first request. */
export interface Plan {
  readonly type: string
  /** `marked`: one request of final status. `draft-first`: a draft under a slug of its own, then published by its id. */
  readonly method: 'marked' | 'draft-first'
  readonly format: 'blocks' | 'html'
  /** Without content, terms, author and images, which need the site's ids. */
  readonly fields: PostFields
  readonly terms: readonly PlannedTerm[]
  /** The fields of those of which the article says that it has none. Without a category, a post has the site's default one. */
  readonly none: readonly string[]
  readonly images: readonly PlannedImage[]
  /** The `src` of the featured image. */
  readonly featured: string | null
  /** The `src` of the image for social networks that is uploaded, and the field and its part that take its address. */
  readonly social: { readonly src: string; readonly field: string; readonly part: string } | null
  /** Login, name or e-mail. */
  readonly author: string | null
  readonly drops: readonly Drop[]
}

export interface PlanInput {
  readonly article: Article
  /** The hash of the asset for each `src` that was kept. */
  readonly assets: Readonly<Record<string, string>>
  readonly options: PublishOptions
  readonly facts: SiteFacts
  readonly siteKey: string
  /** The site's firewall was seen to refuse native blocks. */
  readonly refusesBlocks: boolean
}

/** What will be done, without asking anybody. Pure. */
export function planPublication(input: PlanInput): Plan {
  const { article, options, facts, refusesBlocks } = input
  const type = options.postType ?? article.postType ?? 'post'
  const known = facts.types.get(type)
  const format = options.format === 'html' || (options.format === 'auto' && refusesBlocks) ? 'html' : 'blocks'
  const socialSrc = localSocialImage(article)
  const isSocialKept = socialSrc === null || input.assets[socialSrc] !== undefined
  const socialImage = isSocialKept ? article.seo.socialImage : null
  const seo = planSeo(
    { ...article.seo, socialImage, canonical: options.canonical ?? article.seo.canonical },
    facts,
    type,
  )
  const terms = planTerms(article, options, facts, type)
  const custom = planCustomFields(article.fields, known)
  const meta = { ...custom.meta, ...seo.meta }
  const date = options.date ?? article.date
  const featured = article.featuredImage
  const images = planImages(input)
  const hasFeatured = images.some(
    ({ src, stays }) => src === featured?.src && (!stays || liesOnSite(src, input.siteKey)),
  )
  return {
    type,
    method: options.strict || format === 'html' ? 'draft-first' : 'marked',
    format,
    fields: {
      title: article.title,
      status: options.status ?? article.status ?? 'draft',
      ...(article.slug === null ? {} : { slug: article.slug }),
      ...(article.excerpt === null ? {} : { excerpt: article.excerpt }),
      ...(date === null
        ? {}
        : date.kind === 'instant'
          ? { date_gmt: date.utc.replace(/(\.\d+)?Z$/, '') }
          : { date: date.local }),
      ...(options.template === undefined ? {} : { template: options.template }),
      ...(Object.keys(meta).length === 0 ? {} : { meta }),
      ...seo.fields,
    },
    terms: terms.flatMap(({ paths, ...term }) => paths.map((path) => ({ ...term, path }))),
    none: terms.flatMap(({ taxonomy, field, paths }) => (paths.length === 0 && taxonomy !== 'category' ? [field] : [])),
    images,
    featured: hasFeatured ? (featured?.src ?? null) : null,
    social: socialSrc === null || seo.social === null ? null : { src: socialSrc, ...seo.social },
    author: options.author ?? article.author,
    drops: [
      ...(article.language === null
        ? []
        : [{ field: 'language', why: 'WordPress itself knows no language of a post', snippet: null }]),
      ...(featured !== null && !hasFeatured
        ? [{ field: 'featuredImage', why: 'its file was not kept', snippet: null }]
        : []),
      ...(isSocialKept ? [] : [{ field: 'seo.socialImage', why: 'its file was not kept', snippet: null }]),
      ...missingFiles(input),
      ...missingTaxonomies(article, facts, type),
      ...custom.drops,
      ...seo.drops,
    ],
  }
}

type TermWish = Omit<PlannedTerm, 'path'> & { readonly paths: readonly string[] }

function planTerms(article: Article, options: PublishOptions, facts: SiteFacts, type: string): TermWish[] {
  const wanted = {
    category: options.categories ?? article.terms.categories,
    post_tag: options.tags ?? article.terms.tags,
  }
  return Object.entries(wanted).flatMap(([name, paths]) => {
    const taxonomy = facts.types.get(type)?.taxonomies.includes(name) ? facts.taxonomies.get(name) : undefined
    if (taxonomy === undefined || paths === null) return []
    return [{ taxonomy: name, field: taxonomy.field, paths: [...new Set(paths)] }]
  })
}

function missingTaxonomies({ terms }: Article, facts: SiteFacts, type: string): Drop[] {
  const has = (name: string): boolean => facts.types.get(type)?.taxonomies.includes(name) ?? false
  const why = `posts of the type ${type} have none on this site`
  return [
    ...((terms.categories ?? []).length > 0 && !has('category') ? [{ field: 'categories', why, snippet: null }] : []),
    ...((terms.tags ?? []).length > 0 && !has('post_tag') ? [{ field: 'tags', why, snippet: null }] : []),
  ]
}

function missingFiles({ article, assets }: PlanInput): Drop[] {
  return collectFiles(article.body).flatMap(({ src }) =>
    assets[src] === undefined
      ? [
          {
            field: `files.${src.slice(0, 100)}`,
            why: 'it was not kept: its address in the post leads nowhere',
            snippet: null,
          },
        ]
      : [],
  )
}

function planImages({ article, assets, options, facts, siteKey }: PlanInput): PlannedImage[] {
  const change = imageChangeFor(options.images, facts.version)
  const inline = collectImages(article.body).map(({ src, alt }) => ({ src, alt }))
  const featured =
    article.featuredImage === null ? [] : [{ src: article.featuredImage.src, alt: article.featuredImage.alt }]
  const socialSrc = localSocialImage(article)
  const social = socialSrc === null ? [] : [{ src: socialSrc, alt: '' }]
  const files = collectFiles(article.body).flatMap(({ src }): PlannedImage[] => {
    const asset = assets[src]
    return asset === undefined ? [] : [{ src, alt: '', hash: asset, asset, change: null, stays: false }]
  })
  const images = [...featured, ...inline, ...social].flatMap(({ src, alt }): PlannedImage[] => {
    const asset = assets[src]
    const isLeft = asset === undefined || options.images?.remote === 'leave' || liesOnSite(src, siteKey)
    if (isRemote(src) && isLeft) return [{ src, alt, hash: src, asset: '', change: null, stays: true }]
    if (asset === undefined) return []
    return [{ src, alt, hash: uploadHash(asset, change), asset, change, stays: false }]
  })
  return [...images, ...files]
}

function isRemote(src: string): boolean {
  return /^(?:https?:)?\/\//i.test(src)
}

function planCustomFields(
  custom: Article['fields'],
  known: PostTypeFacts | undefined,
): { meta: PostFields; drops: Drop[] } {
  const meta: PostFields = {}
  const drops: Drop[] = []
  for (const [name, value] of Object.entries(custom)) {
    const exposed = known?.meta ?? null
    const fitted: FittedMeta =
      exposed === null || exposed.includes(name)
        ? fitMeta(name, value, known?.metaSchemas[name])
        : { why: 'the site does not show this custom field to its API' }
    if ('value' in fitted) meta[name] = fitted.value
    else drops.push({ field: `meta.${name}`, why: fitted.why, snippet: metaSnippet({ [name]: value }) })
  }
  return { meta, drops }
}
