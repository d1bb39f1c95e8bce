import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { statuses } from '../content/article.ts'
import { HubError } from '../errors/hub-error.ts'
import { imageOptions, imageWishes } from './image-options.ts'
import { webflowOptions } from './webflow/options.ts'

const names = z.array(z.string().trim().min(1).max(200)).max(200)

/**
 * Options that only one kind of connection has, under the kind's own name, such as the collection and the mapping of fields
 * of a Webflow site. Each a `z.object(…).optional()`. Other kinds never see them, and a change of them changes nothing there.
 */
const kindOptions = { webflow: webflowOptions.optional() }

/** Options that are overridden part by part. */
const inParts = new Set([...Object.keys(kindOptions), 'images'])

const formats = z.enum(['auto', 'blocks', 'html'])
const missingTerms = z.enum(['create', 'leave-out'])

/**
 * What is said of how articles are wanted: for this once, or as the default of a connection. What is not said stays unsaid,
 * so that it takes nothing from what is said elsewhere.
 */
export const publishWishes = z.object({
  ...kindOptions,
  status: z.enum(statuses).optional(),
  postType: z
    .string()
    .regex(/^[a-z0-9_-]{1,20}$/)
    .optional(),
  /** Instead of the article's own. */
  categories: names.optional(),
  tags: names.optional(),
  author: z.string().min(1).max(320).optional(),
  /** A template of the theme, by its file. */
  template: z.string().max(300).optional(),
  date: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('instant'), utc: z.iso.datetime() }),
      z.object({ kind: z.literal('site-local'), local: z.iso.datetime({ local: true }) }),
    ])
    .optional(),
  /** Where the original is, for search engines: an address, or the same article on another connection (its id). */
  canonical: z
    .union([z.url({ protocol: /^https?$/ }), z.object({ connection: z.string().min(1).max(200) })])
    .optional(),
  /** `auto` goes on with plain HTML where a firewall refuses native blocks. */
  format: formats.optional(),
  /** A draft first, then published by its id: two requests. */
  strict: z.boolean().optional(),
  /** Terms that the site does not have: made, or left out and told. */
  missingTerms: missingTerms.optional(),
  /** Writes over what somebody else changed on the site. */
  overwrite: z.boolean().optional(),
  images: imageWishes.strict().optional(),
})

/** What a whole project may say by default: nothing that is of one site or of one moment. */
export const projectWishes = publishWishes.omit({ webflow: true, date: true, canonical: true })

/** How a connection wants articles. What is not given is as the article says. */
export const publishOptions = publishWishes.extend({
  format: formats.default('auto'),
  strict: z.boolean().default(false),
  missingTerms: missingTerms.default('create'),
  overwrite: z.boolean().default(false),
  images: imageOptions.optional(),
})

/** As they are wanted, and kept in rows. */
export type WantedOptions = z.infer<typeof publishOptions>

/** As a press gets them: the original has its address. */
export type PublishOptions = Omit<WantedOptions, 'canonical'> & { readonly canonical?: string }

/**
 * Defaults, overridden one by one by what is wanted for this once; so are the options of its kind and those of images, and
 * those of other kinds are left out. `defaults`: those of the project, then those of the connection. Throws `bad_input`.
 */
export function resolveOptions(kind: string, defaults: readonly unknown[], overrides: unknown): WantedOptions {
  const said: Record<string, unknown> = {}
  for (const layer of [...defaults, overrides].map(objectOf))
    for (const [name, value] of Object.entries(layer)) {
      if (Object.hasOwn(kindOptions, name) && name !== kind) continue
      said[name] = inParts.has(name) ? { ...objectOf(said[name]), ...objectOf(value) } : value
    }
  const { data, error } = publishOptions.safeParse(said)
  if (data !== undefined) return data
  throw new HubError('bad_input', `The options are not valid: ${z.prettifyError(error).slice(0, 500)}`, {
    cause: error,
  })
}

/**
 * Over everything that makes a publication what it is: equal ones need no request. Writing over what somebody changed is no
 * other's equal, since it must be done each time, and told from the same words that were there before.
 */
export function wantedHash(action: string, articleHash: string, options: Pick<WantedOptions, 'overwrite'>): string {
  const sorted = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([action, articleHash, sorted, ...(options.overwrite ? [randomUUID()] : [])]))
    .digest('hex')
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}
