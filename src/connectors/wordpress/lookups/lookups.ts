import { z } from 'zod'
import { plainText } from '../../../wordpress/answer.ts'
import { fields, stringOf } from '../../../wordpress/json.ts'
import { type Choice, type Lookup, lookup } from '../../lookup.ts'
import { everyStatus } from '../find-posts.ts'
import type { OpenWordPress } from '../open-site.ts'
import { taxonomy, type } from '../resources/fields.ts'
import { iterateItems } from '../resources/read-list.ts'
import type { Input, Item } from '../resources/resource.ts'
import { resources } from '../resources/table.ts'
import { type Choices, fromResource, labelOf, narrow } from './choices.ts'

const nothing = z.object({})

/** Where there are few, all are read and searched here, so that a search finds ids and slugs too. */
function few(title: string, name: string, choiceOf: (item: Item) => Choice | null): Lookup<OpenWordPress> {
  return site(title, nothing, async (open, _input, search) => {
    const { choices } = await fromResource(open, name, { fields: undefined }, choiceOf)
    return narrow(choices, search)
  })
}

function site<Asked>(
  title: string,
  input: z.ZodType<Asked>,
  list: (open: OpenWordPress, input: Asked, search: string) => Promise<Choices>,
): Lookup<OpenWordPress> {
  return lookup<OpenWordPress, Asked>({ title, input, list }) as Lookup<OpenWordPress>
}

const searched = (search: string): Input => (search.trim() === '' ? {} : { search: search.trim().slice(0, 200) })

/** The choices that a WordPress site has for the fields of its actions. */
export const wordpressLookups: Readonly<Record<string, Lookup<OpenWordPress>>> = {
  types: site('Post types', nothing, async ({ facts }, _input, search) =>
    narrow(
      [...facts.types.values()].map(({ name, label, route }) => ({ value: name, label, hint: route })),
      search,
    ),
  ),
  taxonomies: site('Taxonomies', nothing, async ({ facts }, _input, search) =>
    narrow(
      [...facts.taxonomies.values()].map(({ name, label, route }) => ({ value: name, label, hint: route })),
      search,
    ),
  ),
  statuses: few('Statuses', 'statuses', ({ slug, ...item }) => choice(slug, labelOf(item, 'name'))),
  terms: site('Terms of a taxonomy', z.object({ taxonomy: taxonomy.default('category') }), listTerms),
  users: site('Users', nothing, (open, _input, search) =>
    fromResource(
      open,
      'users',
      { order: 'asc', fields: ['name', 'username', 'email', 'slug'], ...searched(search) },
      (user) => choice(user.id, labelOf(user, 'name', 'slug'), textOf(user.email ?? user.username ?? user.slug)),
    ),
  ),
  posts: site('Posts', z.object({ type }), (open, input, search) =>
    fromResource(open, 'posts', { ...input, status: everyStatus.split(','), ...searched(search) }, (post) =>
      choice(post.id, labelOf(post, 'title', 'slug'), `${textOf(post.status)} ${textOf(post.link)}`.trim()),
    ),
  ),
  media: site('Files', nothing, (open, _input, search) =>
    fromResource(open, 'media', searched(search), (file) =>
      choice(file.id, labelOf(file, 'title', 'slug'), textOf(file.source_url)),
    ),
  ),
  menus: few('Menus', 'menus', ({ id, ...item }) => choice(id, labelOf(item, 'name', 'slug'))),
  templates: few('Templates', 'templates', (item) =>
    choice(item.id, labelOf(item, 'title', 'slug'), textOf(item.slug)),
  ),
  themes: few('Themes', 'themes', (item) => choice(item.stylesheet, labelOf(item, 'name'), textOf(item.status))),
  plugins: few('Plugins', 'plugins', (item) => choice(item.plugin, labelOf(item, 'name'), textOf(item.status))),
  abilities: few('Abilities', 'abilities', (item) =>
    choice(item.name, labelOf(item, 'label'), textOf(item.description)),
  ),
  routes: site('Routes of the site', nothing, async ({ facts }, _input, search) =>
    narrow(
      facts.routes.all.map(({ template, endpoints }) => ({
        value: template,
        label: template,
        hint: [...new Set(endpoints.flatMap(({ methods }) => methods))].join(', '),
      })),
      search,
    ),
  ),
  namespaces: site('Interfaces of WordPress and its plugins', nothing, async ({ facts }, _input, search) =>
    narrow(
      facts.namespaces.map((name) => ({ value: name, label: name })),
      search,
    ),
  ),
}

const mostTerms = 2000

/** With the path that the term is at, since names repeat. */
async function listTerms(
  open: OpenWordPress,
  { taxonomy: name }: { readonly taxonomy: string },
  search: string,
): Promise<Choices> {
  const facts = open.facts.taxonomies.get(name)
  const asked = { taxonomy: name, fields: ['name', 'slug', 'parent'], hide_empty: false, order: 'asc' }
  const resource = resources.terms
  if (facts?.hierarchical !== true || resource === undefined)
    return fromResource(open, 'terms', { ...asked, ...searched(search) }, (term) =>
      choice(term.id, labelOf(term, 'name'), textOf(term.slug)),
    )
  const terms = new Map<unknown, Item>()
  for await (const term of iterateItems(open, resource, asked, mostTerms)) terms.set(term.id, term)
  const pathOf = (term: Item, depth = 0): string => {
    const parent = terms.get(term.parent)
    const label = labelOf(term, 'name')
    return parent === undefined || depth > 20 ? label : `${pathOf(parent, depth + 1)} > ${label}`
  }
  const choices = [...terms.values()].flatMap((term) => choice(term.id, pathOf(term), textOf(term.slug)) ?? [])
  return narrow(
    choices.sort((a, b) => a.label.localeCompare(b.label)),
    search,
  )
}

/** `null` for what has no value that could be sent. */
function choice(value: unknown, label: string, hint = ''): Choice | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const shown = label === '' ? String(value) : label
  return hint === '' || hint === shown ? { value, label: shown } : { value, label: shown, hint }
}

function textOf(value: unknown): string {
  return plainText(stringOf(fields(value).raw ?? value, 300) ?? '')
}
