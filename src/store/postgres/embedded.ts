import { join } from 'node:path'
import type { Log } from '../../log/log.ts'
import type { DataFolder } from '../data-folder.ts'
import { chooseAccount, letThrough } from './account.ts'
import { provideBinaries } from './binaries.ts'
import { type Cluster, provideCluster } from './cluster.ts'
import { type Postmaster, type PostmasterPlace, providePostmaster, stopPostmaster } from './postmaster.ts'
import { isPostmaster } from './postmaster-pid.ts'

/** The embedded database while it runs: how to connect to it, and how to end it. */
export interface EmbeddedPostgres {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
  readonly password: string
  stop(): Promise<void>
}

const watchMilliseconds = 2000

/** Brings up PostgreSQL in a data folder that this process owns, and starts it again should it die under us. */
export async function startEmbedded(dataFolder: DataFolder, log: Log): Promise<EmbeddedPostgres> {
  const account = chooseAccount(dataFolder.path)
  letThrough(account, dataFolder.path)
  const binaries = await provideBinaries(dataFolder.path, account)
  const cluster = await provideCluster(dataFolder.path, binaries, account)
  const place: PostmasterPlace = {
    folder: cluster.folder,
    logFile: join(dataFolder.path, 'postgres.log'),
    binaries,
    account,
  }
  let postmaster = await provideCurrent(place, cluster, log)
  let busy: Promise<void> = Promise.resolve()
  let stopped = false

  async function watch(): Promise<void> {
    if (stopped || isPostmaster(postmaster.pid, place.folder)) return
    log.error({ pid: postmaster.pid }, 'The embedded database ended unexpectedly and is started again')
    try {
      postmaster = await providePostmaster({ ...place, port: postmaster.port })
    } catch (error) {
      log.error({ err: error }, 'The embedded database could not be started again')
    }
  }
  const timer = setInterval(() => {
    busy = busy.then(watch)
  }, watchMilliseconds)
  timer.unref()

  return {
    host: postmaster.host,
    port: postmaster.port,
    user: cluster.user,
    database: cluster.database,
    password: cluster.password,
    async stop() {
      stopped = true
      clearInterval(timer)
      await busy
      await stopPostmaster(postmaster, place.folder)
    },
  }
}

/** One that a killed hub left is taken over as it is, unless an update brought another version meanwhile. */
async function provideCurrent(place: PostmasterPlace, cluster: Cluster, log: Log): Promise<Postmaster> {
  const postmaster = await providePostmaster(place)
  if (!postmaster.adopted) return postmaster
  const version = await askVersion(postmaster, cluster)
  log.info({ pid: postmaster.pid, version }, 'Took over the database that the last hub left running')
  if (version === place.binaries.version) return postmaster
  await stopPostmaster(postmaster, place.folder)
  return await providePostmaster(place)
}

async function askVersion(postmaster: Postmaster, cluster: Cluster): Promise<string> {
  const { default: pg } = await import('pg')
  const { host, port } = postmaster
  const { user, password, database } = cluster
  const client = new pg.Client({ host, port, user, password, database, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const answer = await client.query<{ server_version: string }>('show server_version')
    return answer.rows[0]?.server_version ?? ''
  } finally {
    await client.end()
  }
}
