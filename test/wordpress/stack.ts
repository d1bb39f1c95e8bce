import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { readVersions } from './cache.ts'
import type { Child } from './child.ts'
import { writeConfig } from './config.ts'
import { findFreePort, startNginx } from './nginx.ts'
import { provisionSite, storedOrigin } from './provision.ts'
import type { Quirk } from './quirks/registry.ts'
import { removeFolder } from './run-folder.ts'
import { type Servers, startServers } from './servers.ts'
import { layOutContent, layOutSite, layouts, writeQuirks } from './site-files.ts'
import type { CompleteOptions, SiteRecord } from './site-options.ts'

interface OpenSite {
  readonly record: SiteRecord
  /** As it was asked for; `quirks` may be others for a while. */
  readonly options: CompleteOptions
  nginx: Child
}

/**
 * The real thing behind the tests of one run: a MariaDB and a PHP-FPM for all sites, an nginx for each. Nothing starts
 * before the first site is asked for; a version of WordPress is installed once, and each site is a copy of that.
 */
export class Stack {
  readonly #sites = new Map<string, OpenSite>()
  #servers: Promise<Servers> | undefined
  #count = 0

  /** Makes a site and starts its web server. */
  async open(options: CompleteOptions): Promise<SiteRecord> {
    const servers = await this.#start()
    const version = readVersions()[options.version]
    const template = await servers.template(version)
    const id = `s${++this.#count}`
    const folder = join(servers.folder, id)
    const port = await findFreePort()
    const core = layOutSite(folder, version, options.layout)
    const stored = storedOrigin(options, port)
    const config = { core, database: id, socket: servers.database.socket, options, host: stored.host }
    const users = await provisionSite(servers.database, template, config, stored)
    writeQuirks(core, options)
    const typed = `${options.scheme}://127.0.0.1:${port}`
    const url = typed + layouts[options.layout].url
    const coreUrl = typed + layouts[options.layout].coreUrl
    const { ca } = servers.certificates
    const record = { id, url, coreUrl, port, version, users, folder, core, ca }
    this.#sites.set(id, { record, options, nginx: await this.#serve(record, options) })
    return record
  }

  /** Puts a site back to how it was made: database, files, quirks. Its log goes on. */
  async reset(id: string): Promise<void> {
    const { record, options } = this.#find(id)
    const { database } = await this.#start()
    await database.clone(`${id}_clean`, id)
    layOutContent(record.core, record.version)
    await this.change(id, options.quirks)
  }

  /** Gives a running site other quirks, at the same address. */
  async change(id: string, list: readonly Quirk[]): Promise<void> {
    const site = this.#find(id)
    const { database } = await this.#start()
    const options = { ...site.options, quirks: list }
    await site.nginx.end()
    // A quirk may change the addresses of the API: WordPress makes its rules anew when it finds none.
    await database.sql(`DELETE FROM ${id}.wp_options WHERE option_name = 'rewrite_rules'`)
    const { core, port } = site.record
    const { host } = storedOrigin(options, port)
    writeConfig({ core, database: id, socket: database.socket, options, host })
    writeQuirks(core, options)
    site.nginx = await this.#serve(site.record, options)
  }

  /** Ends a site and removes its files and databases. Closing one that is closed does nothing. */
  async close(id: string): Promise<void> {
    const site = this.#sites.get(id)
    if (site === undefined) return
    this.#sites.delete(id)
    await site.nginx.end()
    const { database } = await this.#start()
    await database.sql(`DROP DATABASE ${id}; DROP DATABASE ${id}_clean`)
    removeFolder(site.record.folder)
  }

  /** Ends all servers and removes all files. */
  async end(): Promise<void> {
    if (this.#servers === undefined) return
    const servers = await this.#servers
    await Promise.all([...this.#sites.values()].map(({ nginx }) => nginx.end()))
    this.#sites.clear()
    await servers.end()
  }

  #start(): Promise<Servers> {
    this.#servers ??= startServers()
    return this.#servers
  }

  #find(id: string): OpenSite {
    const site = this.#sites.get(id)
    if (site === undefined) throw new Error(`The site ${id} is closed`)
    return site
  }

  async #serve({ folder, port }: SiteRecord, options: CompleteOptions): Promise<Child> {
    const { fpm, certificates } = await this.#start()
    mkdirSync(folder, { recursive: true })
    const tls = options.scheme === 'https' ? { certificate: await certificates.issue(options.certificate) } : {}
    return startNginx({ folder, port, phpSocket: fpm.socket, options, ...tls })
  }
}
