import type { OpenWordPress } from '../connectors/wordpress/open-site.ts'

/** A connection's site, ready to be published to. */
export interface PublishingSite {
  readonly connectionId: string
  readonly projectId: string
  /** Equal for all connections to one site: images, terms and ids are the site's. */
  readonly siteKey: string
  readonly open: OpenWordPress
  /** The site's firewall was seen to refuse native blocks; set when it is seen. */
  refusesBlocks: boolean
}

/** Opens connections for publishing. The only way from here to a credential. */
export interface SiteAccess {
  /** Throws `not_found`, `connection_paused`, `needs_login`. */
  open(connectionId: string, signal: AbortSignal): Promise<PublishingSite>
  /** Remembers what was seen of the site's firewall. */
  rememberRefusesBlocks(connectionId: string): Promise<void>
}
