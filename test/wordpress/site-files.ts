import { createHash } from 'node:crypto'
import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { coreFolder } from './cache.ts'
import { quirks } from './quirks/registry.ts'
import type { CompleteOptions } from './site-options.ts'

/** Where a site's layout puts things, relative to the document root and to the host; empty means the root itself. */
export const layouts = {
  root: { home: '', core: '' },
  subdirectory: { home: '/blog', core: '/blog' },
  'own-directory': { home: '', core: '/wp' },
} as const

const here = import.meta.dirname

/**
 * Lays out the files of a site in `folder/www`: hard links to the fetched tree, `wp-includes` shared by a symbolic link
 * (the opcode cache then holds it once for all sites), and a `wp-content` of its own. Returns the folder of core.
 */
export function layOutSite(folder: string, version: string, layout: CompleteOptions['layout']): string {
  const { home, core } = layouts[layout]
  const www = join(folder, 'www')
  const target = join(www, core)
  const source = coreFolder(version)
  mkdirSync(target, { recursive: true })
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    if (entry.name === 'wp-content') continue
    if (entry.name === 'wp-includes') symlinkSync(join(source, entry.name), join(target, entry.name))
    else if (entry.isDirectory()) linkTree(join(source, entry.name), join(target, entry.name))
    else linkFile(join(source, entry.name), join(target, entry.name))
  }
  layOutContent(target, version)
  if (home !== core) {
    const index = `<?php define('WP_USE_THEMES', true); require __DIR__ . '${core}/wp-blog-header.php';\n`
    writeFileSync(join(www, 'index.php'), index)
  }
  return target
}

/** Makes `wp-content` as it is in a new installation, whatever it was before. */
export function layOutContent(core: string, version: string): void {
  const content = join(core, 'wp-content')
  rmSync(content, { recursive: true, force: true })
  linkTree(join(coreFolder(version), 'wp-content'), content)
  mkdirSync(join(content, 'uploads'), { recursive: true })
}

/** Writes `wp-config.php`. What quirks define is for the web: on the command line a site is always reachable. */
export function writeConfig(core: string, database: string, socket: string, options: CompleteOptions): void {
  const always = {
    WP_ENVIRONMENT_TYPE: options.environment,
    DB_NAME: database,
    DB_USER: 'root',
    DB_PASSWORD: '',
    DB_CHARSET: 'utf8mb4',
    DB_COLLATE: '',
    DISABLE_WP_CRON: true,
    AUTOMATIC_UPDATER_DISABLED: true,
    WP_HTTP_BLOCK_EXTERNAL: true,
    ...Object.fromEntries(
      salts.map((name) => [
        name,
        createHash('sha256')
          .update(core + name)
          .digest('hex'),
      ]),
    ),
  }
  const web = Object.assign({}, ...options.quirks.map((name) => quirks[name].constants ?? {}), options.constants)
  const lines = [
    '<?php',
    "if (PHP_SAPI !== 'cli') {",
    ...define(web),
    '}',
    ...define({ ...always, DB_HOST: `localhost:${socket}` }),
    "$table_prefix = 'wp_';",
    "defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');",
    "require_once ABSPATH . 'wp-settings.php';",
  ]
  writeFileSync(join(core, 'wp-config.php'), `${lines.join('\n')}\n`)
}

/** Exchanges the must-use plugins and other files of a site's quirks for those of `options`. */
export function writeQuirks(core: string, options: CompleteOptions): void {
  const folder = join(core, 'wp-content/mu-plugins')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'quirks'), { recursive: true })
  copyFileSync(join(here, 'php/harness.php'), join(folder, 'harness.php'))
  for (const { files = {} } of Object.values(quirks)) {
    for (const name of Object.keys(files)) rmSync(join(core, name), { force: true })
  }
  for (const name of options.quirks) {
    const { plugins = [], files = {} } = quirks[name]
    for (const plugin of plugins) copyFileSync(join(here, 'quirks', plugin), join(folder, 'quirks', plugin))
    for (const [path, text] of Object.entries(files)) writeFileSync(join(core, path), text)
  }
}

const salts = ['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'].flatMap((name) => [`${name}_KEY`, `${name}_SALT`])

function define(constants: Readonly<Record<string, string | number | boolean>>): string[] {
  return Object.entries(constants).map(([name, value]) => {
    const literal = typeof value === 'string' ? `'${value.replaceAll(/['\\]/g, '\\$&')}'` : String(value)
    return `defined('${name}') || define('${name}', ${literal});`
  })
}

function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) linkTree(join(from, entry.name), join(to, entry.name))
    else linkFile(join(from, entry.name), join(to, entry.name))
  }
}

/** A hard link, or a copy where the cache and the run's folder are on different disks. */
function linkFile(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}
