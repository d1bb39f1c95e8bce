import { HubError } from '../../errors/hub-error.ts'
import type { Call } from '../action.ts'
import type { TaxonomyFacts } from './facts.ts'
import type { OpenWordPress } from './open-site.ts'
import { createTerm, findTerms, pickTerm, type StoredTerm, segmentsOf } from './terms.ts'

/**
 * The term of a path such as `Europe > France`, each part of it by name or slug; what is missing is made where wanted, else
 * the answer is `null`. One request, and one for each term that is made. Repeating it is harmless.
 */
export async function provideTerm(
  site: OpenWordPress,
  taxonomy: TaxonomyFacts,
  path: string,
  { create, call }: { readonly create: boolean; readonly call?: Call },
): Promise<StoredTerm | null> {
  const names = taxonomy.hierarchical ? segmentsOf(path) : [path.trim()].filter((name) => name !== '')
  if (names.length === 0) throw new HubError('bad_input', 'The path of the term is empty')
  const terms = await findTerms(site, taxonomy, names)
  let found: StoredTerm | null = null
  for (const name of names) {
    const parent: number = found?.id ?? 0
    const there = pickTerm(terms, name, parent, taxonomy.hierarchical)
    if (there === null && !create) return null
    found = there ?? (await createTerm(site, taxonomy, { name, parent }, call))
  }
  return found
}
