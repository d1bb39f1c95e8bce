import { z } from 'zod'

/** An id as WordPress counts. */
export const id = z.number().int().positive()
/** A slug, or another name without slashes. */
export const slug = z.string().regex(/^[\p{L}\p{N}%_.-]{1,200}$/u)
/** A name that may hold slashes: `twentytwentyfive//home`, `akismet/akismet`. */
export const path = z.string().regex(/^[^?#\\]{1,300}$/)
export const text = z.string().max(16 * 1024 * 1024)
export const short = z.string().max(1000)
export const search = z.string().max(400).optional().describe('What it should contain')
export const order = z.enum(['asc', 'desc']).optional()
export const ids = z.array(id).max(100).optional()

export const type = z
  .string()
  .regex(/^[a-z0-9_-]{1,20}$/)
  .default('post')
  .describe('The post type')
  .meta({ lookup: 'types' })
export const taxonomy = z
  .string()
  .regex(/^[a-z0-9_-]{1,32}$/)
  .describe('The taxonomy')
  .meta({ lookup: 'taxonomies' })
/** Ids, names, slugs, or paths such as `News > Local`. */
export const terms = (name: string) =>
  z
    .array(z.union([id, z.string().min(1).max(1000)]))
    .max(200)
    .optional()
    .describe('Names, paths such as "News > Local", or ids')
    .meta({ lookup: 'terms', lookupInput: { taxonomy: name } })
export const author = z
  .union([id, z.string().min(1).max(320)])
  .optional()
  .describe('Login, e-mail, name or id')
  .meta({ lookup: 'users' })
export const media = z.number().int().min(0).optional().describe('An image of the site').meta({ lookup: 'media' })
/** UTC: the site's own clock is nobody else's. */
export const dateGmt = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?$/)
  .nullable()
  .optional()
  .describe('In UTC: 2026-11-22T10:00:00')
export const meta = z.record(z.string(), z.json()).optional().describe('Custom fields that the site shows to its API')
