import { mkdtempSync, rmSync } from 'node:fs'
import type { LookupFunction } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSettings } from '../../src/config/settings.ts'
import type { Environment, Settings } from '../../src/config/settings-table.ts'
import { createAddressGuard } from '../../src/http/address-guard.ts'
import { createHttp } from '../../src/http/client.ts'
import { createLogger } from '../../src/log/logger.ts'
import { createRedactor } from '../../src/log/redact.ts'
import { type OpenHub, openHub } from '../../src/open-hub.ts'
import { createServerApp } from '../../src/server/app.ts'
import { type Listening, listenOn, listenOnSocket } from '../../src/server/listen.ts'
import { claimDataFolder } from '../../src/store/data-folder.ts'
import { createDatabase } from '../store/database.ts'

/** A whole hub in this process, on a database of its own, listening on a free port and on its socket. */
export interface TestHub {
  readonly url: string
  readonly socketPath: string
  readonly databaseUrl: string
  readonly settings: Settings
  readonly hub: OpenHub['hub']
  readonly http: OpenHub['http']
  /** Every line that was logged, at level debug. */
  readonly logged: readonly string[]
  /** Tells `/readyz` that the hub is stopping. */
  beginStopping(): void
  close(): Promise<void>
}

/** @param lookup replaces the system resolver for requests to sites */
export async function openTestHub(environment: Environment = {}, lookup?: LookupFunction): Promise<TestHub> {
  const database = await createDatabase({ tables: 'hub' })
  const data = mkdtempSync(join(tmpdir(), 'pressroom-hub-'))
  const settings = readSettings({ PRESSROOM_DATA: data, DATABASE_URL: database.url, ...environment })
  const folder = claimDataFolder(data)
  const logged: string[] = []
  const log = await createLogger({
    level: 'debug',
    redactor: createRedactor(),
    destination: { write: (line) => void logged.push(line) },
  })
  let port = 0
  let stopping = false
  const publicUrl = () => settings.url ?? `http://127.0.0.1:${port}`
  const open = await openHub({ settings, folder, log, working: false, publicUrl })
  const resolving = lookup && createHttp({ guard: createAddressGuard({ allowPrivate: settings.allowPrivate, lookup }) })
  const http: OpenHub['http'] = resolving ? () => resolving : open.http
  const stopped = new AbortController()
  const listener = await createServerApp({
    settings,
    hub: open.hub,
    http,
    log,
    stopped: stopped.signal,
    stopping: () => stopping,
  })
  const listening: Listening[] = [await listenOn(listener('http'), { host: '127.0.0.1', port: 0 })]
  port = listening[0]?.port ?? 0
  listening.push(await listenOnSocket(listener('socket'), folder.socketPath))
  return {
    url: `http://127.0.0.1:${port}`,
    socketPath: folder.socketPath,
    databaseUrl: database.url,
    settings,
    hub: open.hub,
    http,
    logged,
    beginStopping: () => {
      stopping = true
    },
    async close() {
      stopped.abort()
      await open.hub.events.close()
      await Promise.all(listening.map((server) => server.close(1000)))
      await resolving?.close()
      await open.close()
      folder.release()
      rmSync(data, { recursive: true, force: true })
      await database.drop()
    },
  }
}
