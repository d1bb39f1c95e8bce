import { z } from 'zod'
import { id, ids, meta, order, search, short, slug, taxonomy } from './fields.ts'
import { byTerm } from './keys.ts'
import type { Resource, Shape } from './resource.ts'

const list = {
  paging: 'id',
  filters: {
    search,
    order,
    slug: z.array(slug).max(100).optional(),
    include: ids,
    post: id.optional().describe('Only those of this post'),
    hide_empty: z.boolean().optional(),
  },
} as const
const fields: Shape = {
  name: short.describe('Its name'),
  slug: z.string().max(200).optional(),
  description: z.string().max(100_000).optional(),
  meta,
}
const parent = z.number().int().min(0).optional().describe('The term above')

function termsOf(
  fixed: string | undefined,
  words: Pick<Resource, 'one' | 'many' | 'route'>,
  isNested: boolean,
): Resource {
  const lookup = { lookup: 'terms', ...(fixed === undefined ? {} : { lookupInput: { taxonomy: fixed } }) }
  const all = isNested ? { ...fields, parent: parent.meta(lookup) } : fields
  return {
    ...words,
    id: id.meta(lookup),
    list,
    get: true,
    create: { fields: all, keyed: byTerm(fixed) },
    update: { fields: all },
    delete: { force: 'always' },
  }
}

export const termResources: Readonly<Record<string, Resource>> = {
  categories: termsOf('category', { one: 'a category', many: 'categories', route: '/wp/v2/categories' }, true),
  tags: termsOf('post_tag', { one: 'a tag', many: 'tags', route: '/wp/v2/tags' }, false),
  terms: {
    ...termsOf(undefined, { one: 'a term', many: 'terms of any taxonomy', route: '{taxonomy}' }, true),
    within: { taxonomy },
  },
  menus: {
    one: 'a menu',
    many: 'menus',
    route: '/wp/v2/menus',
    id: id.meta({ lookup: 'menus' }),
    list,
    get: true,
    create: {
      fields: { ...fields, locations: z.array(slug).max(100).optional(), auto_add: z.boolean().optional() },
      keyed: byTerm('nav_menu'),
    },
    update: { fields: { ...fields, locations: z.array(slug).max(100).optional(), auto_add: z.boolean().optional() } },
    delete: { force: 'always' },
  },
  'menu-items': {
    one: 'a menu item',
    many: 'the items of menus',
    route: '/wp/v2/menu-items',
    id,
    list: { paging: 'id', filters: { search, order, menus: ids.meta({ lookup: 'menus' }) } },
    get: true,
    create: { fields: menuItem() },
    update: { fields: menuItem() },
    delete: { force: 'always' },
    silent: ['menus'],
  },
  'menu-locations': {
    one: 'a place for a menu',
    many: 'the places for menus',
    route: '/wp/v2/menu-locations',
    id: slug,
    list: { paging: 'none' },
    get: true,
  },
}

function menuItem(): Shape {
  return {
    menus: id.optional().describe('The menu').meta({ lookup: 'menus' }),
    title: short.optional(),
    url: z.string().max(2048).optional().describe('For an item of type custom'),
    type: z.enum(['custom', 'post_type', 'taxonomy', 'post_type_archive']).optional(),
    object: slug.optional().describe('page, category…'),
    object_id: id.optional(),
    parent: z.number().int().min(0).optional().describe('The item above'),
    menu_order: z.number().int().min(1).optional(),
    status: z.enum(['publish', 'draft']).optional(),
  }
}
