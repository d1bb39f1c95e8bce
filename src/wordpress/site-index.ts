import { type Answer, plainText } from './answer.ts'
import { fields, stringOf, stringsOf } from './json.ts'

/** What a site's API root says about it. */
export interface SiteIndex {
  readonly name: string
  readonly description: string
  /** The core's address (`siteurl`), which may be another than the home page's. */
  readonly url: string
  readonly home: string
  /** IANA name, or empty where the site uses a plain offset. */
  readonly timezone: string
  /** Hours from UTC. */
  readonly gmtOffset: number
  readonly namespaces: readonly string[]
  /** Route patterns, as the site gives them. */
  readonly routes: readonly string[]
  /** Where a person approves an application password; `null` where the site does not offer them. */
  readonly authorizationUrl: string | null
}

/** Reads a REST index out of an answer; `null` when the answer is not one. */
export function readSiteIndex(answer: Answer): SiteIndex | null {
  const index = fields(answer.json?.value)
  if (!Array.isArray(index.namespaces) || typeof index.routes !== 'object' || index.routes === null) return null
  const endpoints = fields(fields(fields(index.authentication)['application-passwords']).endpoints)
  return {
    name: plainText(stringOf(index.name) ?? ''),
    description: plainText(stringOf(index.description) ?? ''),
    url: stringOf(index.url, 2048) ?? '',
    home: stringOf(index.home, 2048) ?? '',
    timezone: stringOf(index.timezone_string, 100) ?? '',
    gmtOffset: Number(index.gmt_offset) || 0,
    namespaces: stringsOf(index.namespaces),
    routes: Object.keys(index.routes).slice(0, 5000),
    authorizationUrl: stringOf(endpoints.authorization, 2048),
  }
}
