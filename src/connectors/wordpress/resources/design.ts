import { z } from 'zod'
import { author, id, path, short, slug, text } from './fields.ts'
import { byFontFace, byFontSlug, byTemplateSlug } from './keys.ts'
import type { Resource, Shape } from './resource.ts'

const template: Shape = {
  theme: z.string().max(200).optional().describe('Default: the active theme'),
  title: short.optional(),
  content: text.optional().describe('Blocks'),
  description: short.optional(),
  author,
}
const lookUp = (route: string) => ({
  title: 'Get the template that a page would use',
  effect: 'read' as const,
  method: 'GET' as const,
  route: `${route}/lookup`,
  input: { slug: short, is_custom: z.boolean().optional(), template_prefix: short.optional() },
})

function templatesOf(words: Pick<Resource, 'one' | 'many' | 'route'>, more: Shape): Resource {
  return {
    ...words,
    id: path.describe('Such as twentytwentyfive//home').meta({ lookup: 'templates' }),
    list: { paging: 'none', fields: 'id,slug,theme,type,source,title,status,wp_id,has_theme_file,area' },
    get: true,
    create: { fields: { slug: short, ...template, ...more }, keyed: byTemplateSlug(words.route) },
    update: { fields: { ...template, ...more } },
    delete: { force: 'always', title: `Delete ${words.one}, or what was changed of the theme's` },
    calls: { lookup: lookUp(words.route) },
  }
}

const widget: Shape = {
  sidebar: slug,
  id_base: slug.optional().describe('The widget type'),
  instance: z.record(z.string(), z.json()).optional(),
  form_data: text.optional(),
}
const settings = z.union([text, z.record(z.string(), z.json())])
const family = { family: id.describe('The font family') }

export const designResources: Readonly<Record<string, Resource>> = {
  templates: templatesOf({ one: 'a template', many: 'templates', route: '/wp/v2/templates' }, {}),
  'template-parts': templatesOf(
    { one: 'a template part', many: 'template parts', route: '/wp/v2/template-parts' },
    { area: slug.optional().describe('header, footer, uncategorized…') },
  ),
  'global-styles': {
    one: 'the styles of a theme as the site changed them',
    many: 'styles',
    route: '/wp/v2/global-styles',
    id: id.describe('As themes.get links it: wp:user-global-styles'),
    get: true,
    update: {
      fields: {
        title: short.optional(),
        styles: z.record(z.string(), z.json()).optional(),
        settings: z.record(z.string(), z.json()).optional(),
      },
    },
    calls: {
      theme: {
        title: 'Get the styles of a theme as it came',
        effect: 'read',
        method: 'GET',
        route: '/wp/v2/global-styles/themes/{stylesheet}',
        input: { stylesheet: path.meta({ lookup: 'themes' }) },
      },
      variations: {
        title: 'List the style variations of a theme',
        effect: 'read',
        method: 'GET',
        route: '/wp/v2/global-styles/themes/{stylesheet}/variations',
        input: { stylesheet: path.meta({ lookup: 'themes' }) },
        output: 'list',
      },
    },
  },
  'font-families': {
    one: 'a font family',
    many: 'font families',
    route: '/wp/v2/font-families',
    id,
    list: { paging: 'id' },
    get: true,
    create: {
      description: 'Settings: name, slug and fontFamily as in theme.json.',
      fields: { font_family_settings: settings },
      keyed: byFontSlug,
    },
    update: { fields: { font_family_settings: settings } },
    delete: { force: 'always' },
  },
  'font-faces': {
    one: 'a font face',
    many: 'the faces of a font family',
    route: '/wp/v2/font-families/{family}/font-faces',
    within: family,
    id,
    // WordPress (seen on 7.1) lists the faces of all families, whichever is asked for.
    list: { paging: 'id', belongs: ({ parent }, { family: wanted }) => parent === wanted },
    get: true,
    create: {
      description: 'Settings: fontFamily, fontWeight, fontStyle and src (an address) as in theme.json.',
      fields: { font_face_settings: settings },
      keyed: byFontFace,
    },
    delete: { force: 'always' },
  },
  'font-collections': {
    one: 'a font collection',
    many: 'font collections',
    route: '/wp/v2/font-collections',
    id: path,
    list: { paging: 'page', fields: 'slug,name,description' },
    get: true,
  },
  icons: {
    one: 'an icon',
    many: 'icons',
    route: '/wp/v2/icons',
    item: '/wp/v2/icons/{name}',
    id: path.describe('Such as core/arrow-down'),
    list: { paging: 'page' },
    get: true,
    calls: {
      collection: {
        title: 'List the icons of a collection',
        effect: 'read',
        method: 'GET',
        route: '/wp/v2/icons/{collection}',
        input: { collection: slug },
        output: 'list',
      },
    },
  },
  'icon-collections': {
    one: 'an icon collection',
    many: 'icon collections',
    route: '/wp/v2/icon-collections',
    id: slug,
    list: { paging: 'page' },
    get: true,
  },
  widgets: {
    one: 'a widget',
    many: 'widgets',
    route: '/wp/v2/widgets',
    id: slug,
    list: { paging: 'none', filters: { sidebar: slug.optional() } },
    get: true,
    create: { fields: widget },
    update: { fields: widget },
    delete: { force: 'always', title: 'Delete a widget' },
    silent: ['form_data', 'instance'],
  },
  'widget-types': {
    one: 'a widget type',
    many: 'widget types',
    route: '/wp/v2/widget-types',
    id: slug,
    list: { paging: 'none' },
    get: true,
    calls: {
      encode: {
        title: 'Encode the settings of a widget',
        effect: 'read',
        method: 'POST',
        route: '/wp/v2/widget-types/{id}/encode',
        input: { id: slug, instance: z.record(z.string(), z.json()).optional(), form_data: text.optional() },
      },
      render: {
        title: 'Render a widget without storing it',
        effect: 'read',
        method: 'POST',
        route: '/wp/v2/widget-types/{id}/render',
        input: { id: slug, instance: z.record(z.string(), z.json()).optional() },
      },
    },
  },
  sidebars: {
    one: 'a sidebar',
    many: 'sidebars',
    route: '/wp/v2/sidebars',
    id: slug,
    list: { paging: 'none', fields: 'id,name,description,status,widgets' },
    get: true,
    update: { title: 'Choose and order the widgets of a sidebar', fields: { widgets: z.array(slug).max(500) } },
  },
}
