import type { PostFields } from '../../../connectors/wordpress/write-posts.ts'
import type { Article } from '../../../content/article.ts'

export type Seo = Article['seo']

/** How a plugin for search engines keeps what an article says to them. */
export interface SeoAdapter {
  readonly title: string
  /** The REST namespace that gives it away. */
  readonly namespace: string
  /** The custom fields that hold it, by what of the article they hold. */
  readonly meta: (
    seo: Seo,
  ) => Readonly<Record<string, { readonly name: string; readonly value: PostFields[string] } | null>>
  /** A field of posts that takes all of it at once instead, where the plugin has one. */
  readonly field?: {
    readonly name: string
    readonly value: (seo: Seo) => PostFields[string]
    /** The part that has the address of the image for social networks. */
    readonly social: string
    /** What empties each part of it. */
    readonly nothing: PostFields
  }
}
