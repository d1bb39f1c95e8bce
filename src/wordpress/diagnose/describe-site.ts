import { homeFolder } from '../discover.ts'
import type { SiteUser } from '../verify.ts'
import type { DiagnosedSite } from './diagnosis.ts'
import type { Evidence } from './evidence.ts'

/** What is known of a site, as a diagnosis tells it; `null` where no WordPress shows. */
export function describeSite(evidence: Evidence): DiagnosedSite | null {
  const { root, index, best } = evidence.discovery
  if (root === null && best.page?.wordpress !== true) return null
  const home = homeFolder(evidence.discovery).href
  return {
    name: index?.name || best.page?.title || '',
    url: webAddress(index?.url) ?? home,
    home: webAddress(index?.home) ?? home,
    restRoot: root?.url.href ?? null,
    version: best.page?.version ?? null,
    namespaces: index?.namespaces ?? [],
    timezone: index?.timezone ?? '',
    icon: best.page?.icon?.href ?? null,
  }
}

/** An address that a site gave, or `null` where it is none that a browser should be sent to. */
function webAddress(text: string | undefined): string | null {
  return text !== undefined && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : null
}

export function redactSite(site: DiagnosedSite | null, redact: (text: string) => string): DiagnosedSite | null {
  if (site === null) return null
  return { ...site, name: redact(site.name), namespaces: site.namespaces.map(redact) }
}

export function redactUser(user: SiteUser, redact: (text: string) => string): SiteUser {
  return { ...user, name: redact(user.name), roles: user.roles.map(redact) }
}
