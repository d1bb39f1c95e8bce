import { join } from 'node:path'
import { waitForDataFolder } from '../../src/store/data-folder.ts'
import { chooseAccount, letThrough } from '../../src/store/postgres/account.ts'
import { provideBinaries } from '../../src/store/postgres/binaries.ts'
import { provideCluster } from '../../src/store/postgres/cluster.ts'
import { providePostmaster, stopPostmaster } from '../../src/store/postgres/postmaster.ts'
import { readPostmasterPid } from '../../src/store/postgres/postmaster-pid.ts'

/**
 * The one PostgreSQL of a test run, in a folder that the run made: started by the first test file that asks, found by the
 * others, left alive between them as a killed hub would leave it.
 */
export async function provideServer(path: string): Promise<string> {
  const folder = await waitForDataFolder(path, 120)
  try {
    const account = chooseAccount(folder.path)
    letThrough(account, folder.path)
    const binaries = await provideBinaries(folder.path, account)
    const cluster = await provideCluster(folder.path, binaries, account)
    const logFile = join(folder.path, 'postgres.log')
    const { host, port } = await providePostmaster({ folder: cluster.folder, logFile, binaries, account })
    const login = `${cluster.user}:${cluster.password}`
    return host.startsWith('/')
      ? `postgres://${login}@localhost:${port}/${cluster.database}?host=${encodeURIComponent(host)}`
      : `postgres://${login}@${host}:${port}/${cluster.database}`
  } finally {
    folder.release()
  }
}

/** Ends it, when any test needed it. */
export async function stopServer(path: string): Promise<void> {
  const folder = join(path, 'postgres')
  const found = readPostmasterPid(folder)
  if (found !== null) await stopPostmaster(found, folder)
}
