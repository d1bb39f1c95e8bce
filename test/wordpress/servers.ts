import { join } from 'node:path'
import { quickFolder } from '../quick-folder.ts'
import { type Certificates, makeAuthority } from './certificates.ts'
import type { Child } from './child.ts'
import { writeConfig } from './config.ts'
import { type Database, startDatabase } from './database.ts'
import { startFpm } from './fpm.ts'
import { runPhp, startPhp } from './php-cli.ts'
import { makeRunFolder, removeFolder } from './run-folder.ts'
import { layOutSite } from './site-files.ts'
import { completeOptions, type Role, roles } from './site-options.ts'

/** A version of WordPress, installed once a run: the database that its sites are copies of. */
export interface Template {
  readonly database: string
  readonly passwords: Readonly<Record<Role, string>>
}

/** What all sites of a run share. */
export interface Servers {
  readonly folder: string
  readonly database: Database
  readonly fpm: Child & { readonly socket: string }
  readonly certificates: Certificates
  template(version: string): Promise<Template>
  end(): Promise<void>
}

/** Starts MariaDB and PHP-FPM in a new folder, and makes the authority of the run. */
export async function startServers(): Promise<Servers> {
  const folder = makeRunFolder()
  const data = makeRunFolder(quickFolder())
  const remove = () => [folder, data].forEach(removeFolder)
  process.once('exit', remove)
  const [database, fpm, php, certificates] = await Promise.all([
    startDatabase(folder, join(data, 'mariadb')),
    startFpm(folder),
    startPhp(folder),
    makeAuthority(join(folder, 'tls')),
  ])
  const templates = new Map<string, Promise<Template>>()
  const template = (version: string) => {
    const made = templates.get(version) ?? installTemplate(folder, database, version)
    templates.set(version, made)
    return made
  }
  const end = async () => {
    await Promise.all([fpm.end(), php.end(), database.end()])
    remove()
  }
  return { folder, database, fpm, certificates, template, end }
}

async function installTemplate(folder: string, database: Database, version: string): Promise<Template> {
  const name = `template_${version.replaceAll('.', '_')}`
  await database.sql(`CREATE DATABASE ${name}`)
  const core = layOutSite(join(folder, name), version, 'root')
  writeConfig({ core, database: name, socket: database.socket, options: completeOptions({}), host: '127.0.0.1' })
  const printed = await runPhp(folder, 'install.php', [core, roles.join(',')])
  removeFolder(join(folder, name))
  return { database: name, passwords: JSON.parse(printed) as Template['passwords'] }
}
