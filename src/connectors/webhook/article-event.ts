import type { Article } from '../../content/article.ts'
import { attributeOf, isElement, type ParentNode, textOf } from '../../content/html/node.ts'
import { parseHtml } from '../../content/html/parse.ts'
import { collectImages } from '../../content/images.ts'
import type { Note } from '../../content/note.ts'
import { renderPlainHtml } from '../../content/render.ts'
import { HubError } from '../../errors/hub-error.ts'
import {
  mostImageBytes,
  mostPayloadBytes,
  payloadSchema,
  payloadVersion,
  type WebhookPayload,
} from '../../webhook/payload.ts'

export type ArticleEventType = 'article.published' | 'article.updated' | 'article.removed'

type PayloadArticle = WebhookPayload['data']['article']
type PayloadImage = PayloadArticle['images'][number]

/** An article with everything that its event says of it. */
export interface ArticleEvent {
  readonly type: ArticleEventType
  readonly at: Date
  readonly project: { readonly id: string; readonly name: string }
  readonly id: string
  /** As it is wanted there: options are applied. */
  readonly article: Article
  /** The bytes of images that came with it, by their `src`. */
  readonly images: ReadonlyMap<string, { readonly type: string; readonly bytes: Uint8Array }>
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface ComposedEvent {
  /** JSON, as it is sent. */
  readonly body: string
  readonly notes: readonly Note[]
  /** Images that came with the article and are too large to be sent within the event. */
  readonly leftOut: readonly string[]
}

/** The body of an article's event. Pure. Raises `bad_input` for a body that cannot be rendered, or is too large for the format. */
export function composeEvent(event: ArticleEvent): ComposedEvent {
  const { article, type, at, project, id, createdAt, updatedAt } = event
  const { content: html, notes } = renderPlainHtml(article.body)
  const { show, leftOut } = createShelf(event.images)
  // One that is within the text is whole there already.
  const shown = collectImages(article.body).filter(({ location }) => location !== 'data')
  const { featuredImage, seo } = article
  const payload: WebhookPayload = {
    version: payloadVersion,
    type,
    timestamp: at.toISOString(),
    data: {
      project: { id: project.id, name: project.name },
      article: {
        id,
        slug: article.slug ?? '',
        status: article.status ?? 'draft',
        title: article.title,
        description: article.excerpt ?? '',
        keyword: seo.focusKeyword,
        markdown: article.body.format === 'markdown' ? article.body.text : null,
        html,
        featuredImage: featuredImage === null || featuredImage.src.startsWith('data:') ? null : show(featuredImage),
        images: shown.map(show),
        links: linksOf(html),
        categories: article.terms.categories ?? [],
        tags: article.terms.tags ?? [],
        author: article.author,
        language: article.language,
        seo: {
          title: seo.title,
          description: seo.description,
          canonical: seo.canonical,
          socialImage: seo.socialImage,
          robots: seo.robots,
        },
        fields: article.fields,
        publishAt: publishAt(article.date),
        createdAt: createdAt.toISOString(),
        updatedAt: updatedAt.toISOString(),
      },
    },
  }
  const body = JSON.stringify(check(payload))
  if (Buffer.byteLength(body) > mostPayloadBytes) throw tooLarge()
  return { body, notes, leftOut: leftOut() }
}

/** Images with their bytes, as long as there is room. */
function createShelf(images: ArticleEvent['images']): {
  show(image: { readonly src: string; readonly alt: string; readonly caption: string }): PayloadImage
  leftOut(): readonly string[]
} {
  const without = new Set<string>()
  const within = new Map<string, string>()
  let room = mostImageBytes.together
  return {
    show({ src, alt, caption }) {
      const found = images.get(src)
      if (found !== undefined && !within.has(src)) {
        const { type, bytes } = found
        if (bytes.length > mostImageBytes.each || bytes.length > room) without.add(src)
        else {
          room -= bytes.length
          within.set(src, `data:${type};base64,${Buffer.from(bytes).toString('base64')}`)
        }
      }
      return { src, alt, caption, data: within.get(src) ?? null }
    },
    leftOut: () => [...without],
  }
}

const mostLinks = 5000
const longestText = 5000

function linksOf(html: string): PayloadArticle['links'] {
  const links: PayloadArticle['links'] = []
  const visit = (parent: ParentNode): void => {
    for (const node of parent.childNodes) {
      if (!isElement(node)) continue
      const href = node.tagName === 'a' ? (attributeOf(node, 'href') ?? '') : ''
      const text = textOf(node).replace(/\s+/g, ' ').trim().slice(0, longestText)
      if (href !== '' && href.length <= 20_000 && links.length < mostLinks) links.push({ href, text })
      visit(node)
    }
  }
  visit(parseHtml(html))
  return links
}

/** A receiver has no clock of a site: what was written without a zone is taken for UTC. */
function publishAt(date: Article['date']): string | null {
  if (date === null) return null
  return date.kind === 'instant' ? date.utc : new Date(`${date.local}Z`).toISOString()
}

function tooLarge(): HubError {
  return new HubError('bad_input', `The article is larger than the ${mostPayloadBytes / 1024 / 1024} MB of an event`, {
    fix: 'Refer to images by an address instead of having them within the text.',
  })
}

function check(payload: WebhookPayload): WebhookPayload {
  const { data, error } = payloadSchema.safeParse(payload)
  if (data !== undefined) return data
  const [issue] = error.issues
  throw new HubError('bad_input', `${issue?.path.slice(2).join('.') ?? ''}: ${issue?.message ?? 'not valid'}`, {
    fix: 'Shorten what the message names, and publish it again.',
  })
}
