import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { coreFolder } from './cache.ts'
import { quirks } from './quirks/registry.ts'
import type { CompleteOptions } from './site-options.ts'

/**
 * Where a layout puts things; empty means the root. `url` and `coreUrl` follow the host of the address that is typed and
 * of its core, `front` and `core` are the folders of index.php and of core below the document root.
 */
export const layouts = {
  root: { url: '', coreUrl: '', front: '', core: '' },
  subdirectory: { url: '/blog', coreUrl: '/blog', front: '/blog', core: '/blog' },
  'own-directory': { url: '', coreUrl: '/wp', front: '', core: '/wp' },
  network: { url: '/member', coreUrl: '/member', front: '', core: '' },
} as const

const here = import.meta.dirname

/**
 * Lays out the files of a site in `folder/www`: hard links to the fetched tree, `wp-includes` shared by a symbolic link
 * (the opcode cache then holds it once for all sites), and a `wp-content` of its own. Returns the folder of core.
 */
export function layOutSite(folder: string, version: string, layout: CompleteOptions['layout']): string {
  const { front, core } = layouts[layout]
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
  if (front !== core) {
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
