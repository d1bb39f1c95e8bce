import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { quirks } from './quirks/registry.ts'
import type { CompleteOptions } from './site-options.ts'

type Constants = Readonly<Record<string, string | number | boolean>>

/** What `wp-config.php` is made of. */
export interface Config {
  /** The folder that it is written to, that of core. */
  readonly core: string
  readonly database: string
  /** MariaDB's unix socket. */
  readonly socket: string
  readonly options: CompleteOptions
  /** Host and port that WordPress believes to be its own. */
  readonly host: string
  /** True while the tables of a network of sites are not there yet. */
  readonly single?: boolean
}

/** Writes `wp-config.php`. What quirks define is for the web: on the command line a site is always reachable. */
export function writeConfig({ core, database, socket, options, host, single = false }: Config): void {
  const web = Object.assign({}, ...options.quirks.map((name) => quirks[name].constants ?? {}), options.constants)
  const always: Constants = {
    DB_NAME: database,
    DB_USER: 'root',
    DB_PASSWORD: '',
    DB_HOST: `localhost:${socket}`,
    DB_CHARSET: 'utf8mb4',
    DB_COLLATE: '',
    WP_ENVIRONMENT_TYPE: options.environment,
    DISABLE_WP_CRON: true,
    AUTOMATIC_UPDATER_DISABLED: true,
    WP_HTTP_BLOCK_EXTERNAL: true,
    ...makeSalts(core),
    ...(options.layout === 'network' && !single ? describeNetwork(host) : {}),
  }
  const lines = [
    '<?php',
    "if (PHP_SAPI !== 'cli') {",
    ...define(web),
    '}',
    ...define(always),
    "$table_prefix = 'wp_';",
    "defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');",
    "require_once ABSPATH . 'wp-settings.php';",
  ]
  writeFileSync(join(core, 'wp-config.php'), `${lines.join('\n')}\n`)
}

/** The same for a site each time, so that a login outlives a change of its configuration. */
function makeSalts(core: string): Constants {
  const names = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((name) => [`${name}_KEY`, `${name}_SALT`])
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  return Object.fromEntries(names.map((name) => [name, hash(core + name)]))
}

function describeNetwork(host: string): Constants {
  return {
    MULTISITE: true,
    SUBDOMAIN_INSTALL: false,
    DOMAIN_CURRENT_SITE: host,
    PATH_CURRENT_SITE: '/',
    SITE_ID_CURRENT_SITE: 1,
    BLOG_ID_CURRENT_SITE: 1,
  }
}

function define(constants: Constants): string[] {
  return Object.entries(constants).map(([name, value]) => {
    const literal = typeof value === 'string' ? `'${value.replaceAll(/['\\]/g, '\\$&')}'` : String(value)
    return `defined('${name}') || define('${name}', ${literal});`
  })
}
