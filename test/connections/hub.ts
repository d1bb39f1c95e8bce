import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type ConnectOutcome, connect } from '../../src/connections/connect.ts'
import type { ConnectionsDeps } from '../../src/connections/deps.ts'
import { openScratch } from '../../src/files/scratch.ts'
import { createAddressGuard } from '../../src/http/address-guard.ts'
import { createHttp } from '../../src/http/client.ts'
import { silentLog } from '../../src/log/log.ts'
import type { Connection } from '../../src/store/connections.ts'
import { type HubEvent, readEvents } from '../../src/store/events.ts'
import { createProject } from '../../src/store/projects.ts'
import { parseKeys } from '../../src/vault/keys.ts'
import { createVault } from '../../src/vault/open-vault.ts'
import { openTestStore } from '../store/database.ts'
import type { Site } from '../wordpress/site.ts'
import type { Role } from '../wordpress/site-options.ts'

/** What working with connections takes, on a database of its own, with one project. */
export interface TestHub extends ConnectionsDeps {
  readonly projectId: string
  readonly databaseUrl: string
  /** The key of its vault, as text. */
  readonly key: string
  connect(site: Site, role?: Role): Promise<Connection>
  connectBy(method: string, input: object): Promise<ConnectOutcome>
  /** Events since the hub was made, of this type. */
  events(type: string): Promise<HubEvent[]>
  /** Every text in the database, to look for what must not be there. */
  dump(): Promise<string>
  close(): Promise<void>
}

export async function openTestHub(options: { readonly publicUrl?: URL } = {}): Promise<TestHub> {
  const store = await openTestStore()
  const key = Buffer.alloc(32, randomUUID()).toString('base64')
  const http = createHttp({ guard: createAddressGuard({ allowPrivate: ['127.0.0.1'] }) })
  const { id: projectId } = await createProject(store.db, { name: 'Test' })
  const deps: ConnectionsDeps = {
    store,
    vault: createVault(parseKeys(key), null),
    http,
    log: silentLog,
    scratch: await openScratch(join(tmpdir(), `pressroom-scratch-${randomUUID()}`)),
    publicUrl: options.publicUrl ?? null,
    installationId: randomUUID(),
  }
  const connectBy = (method: string, input: object): Promise<ConnectOutcome> =>
    connect(deps, { projectId, kind: 'wordpress', method, input, actor: 'local:test' })
  return {
    ...deps,
    projectId,
    databaseUrl: store.url,
    key,
    connectBy,
    async connect(site, role = 'editor') {
      const { username, applicationPassword: password } = site.users[role]
      const outcome = await connectBy('application-password', { address: site.url, username, password })
      if (outcome.connection === null) throw new Error(`not connected: ${outcome.diagnosis.title}`)
      return outcome.connection
    },
    async events(type) {
      return (await readEvents(store.db, { after: 0, limit: 500, types: [type] })).items
    },
    async dump() {
      const tables = await store.pool.query<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = 'public'`,
      )
      const texts = tables.rows.map(async ({ name }) => {
        const { rows } = await store.pool.query<{ text: string }>(`select t::text as text from ${name} t`)
        return rows.map(({ text }) => text).join('\n')
      })
      return (await Promise.all(texts)).join('\n')
    },
    async close() {
      await http.close()
      await store.close()
    },
  }
}

/** The same, closed when the test ends. */
export async function useTestHub(options: { readonly publicUrl?: URL } = {}): Promise<TestHub> {
  const hub = await openTestHub(options)
  onTestFinished(async () => await hub.close())
  return hub
}
