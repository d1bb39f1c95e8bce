import type { SiteFacts } from '../../connectors/wordpress/facts.ts'
import type { OpenWordPress } from '../../connectors/wordpress/open-site.ts'
import type { SiteNames } from '../../connectors/wordpress/post-names.ts'
import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import { type Article, articleSchema, statuses } from '../../content/article.ts'
import type { UploadedImage } from '../../content/blocks/build.ts'
import type { Body } from '../../content/document.ts'
import { importBody, isSameContent } from '../../content/from-blocks.ts'
import { renderBlocks } from '../../content/render.ts'
import { readSeo } from './seo/read-seo.ts'

/** A post as an article. */
export interface PostArticle {
  readonly article: Article
  /** Images of the site's media library, by the address that the article has for them. */
  readonly media: ReadonlyMap<string, UploadedImage>
  /** Whether publishing it again writes the very content that the site has, but for the mark and the ids of footnotes. */
  readonly isLossless: boolean
  readonly notes: readonly string[]
}

/** Pure. Raises `bad_input` for a post that no article can hold: too long, nested too deeply. */
export function readArticle(post: StoredPost, names: SiteNames, { facts }: OpenWordPress): PostArticle {
  const seo = readSeo(post, facts)
  const featured = names.media.get(post.featuredMedia)
  const media = new Map<string, UploadedImage>()
  if (featured !== undefined) media.set(featured.url, { id: post.featuredMedia, url: featured.url })
  const { body, images, isLossless } = readBody(post, facts)
  for (const [url, image] of images) media.set(url, image)
  const author = names.authors.get(post.author) ?? null
  const status = statuses.find((known) => known === post.status) ?? null
  const hasDate = status === 'publish' || status === 'private' || status === 'future'
  const notes = [
    ...(isLossless ? [] : [otherWay(post)]),
    ...(post.author > 0 && author === null ? ['Its author is not visible to this user, and stays as it is.'] : []),
    ...(status === null ? [`Its status "${post.status}" is not one that articles have.`] : []),
  ]
  const article = articleSchema.parse({
    title: post.title.slice(0, 2000),
    slug: /^[^\s/?#\\]{1,200}$/.test(post.slug) ? post.slug : null,
    excerpt: post.excerpt === '' ? null : post.excerpt,
    body,
    status,
    date: hasDate && /^\d{4}-[\dT:-]+$/.test(post.date) ? { kind: 'instant', utc: `${post.date}Z` } : null,
    terms: { categories: names.pathsOf('category', post), tags: names.pathsOf('post_tag', post) },
    author,
    featuredImage: featured === undefined ? null : { src: featured.url, alt: featured.alt },
    seo: seo.seo,
    fields: readFields(post, seo.names),
    postType: post.type,
  })
  return { article, media, isLossless, notes }
}

function otherWay({ content }: StoredPost): string {
  return content.includes('<!-- wp:')
    ? 'Publishing it again would write some of its HTML in another way.'
    : 'It is from before blocks: publishing it again makes blocks of it.'
}

/** As Markdown where the very same blocks come out of it on this site; else as the HTML that it is. */
function readBody(
  post: StoredPost,
  facts: SiteFacts,
): { readonly body: Body; readonly images: ReadonlyMap<string, UploadedImage>; readonly isLossless: boolean } {
  const { footnotes } = post.meta
  const imported = importBody(post.content, {
    marks: ['pressroom', 'pressroomVersion'],
    ...(typeof footnotes === 'string' ? { footnotes } : {}),
  })
  const { images } = imported
  const raw: Body = { format: 'html', text: imported.raw }
  for (const body of [imported.body, raw]) {
    const rendered = renderBlocks(body, {
      images,
      unfilteredHtml: facts.user.can.unfilteredHtml === true,
      ...(facts.version === null ? {} : { wordpress: facts.version }),
    })
    if (isSameContent(rendered.content, imported.raw)) return { body, images, isLossless: true }
  }
  return { body: imported.body, images, isLossless: false }
}

/** Custom fields with something in them, without those that the article has a place of its own for. */
function readFields({ meta }: StoredPost, taken: ReadonlySet<string>): Record<string, unknown> {
  const entries = Object.entries(meta).filter(
    ([name, value]) => !taken.has(name) && name !== 'footnotes' && name.length <= 255 && !isEmpty(value),
  )
  return Object.fromEntries(entries.slice(0, 200))
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === '' || value === undefined) return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
