import type { Diagnosis } from './check.ts'

/** One thing that differs between two diagnoses. */
export interface Difference {
  /** Dotted path in a diagnosis: `site.version`, `user.roles`. */
  readonly what: string
  readonly before: unknown
  readonly after: unknown
}

type Reader = (diagnosis: Diagnosis) => unknown

const compared: Readonly<Record<string, Reader>> = {
  verdict: ({ verdict }) => verdict,
  code: ({ code }) => code,
  'site.name': ({ site }) => site?.name,
  'site.home': ({ site }) => site?.home,
  'site.url': ({ site }) => site?.url,
  'site.restRoot': ({ site }) => site?.restRoot,
  'site.version': ({ site }) => site?.version,
  'user.name': ({ user }) => user?.name,
  'user.roles': ({ user }) => user?.roles,
  'user.can': ({ user }) => user?.can,
  authorize: ({ authorize }) => authorize !== null,
  notes: ({ notes }) => notes.map(({ code }) => code).sort(),
}

/**
 * What changed from a good diagnosis to a bad one. What only one of them saw does not count, since a site that is down
 * shows nothing; plugins that came or went (by the namespaces of the API) are named one by one.
 */
export function compareDiagnoses(before: Diagnosis, after: Diagnosis): Difference[] {
  const found: Difference[] = []
  for (const [what, read] of Object.entries(compared)) {
    const [was, is] = [read(before), read(after)]
    if (was === undefined || is === undefined || JSON.stringify(was) === JSON.stringify(is)) continue
    found.push({ what, before: was, after: is })
  }
  const [had, has] = [before.site?.namespaces ?? [], after.site?.namespaces ?? []]
  if (had.length === 0 || has.length === 0) return found
  const gone = had.filter((name) => !has.includes(name)).slice(0, 50)
  const come = has.filter((name) => !had.includes(name)).slice(0, 50)
  return gone.length + come.length === 0 ? found : [...found, { what: 'site.namespaces', before: gone, after: come }]
}
