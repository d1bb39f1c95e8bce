import { type ArticleEventType, type ComposedEvent, composeEvent } from '../../connectors/webhook/article-event.ts'
import type { Article } from '../../content/article.ts'
import { getArticle } from '../../store/articles.ts'
import { readAsset } from '../../store/assets.ts'
import type { Db } from '../../store/open-store.ts'
import { getProject } from '../../store/projects.ts'
import type { Drop } from '../drop.ts'
import type { PublishOptions } from '../options.ts'

export interface EventRequest {
  readonly type: ArticleEventType
  readonly at: Date
  readonly projectId: string
  readonly articleId: string
  readonly article: Article
  /** The hash of the asset for each `src` that was kept. */
  readonly assets: Readonly<Record<string, string>>
  readonly options: PublishOptions
}

/** The event of an article with what it needs from the database. Throws `bad_input` for what the format cannot hold. */
export async function composeRow(db: Db, request: EventRequest): Promise<ComposedEvent> {
  const { projectId, articleId, assets, type, at } = request
  const { createdAt, updatedAt } = await getArticle(db, projectId, articleId)
  const images = new Map<string, { type: string; bytes: Uint8Array }>()
  for (const [src, hash] of Object.entries(assets)) {
    if (!src.startsWith('data:')) images.set(src, await readAsset(db, projectId, hash))
  }
  const project = await getProject(db, projectId)
  const article = applyOptions(request.article, request.options)
  return composeEvent({ type, at, project, id: articleId, article, images, createdAt, updatedAt })
}

function applyOptions(article: Article, options: PublishOptions): Article {
  return {
    ...article,
    status: options.status ?? article.status,
    date: options.date ?? article.date,
    author: options.author ?? article.author,
    terms: {
      categories: options.categories ?? article.terms.categories,
      tags: options.tags ?? article.terms.tags,
    },
    seo: { ...article.seo, canonical: options.canonical ?? article.seo.canonical },
  }
}

/** What the receiver does not get. */
export function dropsOf({ leftOut }: ComposedEvent): Drop[] {
  return leftOut.map((src) => ({
    field: `images.${src.slice(0, 100)}`,
    why: 'the file is too large to be sent within the event: publish it where others reach it, and refer to it by its address',
    snippet: null,
  }))
}
