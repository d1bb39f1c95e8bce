import { HubError } from '../../../errors/hub-error.ts'
import { plainText } from '../../../wordpress/answer.ts'
import { fields } from '../../../wordpress/json.ts'
import { everyStatus, findPosts } from '../find-posts.ts'
import type { OpenWordPress } from '../open-site.ts'
import { findTerms, pickTerm } from '../terms.ts'
import { askSite, readItem, readItems } from './ask-site.ts'
import { markIn } from './plant-mark.ts'
import { resolveRoute, taxonomyOf } from './resolve-route.ts'
import type { Input, Item, Keyed } from './resource.ts'

/** Posts of one type, by the mark in their content. `fixed`: for a resource of one type. */
export function byMark(fixed?: string): Keyed {
  const typeIn = (input: Input): string => fixed ?? String(input.type)
  return {
    key: markIn,
    baseline: (site, input) => highestId(site, resolveRoute(site, '{type}', { type: typeIn(input) }), everyStatus),
    async find(site, input, since) {
      const key = markIn(input)
      if (key === null) return []
      const type = typeIn(input)
      const posts = (await findPosts(site, { keys: [key], type, since })).get(key) ?? []
      const template = `${resolveRoute(site, '{type}', { type })}/{id}`
      return Promise.all(
        posts.map(async ({ id }) => readItem(await askSite(site, { template, values: { id }, args: {} }), template)),
      )
    },
  }
}

/** Terms, by slug where one was given, else by name and parent: WordPress allows no second one, and says which was there before. */
export function byTerm(fixed?: string): Keyed {
  const nameIn = (input: Input): string => fixed ?? String(input.taxonomy)
  return {
    key: ({ name, slug, parent, ...input }) => JSON.stringify([nameIn(input), slug ?? null, name, parent ?? 0]),
    baseline: (site, input) => highestId(site, taxonomyOf(site, nameIn(input)).route),
    async find(site, input, since) {
      const taxonomy = taxonomyOf(site, nameIn(input))
      const { slug, name } = input
      const terms =
        typeof slug === 'string'
          ? (await findTerms(site, taxonomy, [slug])).filter((term) => term.slug === slug)
          : await findTerms(site, taxonomy, [String(name)])
      const parent = typeof input.parent === 'number' ? input.parent : 0
      const found =
        typeof slug === 'string' ? (terms[0] ?? null) : pickTerm(terms, String(name), parent, taxonomy.hierarchical)
      if (found !== null) return isNewer(found, since) ? [await one(site, `${taxonomy.route}/{id}`, found.id)] : []
      if (typeof slug === 'string') return []
      return (await searchTerms(site, taxonomy.route, String(name), parent)).filter((term) => isNewer(term, since))
    },
  }
}

