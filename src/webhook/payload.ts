import { z } from 'zod'
import { hubEventTypes } from './hub-event-types.ts'

/** Grows when a field is taken away or changes its meaning; a new field does not change it. */
export const payloadVersion = 1

/** Longest body that is sent, in bytes: receivers commonly take 1 to 10 MB. */
export const mostPayloadBytes = 8 * 1024 * 1024

const text = z.string().max(5_000_000)
const line = z.string().max(5000)
const address = z.string().max(20_000)
const instant = z.iso.datetime()

/** Longest image that is sent within a delivery, and all of them together, in bytes before base64. */
export const mostImageBytes = { each: 1024 * 1024, together: 4 * 1024 * 1024 }

const image = z.strictObject({
  src: address.describe('Address of the image. Absolute, unless the article itself says something else.'),
  alt: line.describe('Alternative text; empty where the article has none.'),
  caption: line.describe('Caption as text; empty where the article has none.'),
  data: z
    .string()
    .max(mostImageBytes.each * 1.4)
    .nullable()
    .describe('The image itself as a data URL, where it has no address that others reach; null for all others.'),
})

const link = z.strictObject({
  href: address.describe('Where the link leads.'),
  text: line.describe('What the link says, as text.'),
})

const seo = z.strictObject({
  title: line.nullable().describe('Title for search engines.'),
  description: line.nullable().describe('Description for search engines.'),
  canonical: address.nullable().describe('The address that search engines should keep.'),
  socialImage: address.nullable().describe('Image for social networks.'),
  robots: z.array(z.string().max(100)).max(20).describe('Words for crawlers: noindex, nofollow…'),
})

const payloadProject = z.strictObject({
  id: z.string().min(1).max(200).describe("The project's id in the hub."),
  name: line.describe("The project's name."),
})

const article = z.strictObject({
  id: z.string().min(1).max(200).describe("The article's id. The same for all events of one article."),
  slug: z.string().max(200).describe('For the address of the article. Empty where the article has none.'),
  status: z
    .enum(['publish', 'draft', 'pending', 'private', 'future'])
    .describe('What it should become. "future": to be published at publishAt.'),
  title: line.describe('Plain text.'),
  description: text.describe('The excerpt: text or HTML. Empty where the article has none.'),
  keyword: line.nullable().describe('The keyword that the article is written for.'),
  markdown: text.nullable().describe('The body as Markdown; null where it was written in HTML.'),
  html: text.describe('The body as HTML, sanitized.'),
  images: z.array(image).max(2000).describe('The images of the body, in order, each once.'),
  featuredImage: image.nullable().describe('The image that stands for the article.'),
  links: z.array(link).max(5000).describe('The links of the body, in order.'),
  categories: z.array(line).max(200).describe('By name; "Parent > Child" for one below another.'),
  tags: z.array(line).max(200).describe('By name.'),
  author: line.nullable().describe('Login, name or e-mail.'),
  language: z.string().max(100).nullable().describe('BCP 47: fr, pt-BR.'),
  seo: seo.describe('What search engines and social networks are told.'),
  fields: z.record(z.string().max(255), z.json()).describe('Custom fields of the article.'),
  publishAt: instant.nullable().describe('When it should be published, in UTC; null for now.'),
  createdAt: instant.describe('When the article was made, in UTC.'),
  updatedAt: instant.describe('When the article was last changed, in UTC.'),
})

/** What can have happened to an article here. */
const eventTypes = ['article.published', 'article.updated', 'article.removed', 'test'] as const

const version = z.literal(payloadVersion).describe('Version of this format.')
const timestamp = instant.describe('When it happened, in UTC. Repeats of a delivery have the same.')

/**
 * The body of an article's delivery and of a test: the envelope that Standard Webhooks recommends (`type`, `timestamp`, `data`)
 * and a version. The id of the event is not in it: it is the `webhook-id` header, which the signature covers as well.
 */
export const payloadSchema = z.strictObject({
  version,
  type: z
    .enum(eventTypes)
    .describe('What happened. A "test" carries an example article, and nothing should be kept of it.'),
  timestamp,
  data: z.strictObject({
    project: payloadProject.describe('The project that the article belongs to.'),
    article: article.describe('The article, whole. At "article.removed": as it last was.'),
  }),
})

export type WebhookPayload = z.infer<typeof payloadSchema>

/** The body of a delivery that tells of an event of the hub. */
const hubPayloadSchema = z.strictObject({
  version,
  type: z.enum(Object.keys(hubEventTypes)).describe('What happened.'),
  timestamp,
  data: z.strictObject({
    project: payloadProject.describe('The project in which it happened.'),
    event: z.strictObject({
      seq: z.int().describe('Its place among the events of the hub: later ones have higher numbers.'),
      subject: line.nullable().describe('The id of what it is about.'),
      payload: z.record(z.string(), z.json()).describe('What changed.'),
    }),
  }),
})

/** Whatever a delivery of the hub's own holds. */
export const deliveredSchema = z.union([payloadSchema, hubPayloadSchema]).meta({
  $id: 'urn:pressroom:webhook-payload:1',
  title: 'Pressroom webhook payload, version 1',
})

/** What the `data` of a type must be; null for types that are not the hub's own. */
export function dataSchemaOf(type: string): z.ZodType | null {
  if (eventTypes.some((one) => one === type)) return payloadSchema.shape.data
  return Object.hasOwn(hubEventTypes, type) ? hubPayloadSchema.shape.data : null
}

/** The payload as JSON Schema (draft 2020-12); docs/webhook-payload.v1.schema.json is this, for receivers. */
export function payloadJsonSchema(): object {
  return z.toJSONSchema(deliveredSchema)
}
