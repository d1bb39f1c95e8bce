import { provideSetupToken } from './accounts/setup-link.ts'
import { version } from './config/product.ts'
import type { Settings } from './config/settings-table.ts'
import { tendQueue } from './connections/tend.ts'
import { watchEvents } from './deliveries/watch-events.ts'
import { HubError } from './errors/hub-error.ts'
import { createLogger, type HubLog } from './log/logger.ts'
import { createRedactor, type Redactor } from './log/redact.ts'
import { type OpenHub, openHub } from './open-hub.ts'
import { type Listening, listenOn, listenOnSocket } from './server/listen.ts'
import { type DataFolder, reachDataFolder } from './store/data-folder.ts'
import { createHandlers } from './work.ts'

/** What a hub says to whoever started it. */
export interface Started {
  /** Null for a worker, which people cannot reach. */
  readonly url: string | null
  /** The one-time link for the first account; null when there is one. */
  readonly setupLink: string | null
}

/** Requests that run when the hub is told to stop have this long. */
const graceMilliseconds = 10_000

/**
 * Runs a hub until `signal` aborts. States: **starting** (folder taken, database and key opened, nothing listens) →
 * **serving** (`onStarted` was called) → `signal` → **stopping** (no new requests or jobs; streams end, running
 * requests finish) → **stopped** (the folder is free). Throws before **serving** what is wrong, with everything given back.
 */
export async function startHub(
  settings: Settings,
  signal: AbortSignal,
  onStarted: (started: Started) => void,
): Promise<void> {
  const folder = await ownFolder(settings)
  try {
    const redactor = createRedactor(secretsOf(settings))
    const log = await createLogger({ level: settings.logLevel, redactor })
    await runHub(settings, folder, { log, redactor }, signal, onStarted)
  } finally {
    folder.release()
  }
}

/** A command that owns the folder is waited for; a hub is not: it will stay. */
async function ownFolder({ data }: Settings): Promise<DataFolder> {
  const reached = await reachDataFolder(data)
  if (reached.kind === 'owner') return reached.folder
  throw new HubError('data_folder_busy', `A hub is running on ${data} already`, {
    fix: 'Use that hub, stop it first, or choose another folder with PRESSROOM_DATA.',
  })
}

async function runHub(
  settings: Settings,
  folder: DataFolder,
  { log, redactor }: { readonly log: HubLog; readonly redactor: Redactor },
  signal: AbortSignal,
  onStarted: (started: Started) => void,
): Promise<void> {
  let port = settings.port
  const publicUrl = (): string => settings.url ?? `http://${printableHost(settings.host)}:${port}`
  const working = settings.role !== 'web'
  // Loading takes as long as the database takes to come up.
  const loading = import('./server/app.ts')
  const open = await openHub({ settings, folder, log, working, publicUrl })
  const stopped = new AbortController()
  const listening: Listening[] = []
  let watching: { close(): Promise<void> } | null = null
  const release = catchStrays(log)
  try {
    const { createServerApp } = await loading
    const { hub, http } = open
    const stopping = (): boolean => signal.aborted
    const listener = await createServerApp({ settings, hub, http, log, stopped: stopped.signal, stopping })
    if (settings.role !== 'worker') {
      const web = await listenOn(listener('http'), settings)
      port = web.port
      listening.push(web)
    }
    listening.push(await listenOnSocket(listener('socket'), folder.socketPath))
    const url = settings.role === 'worker' ? null : publicUrl()
    const token = url === null ? null : await provideSetupToken(hub.store)
    if (token !== null) redactor.add(token)
    log.info({ url, role: settings.role, version, embedded: hub.store.embedded }, 'The hub is ready')
    onStarted({ url, setupLink: token === null ? null : `${url}/setup?token=${token}` })
    if (working) {
      await hub.jobs.work(createHandlers(open, settings))
      watching = await watchEvents({ store: hub.store, log, now: () => new Date() }, hub.jobs)
      // What a crash left is tidied up now, and not when the next minute begins.
      await hub.jobs.send(tendQueue, {}, { key: 'schedule' })
    }
    await aborted(signal)
    log.info({}, 'The hub is stopping')
  } finally {
    await watching?.close()
    await stop(open, listening, stopped)
    log.info({}, 'The hub has stopped')
    release()
  }
}

/**
 * What libraries say on their own goes the way of all that is said: as a line of the log, redacted. Some print what they
 * could not handle, some leave promises that nobody waits for; neither is worth the end of a hub. Returns what undoes it.
 */
function catchStrays(log: HubLog): () => void {
  const { error, warn, info, log: print } = console
  const said = (...details: unknown[]): void => log.warn({ details }, 'A library printed this')
  Object.assign(console, { error: said, warn: said, info: said, log: said })
  const rejected = (reason: unknown): void => log.error({ err: reason }, 'A promise that nobody waits for was rejected')
  process.on('unhandledRejection', rejected)
  return () => {
    Object.assign(console, { error, warn, info, log: print })
    process.off('unhandledRejection', rejected)
  }
}

async function stop(open: OpenHub, listening: readonly Listening[], stopped: AbortController): Promise<void> {
  // Streams would run on for minutes: they end first, and their readers come back elsewhere.
  await open.hub.events.close()
  const timer = setTimeout(() => stopped.abort(new HubError('cancelled', 'The hub stopped')), graceMilliseconds - 500)
  await Promise.all(listening.map((server) => server.close(graceMilliseconds)))
  clearTimeout(timer)
  await open.close()
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}

/** Where to point a browser that runs on this machine, for a hub that listens everywhere. Never `localhost`: WordPress 7 takes 127.0.0.1. */
function printableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function secretsOf({ key, token, oidcClientSecret, databaseUrl }: Settings): string[] {
  const password = databaseUrl === null ? '' : decodeURIComponent(new URL(databaseUrl).password)
  return [...(key ?? '').split(/[\s,]+/), token, oidcClientSecret, password].filter((secret) => secret !== null)
}
