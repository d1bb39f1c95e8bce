import { join } from 'node:path'

/** What a quirk changes: each part is optional, and they add up when a site has several quirks. */
export interface QuirkParts {
  /** PHP files of this folder, loaded as must-use plugins for web requests. */
  readonly plugins?: readonly string[]
  /** Files below the folder of core, by path. */
  readonly files?: Readonly<Record<string, string>>
  /** Constants in `wp-config.php`, for web requests. */
  readonly constants?: Readonly<Record<string, string | number | boolean>>
  /** Another scheme or host in the stored addresses (`home`, `siteurl`) than the one that is typed. */
  readonly stored?: { readonly scheme?: 'http' | 'https'; readonly host?: string }
  /** Lines for nginx: in `http {}`, in `server {}`, and where requests are handed to PHP. */
  readonly http?: string
  readonly server?: string
  readonly php?: string
}

/** Who may pass the `basic-gate` quirks. */
export const gate = { username: 'gate', password: 'open-sesame' } as const

const passwords = `auth_basic_user_file ${join(import.meta.dirname, 'htpasswd')};`
const cacheApi = (key: string) => ({
  http: `fastcgi_cache_path cache keys_zone=api:1m;
    map $request_uri $uncached { default 1; ~(/wp-json|rest_route=) 0; }`,
  php: `fastcgi_cache api; fastcgi_cache_key "${key}"; fastcgi_cache_valid 200 60s;
    fastcgi_no_cache $uncached; fastcgi_cache_bypass $uncached;
    fastcgi_ignore_headers Cache-Control Expires Set-Cookie Vary;`,
})

const registry = {
  // The way to PHP
  'header-dropped': { php: 'fastcgi_param HTTP_AUTHORIZATION "";' },
  'basic-gate': { server: `auth_basic "Members only"; ${passwords}` },
  'basic-gate-rest': {
    http: 'map $request_uri $realm { default off; ~(/wp-json|rest_route=) "Members only"; }',
    server: `auth_basic $realm; ${passwords}`,
  },
  'firewall-path': { server: 'if ($request_uri ~ "/wp-json") { return 403; }' },
  'firewall-rest': { server: 'if ($request_uri ~ "(/wp-json|rest_route=)") { return 403; }' },
  'methods-blocked': { server: 'if ($request_method ~ "^(PUT|PATCH|DELETE)$") { return 405; }' },
  'small-files': { plugins: ['small-files.php'] },
  'little-memory': { plugins: ['little-memory.php'] },
  'refuses-blocks': { plugins: ['refuses-blocks.php'] },
  'stale-cache': cacheApi('$request_method$request_uri$http_authorization'),
  'shared-cache': cacheApi('$request_method$request_uri'),
  'rate-limited': { plugins: ['rate-limited.php'] },
  'soft-200': { plugins: ['soft-200.php'] },
  slow: { plugins: ['slow.php'] },
  'xmlrpc-blocked': { server: 'if ($uri ~ "/xmlrpc\\.php$") { return 403; }' },
  'xmlrpc-disabled': { plugins: ['xmlrpc-disabled.php'] },
  // Addresses
  'tls-proxy': { php: 'fastcgi_param HTTPS "";' },
  'tls-proxy-http-address': { php: 'fastcgi_param HTTPS "";', stored: { scheme: 'http' } },
  'stored-https': { stored: { scheme: 'https' } },
  'redirects-host': {
    server: 'if ($http_host ~ "^127") { return 301 $scheme://localhost:$server_port$request_uri; }',
    stored: { host: 'localhost' },
  },
  'rest-prefix': { plugins: ['rest-prefix.php'] },
  'no-advertising': { plugins: ['no-advertising.php'] },
  'hidden-login': { plugins: ['hidden-login.php'] },
  // Application passwords
  'app-passwords-off': { plugins: ['app-passwords-off.php'] },
  'app-passwords-off-for-user': { plugins: ['app-passwords-off-for-user.php'] },
  hostinger: { plugins: ['app-passwords-off.php'], constants: { QUIRK_NAMESPACE: 'hostinger-tools-plugin/v1' } },
  fluentauth: { plugins: ['app-passwords-off.php'], constants: { QUIRK_NAMESPACE: 'fluent-auth' } },
  wordfence: { plugins: ['wordfence.php'] },
  // REST closed
  'disable-rest-api': { plugins: ['disable-rest-api.php'] },
  'disable-rest-api-role': { plugins: ['disable-rest-api.php'], constants: { QUIRK_CLOSED_ROLE: 'author' } },
  'force-login': { plugins: ['force-login.php'] },
  'solid-security': { plugins: ['solid-security.php'] },
  perfmatters: { plugins: ['perfmatters.php'] },
  'perfmatters-admins': { plugins: ['perfmatters.php'], constants: { QUIRK_ADMINS_ONLY: true } },
  patchstack: { plugins: ['patchstack.php'] },
  'all-in-one-security': { plugins: ['all-in-one-security.php'] },
  cerber: { plugins: ['cerber.php'] },
  'users-closed': { plugins: ['users-closed.php'] },
  // Plugins with routes of their own
  'own-content': { plugins: ['own-content.php'] },
  // Broken
  'dirty-bom': { plugins: ['dirty-bom.php'] },
  'dirty-warnings': { plugins: ['dirty-warnings.php'] },
  maintenance: { files: { '.maintenance': "<?php $upgrading = PHP_SAPI === 'cli' ? 0 : time();\n" } },
  fatal: { plugins: ['fatal.php'] },
  'dies-after-insert': { plugins: ['dies-after-insert.php'] },
  'saved-meanwhile': { plugins: ['saved-meanwhile.php'] },
  'database-down': { constants: { DB_HOST: 'localhost:/nowhere.sock' } },
  // Search engines
  yoast: { plugins: ['seo.php'], constants: { QUIRK_SEO: 'yoast' } },
  'rank-math': { plugins: ['seo.php'], constants: { QUIRK_SEO: 'rank-math' } },
  seopress: { plugins: ['seo.php'], constants: { QUIRK_SEO: 'seopress' } },
  aioseo: { plugins: ['seo.php'], constants: { QUIRK_SEO: 'aioseo' } },
  'seo-open': { constants: { QUIRK_SEO_OPEN: true } },
  // Tokens
  'jwt-tmeister': { plugins: ['jwt-tokens.php', 'jwt-tmeister.php'] },
  'jwt-usefulteam': { plugins: ['jwt-tokens.php', 'jwt-usefulteam.php'] },
  'simple-jwt-login': { plugins: ['jwt-tokens.php', 'simple-jwt-login.php'] },
  'simple-jwt-login-off': {
    plugins: ['jwt-tokens.php', 'simple-jwt-login.php'],
    constants: { QUIRK_SJL_OFF: true },
  },
  'jwt-bad-config': { constants: { JWT_AUTH_SECRET_KEY: '' } },
  'jwt-short-lifetime': { constants: { QUIRK_JWT_LIFETIME: 2 } },
  'jwt-eats-basic-auth': {
    plugins: ['jwt-tokens.php', 'jwt-tmeister.php'],
    constants: { QUIRK_EATS_BASIC: true },
  },
} as const satisfies Record<string, QuirkParts>

/** The name of a quirk; what it stands for is said in its file, or in its line of the registry. */
export type Quirk = keyof typeof registry

export const quirks: Readonly<Record<Quirk, QuirkParts>> = registry
