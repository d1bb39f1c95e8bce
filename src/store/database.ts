import type { ArticleTable, ArticleVersionTable } from './articles.ts'
import type { AssetTable } from './assets.ts'
import type { AuditTable } from './audit.ts'
import type { CheckTable } from './checks.ts'
import type { ConnectionCacheTable } from './connection-caches.ts'
import type { ConnectionTable } from './connections.ts'
import type { DeliveryTable } from './deliveries.ts'
import type { EventTable } from './events.ts'
import type { HandshakeTable } from './handshakes.ts'
import type { IdempotencyKeyTable } from './idempotency-keys.ts'
import type { InstanceTable } from './instance.ts'
import type { MemberTable } from './members.ts'
import type { ProjectTable } from './projects.ts'
import type { PublicationTable } from './publications.ts'
import type { PublishSettingsTable } from './publish-settings.ts'
import type { RemoteSlugTable } from './remote-slugs.ts'
import type { SiteAssetTable } from './site-assets.ts'
import type { SiteLookTable, SiteMarkTable } from './site-marks.ts'
import type { SiteMediaTable } from './site-media.ts'
import type { SiteTermTable } from './site-terms.ts'
import type { WebhookEndpointTable } from './webhook-endpoints.ts'

/** Every table of ours, written as in the database but in camel case. Tables of the login and of the jobs are their libraries'. */
export interface Database {
  articles: ArticleTable
  articleVersions: ArticleVersionTable
  assets: AssetTable
  audit: AuditTable
  checks: CheckTable
  connectionCaches: ConnectionCacheTable
  connections: ConnectionTable
  deliveries: DeliveryTable
  events: EventTable
  handshakes: HandshakeTable
  idempotencyKeys: IdempotencyKeyTable
  instance: InstanceTable
  members: MemberTable
  projects: ProjectTable
  publications: PublicationTable
  publishSettings: PublishSettingsTable
  remoteSlugs: RemoteSlugTable
  siteAssets: SiteAssetTable
  siteLooks: SiteLookTable
  siteMarks: SiteMarkTable
  siteMedia: SiteMediaTable
  siteTerms: SiteTermTable
  webhookEndpoints: WebhookEndpointTable
}
