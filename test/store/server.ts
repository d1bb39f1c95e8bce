import { join } from 'node:path'
import pg from 'pg'
import { waitForDataFolder } from '../../src/store/data-folder.ts'
import { chooseAccount, letThrough } from '../../src/store/postgres/account.ts'
import { provideBinaries } from '../../src/store/postgres/binaries.ts'
import { provideCluster } from '../../src/store/postgres/cluster.ts'
import { providePostmaster, stopPostmaster } from '../../src/store/postgres/postmaster.ts'
import { readPostmasterPid } from '../../src/store/postgres/postmaster-pid.ts'

/** The folders of a run's PostgreSQL. */
export interface ServerPlace {
  /** Held by whoever starts it; its programs go here where they cannot run in place. */
  readonly programs: string
  readonly data: string
}

/**
 * The one PostgreSQL of a test run, in folders that the run made: started by the first test file that asks, found by the
 * others, left alive between them as a killed hub would leave it.
 */
export async function provideServer({ programs, data }: ServerPlace): Promise<string> {
  const folder = await waitForDataFolder(programs, 120)
  try {
    const account = chooseAccount(data)
    for (const path of [programs, data]) letThrough(account, path)
    const binaries = await provideBinaries(programs, account)
    const cluster = await provideCluster(data, binaries, account)
    const logFile = join(data, 'postgres.log')
    const { host, port, adopted } = await providePostmaster({ folder: cluster.folder, logFile, binaries, account })
    const login = `${cluster.user}:${cluster.password}`
    const url = host.startsWith('/')
      ? `postgres://${login}@localhost:${port}/${cluster.database}?host=${encodeURIComponent(host)}`
      : `postgres://${login}@${host}:${port}/${cluster.database}`
    if (!adopted) await makeFast(url)
    return url
  } finally {
    folder.release()
  }
}

/** Nothing in it is to outlive the run, not even a crash of the machine, and nothing lives long enough to be tidied up. */
async function makeFast(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes', 'autovacuum']) {
      await client.query(`alter system set ${setting} = off`)
    }
    await client.query('select pg_reload_conf()')
  } finally {
    await client.end()
  }
}

/** Ends it, when any test needed it. */
export async function stopServer(path: string): Promise<void> {
  const folder = join(path, 'postgres')
  const found = readPostmasterPid(folder)
  if (found !== null) await stopPostmaster(found, folder)
}
