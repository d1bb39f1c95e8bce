/** An article as far as a collection can hold it. Null means that the article does not say. */
export interface WebflowArticle {
  readonly title: string
  readonly slug: string | null
  /** Text or HTML. */
  readonly excerpt: string | null
  /** HTML. */
  readonly body: string
  /** ISO 8601, in UTC. */
  readonly date: string | null
  readonly author: string | null
  readonly categories: readonly string[] | null
  readonly tags: readonly string[] | null
  readonly featuredImage: WebflowImage | null
  readonly images: readonly WebflowImage[]
  readonly seoTitle: string | null
  readonly seoDescription: string | null
  readonly keyword: string | null
  readonly canonical: string | null
  readonly socialImage: WebflowImage | null
  readonly language: string | null
  /** Custom fields, by name. Plain JSON. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** An uploaded asset (`id`), or a public address from which Webflow fetches it. */
export interface WebflowImage {
  readonly url: string
  readonly alt: string
  readonly id?: string
}

/** A part of an article that can be put into a field. */
export type ArticlePart = Exclude<keyof WebflowArticle, 'fields'>

/** What a part is, for the types of fields that can take it. */
type Kind = 'line' | 'html' | 'date' | 'name' | 'names' | 'image' | 'images' | 'address'

export const partKinds: Readonly<Record<ArticlePart, Kind>> = {
  title: 'line',
  slug: 'line',
  excerpt: 'html',
  body: 'html',
  date: 'date',
  author: 'name',
  categories: 'names',
  tags: 'names',
  featuredImage: 'image',
  images: 'images',
  seoTitle: 'line',
  seoDescription: 'line',
  keyword: 'line',
  canonical: 'address',
  socialImage: 'image',
  language: 'line',
}

/** The types of fields that can take a kind, the most fitting first. */
export const typesFor: Readonly<Record<Kind, readonly string[]>> = {
  line: ['PlainText', 'Option'],
  html: ['RichText', 'PlainText'],
  date: ['DateTime', 'PlainText'],
  name: ['Reference', 'MultiReference', 'Option', 'PlainText'],
  names: ['MultiReference', 'Reference', 'Option', 'PlainText'],
  image: ['Image', 'MultiImage', 'Link'],
  images: ['MultiImage', 'Image'],
  address: ['Link', 'PlainText'],
}
