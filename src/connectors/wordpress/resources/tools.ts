import { z } from 'zod'
import { id, path, search, short, slug } from './fields.ts'
import type { Resource, RouteCall } from './resource.ts'

const address = z.url().max(2048)

function read(title: string, route: string, input: RouteCall['input'], output: 'item' | 'list' = 'item'): RouteCall {
  return { title, effect: 'read', method: 'GET', route, input, output }
}

export const toolResources: Readonly<Record<string, Resource>> = {
  search: {
    one: 'a result',
    many: 'results',
    route: '/wp/v2/search',
    list: {
      title: 'Search posts, terms and formats of the site',
      paging: 'page',
      filters: {
        search,
        type: z.enum(['post', 'term', 'post-format']).optional(),
        subtype: z.array(slug).max(50).optional().describe('Post types or taxonomies, or any'),
      },
    },
  },
  'block-renderer': {
    one: 'a block',
    many: 'blocks',
    route: '/wp/v2/block-renderer',
    calls: {
      render: {
        title: 'Render a dynamic block',
        effect: 'read',
        method: 'POST',
        route: '/wp/v2/block-renderer/{name}',
        input: {
          name: path.describe('Such as core/latest-posts'),
          attributes: z.record(z.string(), z.json()).optional(),
          post_id: id.optional(),
          context: z.literal('edit').default('edit'),
        },
      },
    },
  },
  'block-directory': {
    one: 'a block',
    many: 'blocks of wordpress.org',
    route: '/wp/v2/block-directory/search',
    list: { paging: 'page', title: 'Search blocks on wordpress.org', filters: { term: short } },
  },
  'block-patterns': {
    one: 'a pattern',
    many: 'patterns that theme and plugins bring',
    route: '/wp/v2/block-patterns/patterns',
    list: { paging: 'none', fields: 'name,title,description,categories,keywords,block_types' },
    calls: { categories: read('List the categories of patterns', '/wp/v2/block-patterns/categories', {}, 'list') },
  },
  'pattern-directory': {
    one: 'a pattern',
    many: 'patterns of wordpress.org',
    route: '/wp/v2/pattern-directory/patterns',
    list: { paging: 'page', filters: { search, slug: z.array(slug).max(100).optional() } },
  },
  embeds: {
    one: 'an embed',
    many: 'embeds',
    route: '/oembed/1.0/embed',
    calls: {
      own: read('Get a post of the site as others embed it', '/oembed/1.0/embed', {
        url: address,
        maxwidth: id.optional(),
      }),
      get: read('Get how the site embeds an address', '/oembed/1.0/proxy', {
        url: address,
        maxwidth: id.optional(),
        maxheight: id.optional(),
      }),
    },
  },
  editor: {
    one: 'the editor',
    many: 'the editor',
    route: '/wp-block-editor/v1',
    calls: {
      urlDetails: read('Get title and image of an address, as the site sees it', '/wp-block-editor/v1/url-details', {
        url: address,
      }),
      navigationFallback: {
        title: 'Get the navigation that pages use where none is chosen; made where there is none',
        effect: 'idempotent',
        method: 'GET',
        route: '/wp-block-editor/v1/navigation-fallback',
        input: {},
      },
      viewConfig: read('Get how the editor lists things', '/wp/v2/view-config', {
        kind: slug.default('postType'),
        name: slug.default('page'),
      }),
    },
  },
  'ability-categories': {
    one: 'a category of abilities',
    many: 'categories of abilities',
    route: '/wp-abilities/v1/categories',
    id: slug,
    list: { paging: 'page' },
    get: true,
  },
  abilities: {
    one: 'an ability',
    many: 'abilities of the site',
    route: '/wp-abilities/v1/abilities',
    id: path.describe('Such as core/get-site-info').meta({ lookup: 'abilities' }),
    list: { paging: 'page', filters: { category: slug.optional() } },
    get: true,
  },
}
