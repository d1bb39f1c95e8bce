import { HubError } from '../../../errors/hub-error.ts'
import type { Call } from '../../action.ts'
import type { TaxonomyFacts } from '../facts.ts'
import { type OpenWordPress, typeOf } from '../open-site.ts'
import { provideTerm } from '../provide-term.ts'
import { findUser } from '../users.ts'
import type { Input } from './resource.ts'

/** What is made of terms that are not there. */
type MissingTerms = 'create' | 'skip' | 'fail'

/**
 * What a person gives of a post as the site takes it: names, slugs and paths of terms become ids, made where they are
 * missing and wanted; the author's login, e-mail or name becomes an id. Throws `bad_input` for what is not there.
 */
export async function resolveNames(site: OpenWordPress, type: string, input: Input, call?: Call): Promise<Input> {
  const resolved: Record<string, unknown> = { ...input }
  if (typeof input.author === 'string') resolved.author = await authorOf(site, input.author)
  const missing = (input.missingTerms ?? 'create') as MissingTerms
  for (const taxonomy of taxonomiesOf(site, type)) {
    const given = input[taxonomy.field]
    if (Array.isArray(given) && given.some((one) => typeof one === 'string'))
      resolved[taxonomy.field] = await termsOf(site, taxonomy, given, missing, call)
  }
  return resolved
}

/** The same without the names that it has: what can be checked before terms are made for it. */
export function withoutNames(site: OpenWordPress, type: string, input: Input): Input {
  const unnamed: Record<string, unknown> = { ...input }
  if (typeof input.author === 'string') delete unnamed.author
  for (const { field } of taxonomiesOf(site, type)) {
    const given = input[field]
    if (Array.isArray(given)) unnamed[field] = given.filter((one) => typeof one !== 'string')
  }
  return unnamed
}

export async function authorOf(site: OpenWordPress, author: string): Promise<number> {
  if (/^\d+$/.test(author)) return Number(author)
  const found = await findUser(site, author)
  if (found !== null) return found
  throw new HubError('bad_input', `The site shows no user "${author.slice(0, 100)}", or several of that name`, {
    fix: 'Give the login, the e-mail address or the id. Who may not edit users sees only authors with published posts.',
  })
}

function taxonomiesOf(site: OpenWordPress, type: string): TaxonomyFacts[] {
  return typeOf(site, type).taxonomies.flatMap((name) => site.facts.taxonomies.get(name) ?? [])
}

async function termsOf(
  site: OpenWordPress,
  taxonomy: TaxonomyFacts,
  given: readonly unknown[],
  missing: MissingTerms,
  call?: Call,
): Promise<number[]> {
  const ids: number[] = []
  for (const one of given) {
    if (typeof one !== 'string' || /^\d+$/.test(one)) ids.push(Number(one))
    else {
      const term = await provideTerm(site, taxonomy, one, { create: missing === 'create', ...(call && { call }) })
      if (term !== null) ids.push(term.id)
      else if (missing === 'fail')
        throw new HubError('bad_input', `There is no "${one.slice(0, 200)}" among the ${taxonomy.label} of the site`, {
          fix: 'Correct its name, or let what is missing be made: missingTerms=create.',
        })
    }
  }
  return [...new Set(ids)]
}
