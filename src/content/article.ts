import { z } from 'zod'
import { limits } from './limits.ts'

/** The states of a post that WordPress knows and a person may ask for. */
export const statuses = ['draft', 'publish', 'pending', 'private', 'future'] as const

const line = z.string().trim().min(1).max(2000)
const names = z.array(z.string().trim().min(1).max(200)).max(200)

const image = z.strictObject({
  /** A path beside the article, an http address, or a `data:` address. */
  src: z.string().trim().min(1).max(20_000_000),
  alt: z.string().max(5000).default(''),
  caption: z.string().max(5000).default(''),
})

const seo = z.strictObject({
  title: line.nullable().default(null),
  description: line.nullable().default(null),
  /** An absolute address. */
  canonical: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  focusKeyword: line.nullable().default(null),
  socialImage: line.nullable().default(null),
  /** Words for crawlers: `noindex`, `nofollow`… */
  robots: z
    .array(z.string().regex(/^[a-z][a-z-]*(?::-?\w+)?$/))
    .max(20)
    .default([]),
})

/**
 * The canonical piece of content, whatever it was written in and wherever it goes. Null means that the article does
 * not say, so that the target's default holds; an empty text or list is said.
 */
export const articleSchema = z.strictObject({
  /** The article's own name for itself, which survives renaming its file. */
  id: z.string().trim().min(1).max(200).nullable().default(null),
  title: z.string().max(2000),
  slug: z
    .string()
    .trim()
    .max(200)
    .regex(/^[^\s/?#\\]+$/u, 'may hold no space and none of / ? # \\')
    .nullable()
    .default(null),
  /** Text, or HTML as the body may have it. */
  excerpt: z.string().max(50_000).nullable().default(null),
  body: z.strictObject({ format: z.enum(['markdown', 'html']), text: z.string().max(limits.body) }),
  status: z.enum(statuses).nullable().default(null),
  /** A moment in UTC, or the clock of each site. */
  date: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('instant'), utc: z.iso.datetime() }),
      z.strictObject({ kind: z.literal('site-local'), local: z.iso.datetime({ local: true }) }),
    ])
    .nullable()
    .default(null),
  /** By name; `Parent > Child` for a category below another. Null: not said. */
  terms: z
    .strictObject({ categories: names.nullable().default(null), tags: names.nullable().default(null) })
    .prefault({}),
  /** Login, name or e-mail. */
  author: line.nullable().default(null),
  featuredImage: image.nullable().default(null),
  seo: seo.prefault({}),
  /** Custom fields: post meta, or ACF where the site has it. Plain JSON. */
  fields: z.record(z.string().min(1).max(255), z.json()).default({}),
  /** `post`, `page` or any other type of the site. */
  postType: z
    .string()
    .regex(/^[a-z0-9_-]{1,20}$/, 'is a name of at most 20 lower-case letters, digits, - and _')
    .nullable()
    .default(null),
  /** BCP 47: `fr`, `pt-BR`. */
  language: z
    .string()
    .regex(/^[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*$/, 'is a code like fr or pt-BR')
    .nullable()
    .default(null),
  /** Whatever else the source said. */
  extra: z.record(z.string(), z.json()).default({}),
})

export type Article = z.infer<typeof articleSchema>
