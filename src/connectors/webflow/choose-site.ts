import type { Site } from '../../webflow/sites.ts'
import type { WebflowFinding } from './report.ts'
import { addressOf } from './site.ts'

const mostNamed = 20

/**
 * The site that a person means, of those that the token reaches: by id, name, name below webflow.io or address. Not said, it
 * is the only one. Else a diagnosis that lists them.
 */
export function chooseSite(sites: readonly Site[], wanted: string | undefined): Site | WebflowFinding {
  const listed = sites.slice(0, mostNamed).map((site) => `${site.name} (${site.shortName}, ${site.id})`)
  const more = sites.length > mostNamed ? ` and ${sites.length - mostNamed} more` : ''
  const reaches = sites.length === 0 ? 'The token reaches no site.' : `The token reaches: ${listed.join('; ')}${more}.`
  if (wanted === undefined) {
    const [only, ...others] = sites
    if (only !== undefined && others.length === 0) return only
    return sites.length === 0 ? missing(reaches) : unclear('site_not_chosen', 'Say which site is meant', reaches)
  }
  const found = sites.filter((site) => isMeant(site, wanted))
  const [first, ...others] = found
  if (first !== undefined && others.length === 0) return first
  return first === undefined ? missing(reaches) : unclear('site_not_chosen', `Several sites are "${wanted}"`, reaches)
}

function isMeant(site: Site, wanted: string): boolean {
  const text = wanted.trim().toLowerCase()
  if ([site.id, site.name, site.shortName].some((name) => name.toLowerCase() === text)) return true
  const hosts = [`${site.shortName}.webflow.io`, addressOf(site), ...site.domains.map(({ url }) => url)].map(hostOf)
  return hosts.includes(hostOf(text))
}

function hostOf(address: string): string {
  const url = URL.parse(/^https?:\/\//i.test(address) ? address : `https://${address}`)
  return (url?.hostname ?? address).replace(/^www\./, '').toLowerCase()
}

function missing(reaches: string): WebflowFinding {
  return {
    verdict: 'refused',
    code: 'site_not_found',
    title: 'The token does not reach this site',
    cause: reaches,
    fix: 'Make a token in the settings of the site itself, or choose one of these.',
  }
}

function unclear(code: string, title: string, cause: string): WebflowFinding {
  const fix = 'Connect again with `site`: an id, a name or an address of the list.'
  return { verdict: 'refused', code, title, cause, fix }
}
