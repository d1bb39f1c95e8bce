import type { TaxonomyFacts } from '../../connectors/wordpress/facts.ts'
import { createTerm, findTerms, pickTerm, type StoredTerm, segmentsOf } from '../../connectors/wordpress/terms.ts'
import { fateOf } from '../../connectors/write-fate.ts'
import { HubError } from '../../errors/hub-error.ts'
import type { Db } from '../../store/open-store.ts'
import { listSiteTerms, putSiteTerms } from '../../store/site-terms.ts'
import { termKey } from './compose.ts'
import type { PlannedTerm } from './plan.ts'
import type { PublishingSite } from './publishing-site.ts'

/**
 * The ids of terms on a site: remembered ones without asking, the others of a taxonomy looked up in one request, and made
 * where they are missing. One that may not be made is left out of the answer, and said why.
 */
export async function resolveTerms(
  db: Db,
  site: PublishingSite,
  wanted: readonly PlannedTerm[],
  missing: 'create' | 'leave-out',
): Promise<{ readonly ids: Map<string, number>; readonly refused: Map<string, string> }> {
  const ids = new Map<string, number>()
  const refused = new Map<string, string>()
  for (const taxonomy of new Set(wanted.map((term) => term.taxonomy))) {
    const paths = [...new Set(wanted.filter((term) => term.taxonomy === taxonomy).map(({ path }) => path))]
    const known = await listSiteTerms(db, site, taxonomy, paths.map(foldPath))
    const unknown: string[] = []
    for (const path of paths) {
      const term = known.find((candidate) => candidate.path === foldPath(path))
      if (term === undefined) unknown.push(path)
      else ids.set(termKey(taxonomy, path), term.remoteId)
    }
    if (unknown.length > 0) await askSite(db, site, taxonomy, unknown, missing, ids, refused)
  }
  return { ids, refused }
}

async function askSite(
  db: Db,
  site: PublishingSite,
  name: string,
  paths: readonly string[],
  missing: 'create' | 'leave-out',
  ids: Map<string, number>,
  refused: Map<string, string>,
): Promise<void> {
  const taxonomy = site.open.facts.taxonomies.get(name)
  if (taxonomy === undefined) return
  const segments = (path: string): string[] => (taxonomy.hierarchical ? segmentsOf(path) : [path.trim()])
  const terms = await findTerms(site.open, taxonomy, paths.flatMap(segments))
  const learned: { taxonomy: string; path: string; remoteId: number }[] = []
  for (const path of paths) {
    let parent: StoredTerm | null = null
    try {
      for (const segment of segments(path)) {
        const below: number = parent?.id ?? 0
        let term = pickTerm(terms, segment, below, taxonomy.hierarchical)
        if (term === null) {
          if (missing === 'leave-out') throw new HubError('not_found', 'the site does not have it')
          term = await makeTerm(site, taxonomy, segment, below)
          // As it was asked for: WordPress may answer with another spelling, or with little more than the id.
          terms.push({ ...term, name: segment, parent: below })
        }
        parent = term
      }
    } catch (error) {
      if (!(error instanceof HubError) || (error.code !== 'not_found' && fateOf(error) !== 'refused')) throw error
      refused.set(termKey(name, path), error.message)
      continue
    }
    if (parent === null) continue
    ids.set(termKey(name, path), parent.id)
    learned.push({ taxonomy: name, path: foldPath(path), remoteId: parent.id })
  }
  await putSiteTerms(db, { projectId: site.projectId, siteKey: site.siteKey }, learned)
}

const tries = 4

/** Made again where the answer was lost: WordPress then says that it exists, and which one it is. */
async function makeTerm(
  site: PublishingSite,
  taxonomy: TaxonomyFacts,
  name: string,
  parent: number,
): Promise<StoredTerm> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await createTerm(site.open, taxonomy, { name, parent })
    } catch (error) {
      if (attempt === tries || !(error instanceof HubError) || fateOf(error) !== 'unknown') throw error
    }
  }
}

/** A path as it is remembered: without capitals and superfluous spaces. */
export function foldPath(path: string): string {
  return segmentsOf(path).join(' > ').normalize('NFC').toLowerCase()
}
