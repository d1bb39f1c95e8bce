import type { OpenWordPress } from '../../connectors/wordpress/open-site.ts'

/** A connection's WordPress site, ready to be published to. */
export interface PublishingSite {
  readonly connectionId: string
  readonly projectId: string
  /** Equal for all connections to one site: images, terms and ids are the site's. */
  readonly siteKey: string
  readonly open: OpenWordPress
  /** The site's firewall was seen to refuse native blocks; set when it is seen. */
  refusesBlocks: boolean
  /** Remembers that for the next time. */
  rememberRefusesBlocks(): Promise<void>
}
