import { z } from 'zod'

const parts = [
  'title',
  'slug',
  'excerpt',
  'body',
  'date',
  'author',
  'categories',
  'tags',
  'featuredImage',
  'images',
  'seoTitle',
  'seoDescription',
  'keyword',
  'canonical',
  'socialImage',
  'language',
] as const

/** Where the value of a field comes from: a part of the article, or one of its custom fields. */
export const fieldSource = z.union([
  z.strictObject({ part: z.enum(parts) }),
  z.strictObject({ field: z.string().min(1).max(255) }),
])
export type FieldSource = z.infer<typeof fieldSource>

/** How a Webflow connection wants articles, beside what all kinds have. */
export const webflowOptions = z.object({
  /** Id or slug of the collection. Default: the likeliest one. */
  collection: z.string().min(1).max(100).optional(),
  /** By the slug of the field. Default: guessed by names and types. */
  mapping: z
    .record(z.string().min(1).max(300), fieldSource)
    .refine((mapping) => Object.keys(mapping).length <= 200, 'has more than 200 fields')
    .optional(),
  /** What is to be published waits for the next publication of the whole site, instead of going live at once. */
  withSite: z.boolean().optional(),
})
