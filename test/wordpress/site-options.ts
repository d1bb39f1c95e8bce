import type { VersionName } from './cache.ts'
import type { CertificateKind } from './certificates.ts'
import type { Quirk } from './quirks/registry.ts'
import type { layouts } from './site-files.ts'

/** What a test may ask of its WordPress. */
export interface SiteOptions {
  /** Default `newest`. */
  readonly version?: VersionName
  /**
   * `root`: at `/`. `subdirectory`: at `/blog`. `own-directory`: core in `/wp`, address without it.
   * `network`: the member `/member` of a multisite network. Default `root`.
   */
  readonly layout?: keyof typeof layouts
  /** Default `pretty`. */
  readonly permalinks?: 'pretty' | 'plain'
  /** What is unusual about it; any number of them together. */
  readonly quirks?: readonly Quirk[]
  /** Default `http`. */
  readonly scheme?: 'http' | 'https'
  /** For https: what is wrong with the certificate. Default `trusted` (by those who know `site.ca`). */
  readonly certificate?: CertificateKind
  /** `WP_ENVIRONMENT_TYPE`. Over http, only `local` (the default) has application passwords. */
  readonly environment?: 'local' | 'production'
  /** Constants for `wp-config.php`, for the web only: the settings of some quirks. */
  readonly constants?: Readonly<Record<string, string | number | boolean>>
}

export type CompleteOptions = Required<SiteOptions>

export const roles = ['administrator', 'editor', 'author', 'contributor', 'subscriber'] as const
export type Role = (typeof roles)[number]

/** One user of a site, with everything that a person would know about their own account. */
export interface SiteUser {
  readonly id: number
  readonly username: string
  readonly email: string
  /** The account's password, for wp-login.php and for JWT. */
  readonly password: string
  /** 24 letters and digits, without the spaces. */
  readonly applicationPassword: string
  readonly applicationPasswordUuid: string
}

/** What the stack tells a test about a site that it made; JSON, since it crosses processes. */
export interface SiteRecord {
  readonly id: string
  /** The address as a user would type it, without a slash at the end. */
  readonly url: string
  /** Where core lives (`siteurl`): the same as `url` but for `own-directory`. */
  readonly coreUrl: string
  readonly port: number
  readonly version: string
  readonly users: Readonly<Record<Role, SiteUser>>
  /** The folder of this site: `www/` (document root), logs, sockets. */
  readonly folder: string
  /** The folder with `wp-load.php`. */
  readonly core: string
  /** The certificate authority of this run, PEM; empty for http. */
  readonly ca: string
}

/** Fills in the defaults. */
export function completeOptions(options: SiteOptions): CompleteOptions {
  return {
    version: 'newest',
    layout: 'root',
    permalinks: 'pretty',
    quirks: [],
    scheme: 'http',
    certificate: 'trusted',
    environment: 'local',
    constants: {},
    ...options,
  }
}
