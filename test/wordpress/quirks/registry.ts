/** What a quirk changes: each part is optional, and they add up when a site has several quirks. */
export interface QuirkParts {
  /** A PHP file of this folder, loaded as a must-use plugin for web requests. */
  readonly plugin?: string
  /** Files below the folder of core, by path. */
  readonly files?: Readonly<Record<string, string>>
  /** Constants in `wp-config.php`, for web requests. */
  readonly constants?: Readonly<Record<string, string | number | boolean>>
  /** Lines for nginx: in `http {}`, in `server {}`, and where requests are handed to PHP. */
  readonly http?: string
  readonly server?: string
  readonly php?: string
}

const registry = {
  /** The web server does not pass the Authorization header on to PHP. */
  'header-dropped': { php: 'fastcgi_param HTTP_AUTHORIZATION "";' },
} satisfies Record<string, QuirkParts>

export type Quirk = keyof typeof registry

/** Every quirk by name. */
export const quirks: Readonly<Record<Quirk, QuirkParts>> = registry