/** Names whose slug could not be guessed. */
async function searchTerms(site: OpenWordPress, route: string, name: string, parent: number): Promise<Item[]> {
  // Stored with entities, names are searched for by a part of them that has none.
  const plain =
    name
      .split(/[&<>"']/)
      .sort((a, b) => b.length - a.length)[0]
      ?.trim() ?? ''
  const args = { search: plain.slice(0, 200), per_page: 100, hide_empty: false }
  const wanted = foldName(name)
  return readItems(await askSite(site, { template: route, values: {}, args }), route).filter(
    (term) => foldName(String(term.name)) === wanted && (typeof term.parent !== 'number' || term.parent === parent),
  )
}

/** By something of its own that no two may share: a user's login. */
export function byUnique(field: string, search: { readonly template: string; readonly args?: Input }): Keyed {
  return {
    key: (input) => (typeof input[field] === 'string' ? input[field] : null),
    baseline: (site) => highestId(site, search.template),
    async find(site, input, since) {
      const wanted = foldName(String(input[field]))
      const args = { ...search.args, search: String(input[field]).slice(0, 200), per_page: 100 }
      const items = readItems(await askSite(site, { template: search.template, values: {}, args }), search.template)
      return items.filter((item) => isNewer(item, since) && foldName(String(item[field] ?? '')) === wanted)
    },
  }
}

/** Comments of the same words by the same user under the same parent: WordPress itself refuses the second one. */
export const byWords: Keyed = {
  key: ({ post, parent, author, author_email, author_name, content }) =>
    JSON.stringify([post, parent ?? 0, author ?? author_email ?? author_name ?? 'me', wordsOf(content)]),
  baseline: (site) => highestId(site, '/wp/v2/comments', 'all'),
  async find(site, input, since) {
    const template = '/wp/v2/comments'
    const args = {
      post: [Number(input.post)],
      parent: [Number(input.parent ?? 0)],
      orderby: 'id',
      order: 'asc',
      per_page: 100,
    }
    const found: Item[] = []
    for (const status of ['all', 'spam']) {
      const after = since === null ? {} : { order: 'desc' }
      const answer = await askSite(site, { template, values: {}, args: { ...args, ...after, status } })
      found.push(...readItems(answer, template))
    }
    const words = wordsOf(input.content)
    return found
      .filter((item) => isNewer(item, since) && wordsOf(item.content) === words)
      .sort((a, b) => Number(a.id) - Number(b.id))
  },
}

/** Templates and parts that somebody made, by slug; a taken slug gets a number behind it. */
export function byTemplateSlug(template: string): Keyed {
  const list = async (site: OpenWordPress): Promise<Item[]> =>
    readItems(await askSite(site, { template, values: {}, args: {} }), template)
  return {
    key: ({ slug, theme }) => (typeof slug === 'string' ? JSON.stringify([theme ?? null, slug]) : null),
    baseline: async (site) => Math.max(0, ...(await list(site)).map(({ wp_id: id }) => Number(id) || 0)),
    async find(site, { slug }, since) {
      const isOurs = ({ slug: stored, wp_id: id }: Item): boolean =>
        Number(id) > (since ?? 0) && (stored === slug || String(stored).replace(/-\d+$/, '') === slug)
      return (await list(site)).filter(isOurs)
    },
  }
}

/** Font families, by the slug within their settings, which no two may share. */
export const byFontSlug: Keyed = {
  key: (input) => fontSetting(input.font_family_settings, 'slug'),
  baseline: (site) => highestId(site, '/wp/v2/font-families'),
  async find(site, input, since) {
    const template = '/wp/v2/font-families'
    const slug = fontSetting(input.font_family_settings, 'slug') ?? ''
    const items = readItems(
      await askSite(site, { template, values: {}, args: { slug: [slug], per_page: 100 } }),
      template,
    )
    return items.filter((item) => isNewer(item, since) && fontSetting(item.font_family_settings, 'slug') === slug)
  },
}

const faces = '/wp/v2/font-families/{family}/font-faces'

/** Font faces, by family, weight, style and characters: WordPress refuses a second one. */
export const byFontFace: Keyed = {
  key: ({ family, font_face_settings: settings }) => JSON.stringify([family, ...faceOf(settings)]),
  baseline: (site, input) => highestId(site, faces, undefined, input),
  async find(site, input, since) {
    const wanted = JSON.stringify(faceOf(input.font_face_settings))
    const items = readItems(await askSite(site, { template: faces, values: input, args: { per_page: 100 } }), faces)
    // WordPress (seen on 7.1) lists the faces of all families, whichever is asked for.
    return items.filter(
      (item) =>
        isNewer(item, since) &&
        item.parent === input.family &&
        JSON.stringify(faceOf(item.font_face_settings)) === wanted,
    )
  },
}

function faceOf(settings: unknown): (string | null)[] {
  const names = ['fontFamily', 'fontWeight', 'fontStyle', 'fontStretch', 'unicodeRange']
  const usual: Readonly<Record<string, string>> = {
    fontStyle: 'normal',
    fontWeight: '400',
    fontStretch: '100%',
    unicodeRange: 'U+0-10FFFF',
  }
  return names.map((name) => (fontSetting(settings, name) ?? usual[name] ?? '').replace(/["']/g, '').toLowerCase())
}

function fontSetting(settings: unknown, name: string): string | null {
  const value = fields(typeof settings === 'string' ? parse(settings) : settings)[name]
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    throw new HubError('bad_input', 'The settings of a font must be an object, or JSON', { cause })
  }
}

/** The highest id of a list, trash included; 0 where it is empty. */
export async function highestId(
  site: OpenWordPress,
  template: string,
  status?: string,
  values: Input = {},
): Promise<number> {
  const args = { orderby: 'id', order: 'desc', per_page: 1, ...(status === undefined ? {} : { status }) }
  const [newest] = readItems(await askSite(site, { template, values, args, extra: { _fields: 'id' } }), template)
  return Number(newest?.id) || 0
}

/** Whether it came after the baseline. */
function isNewer({ id }: { readonly id?: unknown }, since: number | null): boolean {
  return Number(id) > (since ?? 0)
}

async function one(site: OpenWordPress, template: string, id: number): Promise<Item> {
  return readItem(await askSite(site, { template, values: { id }, args: {} }), template)
}

function wordsOf(content: unknown): string {
  const raw = typeof content === 'string' ? content : fields(content).raw
  return plainText(String(raw ?? '').slice(0, 20_000)).slice(0, 2000)
}

function foldName(name: string): string {
  return plainText(name.slice(0, 400)).normalize('NFC').toLowerCase()
}
