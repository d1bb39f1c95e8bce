import { z } from 'zod'
import { author, dateGmt, id, meta, search, short, slug, text } from './fields.ts'
import { resolveNames, withoutNames } from './resolve-names.ts'
import type { Resource } from './resource.ts'

const described = {
  title: short.optional(),
  caption: text.optional(),
  description: text.optional(),
  alt_text: text.optional(),
}

/** Files; how they are uploaded stands in upload.ts. */
export const mediaResource: Resource = {
  one: 'a file',
  many: 'files',
  route: '/wp/v2/media',
  id: id.meta({ lookup: 'media' }),
  list: {
    paging: 'id',
    fields: 'id,slug,source_url,mime_type,media_type,alt_text,title.rendered,date_gmt,modified_gmt,post,author',
    filters: {
      search,
      order: z.enum(['asc', 'desc']).optional(),
      slug: z.array(slug).max(100).optional(),
      media_type: z.array(z.enum(['image', 'video', 'text', 'application', 'audio'])).optional(),
      mime_type: z.array(z.string().max(100)).optional(),
      parent: z.array(id).max(100).optional().describe('Only those of these posts'),
    },
  },
  get: true,
  update: {
    fields: {
      ...described,
      slug: z.string().max(200),
      author,
      date_gmt: dateGmt,
      post: z.number().int().min(0).describe('The post it belongs to').meta({ lookup: 'posts' }),
      meta,
    },
  },
  delete: { force: 'always' },
  prepare: (site, input, call) => resolveNames(site, 'attachment', input, call),
  unnamed: (site, input) => withoutNames(site, 'attachment', input),
  calls: {
    finish: {
      title: 'Make the sizes of an image that are missing',
      effect: 'idempotent',
      method: 'POST',
      route: '/wp/v2/media/{id}/post-process',
      input: {
        id: id.meta({ lookup: 'media' }),
        action: z.literal('create-image-subsizes').default('create-image-subsizes'),
      },
    },
    edit: {
      title: 'Crop or turn an image; the result is a new file',
      effect: 'append',
      method: 'POST',
      route: '/wp/v2/media/{id}/edit',
      input: {
        id: id.meta({ lookup: 'media' }),
        src: z.url().max(2048).describe('The source_url of the image'),
        modifiers: z.array(z.record(z.string(), z.json())).max(20).optional(),
        ...described,
      },
    },
  },
}
