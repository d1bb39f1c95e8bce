import { dirname } from 'node:path'
import { type Config, writeConfig } from './config.ts'
import type { Database } from './database.ts'
import { runPhp } from './php-cli.ts'
import { quirks } from './quirks/registry.ts'
import type { Template } from './servers.ts'
import { layouts } from './site-files.ts'
import type { CompleteOptions, Role, SiteUser } from './site-options.ts'

/** Scheme, host and port that WordPress believes to be its own: those that are typed, unless a quirk says otherwise. */
export function storedOrigin({ scheme, quirks: names }: CompleteOptions, port: number): URL {
  const stored = Object.assign({ scheme, host: '127.0.0.1' }, ...names.map((name) => quirks[name].stored ?? {}))
  return new URL(`${stored.scheme}://${stored.host}:${port}`)
}

/**
 * Makes a site of a template: a copy of its database with addresses and application passwords of its own, and
 * `wp-config.php`. What the site is now, it is again after a reset.
 */
export async function provisionSite(
  database: Database,
  template: Template,
  config: Config,
  stored: URL,
): Promise<Record<Role, SiteUser>> {
  const { core, options } = config
  const { front, core: path } = layouts[options.layout]
  const run = dirname(config.socket)
  const isNetwork = options.layout === 'network'
  await database.clone(template.database, config.database)
  const setOption = (name: string, value: string) =>
    `UPDATE ${config.database}.wp_options SET option_value = '${value}' WHERE option_name = '${name}';`
  await database.sql(setOption('home', stored.origin + front) + setOption('siteurl', stored.origin + path))
  writeConfig(isNetwork ? { ...config, single: true } : config)
  if (isNetwork) {
    await runPhp(run, 'network.php', [core, stored.host])
    writeConfig(config)
    await runPhp(run, 'member.php', [core, stored.host, options.permalinks])
  }
  const printed = await runPhp(run, 'provision.php', [core, options.permalinks, stored.host])
  await database.clone(config.database, `${config.database}_clean`)
  const users = Object.entries(JSON.parse(printed) as Record<Role, SiteUser>)
  const complete = users.map(([role, user]) => [role, { ...user, password: template.passwords[role as Role] }])
  return Object.fromEntries(complete) as Record<Role, SiteUser>
}
