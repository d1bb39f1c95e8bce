import { type Check, type Finding, layers } from './check.ts'
import type { Evidence } from './evidence.ts'

export interface Explained {
  readonly check: Pick<Check, 'code' | 'title' | 'layer'>
  readonly finding: Finding
}

/** From here on a finding is taken as the explanation, and deeper layers are not asked. */
const certain = 0.8

/**
 * All explanations that fit, the best first. Layers are examined from the network inwards; one that explains the failure
 * with certainty ends the search, so that deeper questions are not asked of a site that is down.
 */
export async function examine(evidence: Evidence, checks: readonly Check[]): Promise<Explained[]> {
  const found: Explained[] = []
  for (const layer of layers) {
    for (const check of checks) {
      if (check.layer !== layer) continue
      const finding = await check.look(evidence)
      if (finding !== null) found.push({ check, finding })
    }
    if (found.some(({ finding }) => finding.confidence >= certain)) break
  }
  // Stable: of two equally sure explanations, the outer layer and the earlier check come first.
  return found.sort((a, b) => b.finding.confidence - a.finding.confidence)
}
