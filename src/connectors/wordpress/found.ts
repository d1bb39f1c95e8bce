import type { DiagnosisResult } from '../../wordpress/diagnose/diagnose.ts'
import type { Found, Probed } from '../connector.ts'
import { readLimits } from './limits.ts'
import { expiryOf } from './renewal.ts'
import type { WordPressSecret } from './secret.ts'
import { siteKeyOf, type WordPressSite } from './site.ts'

/** A diagnosis as a probe: with all that is kept of the site, where its credential works. */
export function probed(
  result: DiagnosisResult,
  secret: WordPressSecret | null,
  allowRoots: readonly string[],
): Probed<WordPressSecret> {
  const found = secret === null ? null : foundIn(result, secret, allowRoots)
  return { diagnosis: result.diagnosis, found }
}

function foundIn(
  { diagnosis, root, discovery }: DiagnosisResult,
  secret: WordPressSecret,
  allowRoots: readonly string[],
): Found<WordPressSecret> | null {
  const { site, user } = diagnosis
  if (diagnosis.verdict !== 'connected' || site === null || user === null || root === null) return null
  const { candidate, home } = discovery.best
  // A closed site sends strangers to its login page, whose path is not the site's.
  const answered = new URL(candidate.url.pathname, home.exchange.url.origin)
  const kept: WordPressSite = {
    title: site.name,
    address: candidate.url.href,
    allowRoots: [...allowRoots],
    home: site.home,
    core: site.url,
    root: root.url.href,
    version: site.version,
    timezone: site.timezone,
    icon: site.icon,
    user: { ...user, can: { ...user.can } },
  }
  const index = discovery.index === null ? null : (discovery.probe?.answer.json?.value ?? null)
  return {
    url: answered.href,
    siteKey: siteKeyOf(answered, discovery.index?.home ?? ''),
    name: site.name.trim().slice(0, 100) || answered.host,
    account: secret.username,
    site: kept,
    secret,
    expiresAt: expiryOf(secret),
    caches: index === null ? {} : { index, limits: readLimits(index) },
  }
}
