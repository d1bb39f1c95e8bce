import { z } from 'zod'
import { path, search, short, slug } from './fields.ts'
import type { Resource } from './resource.ts'

const health = (title: string, route: string) => ({
  title,
  effect: 'read' as const,
  method: 'GET' as const,
  route: `/wp-site-health/v1/${route}`,
  input: {},
})

export const structureResources: Readonly<Record<string, Resource>> = {
  types: {
    one: 'a post type',
    many: 'post types',
    route: '/wp/v2/types',
    id: slug.meta({ lookup: 'types' }),
    list: { paging: 'none' },
    get: true,
  },
  statuses: {
    one: 'a status',
    many: 'statuses',
    route: '/wp/v2/statuses',
    id: slug.meta({ lookup: 'statuses' }),
    list: { paging: 'none' },
    get: true,
  },
  taxonomies: {
    one: 'a taxonomy',
    many: 'taxonomies',
    route: '/wp/v2/taxonomies',
    id: slug.meta({ lookup: 'taxonomies' }),
    list: { paging: 'none' },
    get: true,
  },
  settings: {
    one: 'the settings of the site',
    many: 'settings',
    route: '/wp/v2/settings',
    item: '/wp/v2/settings',
    get: true,
    update: { title: 'Change settings of the site', fields: { title: short, description: short } },
  },
  themes: {
    one: 'a theme',
    many: 'themes',
    route: '/wp/v2/themes',
    id: path.meta({ lookup: 'themes' }),
    list: { paging: 'none', filters: { status: z.array(z.enum(['active', 'inactive'])).optional() } },
    get: true,
  },
  plugins: {
    one: 'a plugin',
    many: 'plugins',
    route: '/wp/v2/plugins',
    id: path.describe('Such as akismet/akismet').meta({ lookup: 'plugins' }),
    list: {
      paging: 'none',
      fields: 'plugin,name,status,version,author,requires_wp,requires_php,network_only',
      filters: { search, status: z.array(z.enum(['active', 'inactive', 'network-active'])).optional() },
    },
    get: true,
    update: {
      title: 'Activate or deactivate a plugin',
      fields: { status: z.enum(['active', 'inactive', 'network-active']) },
    },
    delete: { force: 'none' },
  },
  'block-types': {
    one: 'a block type',
    many: 'block types',
    route: '/wp/v2/block-types',
    list: {
      paging: 'none',
      fields: 'name,title,description,category,is_dynamic,api_version',
      filters: { namespace: slug.optional() },
    },
    calls: {
      get: {
        title: 'Get a block type',
        effect: 'read',
        method: 'GET',
        route: '/wp/v2/block-types/{namespace}/{name}',
        input: { namespace: slug.default('core'), name: slug.describe('Such as paragraph') },
      },
    },
  },
  health: {
    one: 'the health of the site',
    many: 'health',
    route: '/wp-site-health/v1',
    calls: {
      backgroundUpdates: health('Test whether updates work by themselves', 'tests/background-updates'),
      loopback: health('Test whether the site can ask itself', 'tests/loopback-requests'),
      https: health('Test whether the site works by https', 'tests/https-status'),
      wordpressOrg: health('Test whether the site reaches wordpress.org', 'tests/dotorg-communication'),
      authorizationHeader: health('Test whether the Authorization header arrives', 'tests/authorization-header'),
      pageCache: health('Test whether pages are cached', 'tests/page-cache'),
      sizes: health('Measure the folders and the database', 'directory-sizes'),
    },
  },
}
