import { HubError } from '../../errors/hub-error.ts'
import { plainText } from '../../wordpress/answer.ts'
import { fields, stringOf } from '../../wordpress/json.ts'
import type { Call } from '../action.ts'
import type { TaxonomyFacts } from './facts.ts'
import type { OpenWordPress } from './open-site.ts'
import { slugOfName } from './term-slug.ts'
import { unseenId } from './unseen-id.ts'

export interface StoredTerm {
  readonly id: number
  readonly name: string
  readonly slug: string
  /** 0 for none. */
  readonly parent: number
}

/** The names of a path such as `Europe > France`, outermost first. */
export function segmentsOf(path: string): string[] {
  return path
    .split('>')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

/** Terms that may be meant by these names or slugs: one request for up to 50. */
export async function findTerms(
  site: OpenWordPress,
  taxonomy: TaxonomyFacts,
  names: readonly string[],
): Promise<StoredTerm[]> {
  const slugs = [...new Set(names.map(slugOfName).filter((slug) => slug !== ''))]
  const found: StoredTerm[] = []
  for (let at = 0; at < slugs.length; at += 50) {
    const query = { slug: slugs.slice(at, at + 50).join(','), per_page: 100, hide_empty: false, exclude: unseenId() }
    const answer = await site.client.get(taxonomy.route, { ...query, _fields: 'id,name,slug,parent' })
    const list = answer.json?.value
    if (!Array.isArray(list)) throw new HubError('unexpected_answer', `${taxonomy.route} answered without a list`)
    found.push(...list.slice(0, 100).map(readTerm))
  }
  return found
}

/** Which of the terms a name below a parent is: by its name, capitals or not, or by its slug exactly as given. */
export function pickTerm(
  terms: readonly StoredTerm[],
  name: string,
  parent: number,
  isNested: boolean,
): StoredTerm | null {
  const level = isNested ? terms.filter((term) => term.parent === parent) : terms
  const wanted = foldName(name)
  return level.find((term) => foldName(term.name) === wanted) ?? level.find((term) => term.slug === name) ?? null
}

/**
 * Makes a term. WordPress itself refuses a second one of the same name at the same place and says which one is there, so
 * that repeating it is harmless.
 */
export async function createTerm(
  site: OpenWordPress,
  taxonomy: TaxonomyFacts,
  { name, parent }: { readonly name: string; readonly parent: number },
  call: Call = {},
): Promise<StoredTerm> {
  try {
    const body = parent === 0 ? { name } : { name, parent }
    return readTerm(
      (await site.client.post(taxonomy.route, body, { _fields: 'id,name,slug,parent' }, call)).json?.value,
    )
  } catch (error) {
    const id = error instanceof HubError && error.code === 'term_exists' ? fields(error.evidence).termId : null
    if (typeof id !== 'number') throw error
    return { id, name, slug: '', parent }
  }
}

function foldName(name: string): string {
  return plainText(name.slice(0, 400)).normalize('NFC').toLowerCase()
}

function readTerm(value: unknown): StoredTerm {
  const { id, name, slug, parent } = fields(value)
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id <= 0)
    throw new HubError('unexpected_answer', 'The site answered without the id of a term')
  return {
    id,
    name: stringOf(name, 400) ?? '',
    slug: stringOf(slug, 400) ?? '',
    parent: typeof parent === 'number' ? parent : 0,
  }
}
