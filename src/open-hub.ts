import { join } from 'node:path'
import { traverseContractProcedures } from '@orpc/server'
import { openAccounts } from './accounts/accounts.ts'
import type { OidcProvider } from './accounts/auth.ts'
import { userAgent } from './config/product.ts'
import type { Settings } from './config/settings-table.ts'
import { openScratch } from './files/scratch.ts'
import { createAddressGuard } from './http/address-guard.ts'
import { createHttp, type Http } from './http/client.ts'
import { createJobs } from './jobs/jobs.ts'
import type { Log } from './log/log.ts'
import type { OperationContext } from './operations/context.ts'
import type { Hub } from './operations/hub.ts'
import { operations } from './operations/table.ts'
import type { DataFolder } from './store/data-folder.ts'
import { createEventFeed } from './store/event-feed.ts'
import { keepCanary, provideInstallationId } from './store/instance.ts'
import { openStore } from './store/open-store.ts'
import { openVault } from './vault/open-vault.ts'
import { queues } from './work.ts'

export interface OpenHubOptions {
  readonly settings: Settings
  /** Owned by this process until after `close`. */
  readonly folder: DataFolder
  readonly log: Log
  /** Whether this process runs jobs. */
  readonly working: boolean
  /** Where people reach the hub; asked late, since a free port is not known at first. */
  readonly publicUrl: () => string
}

export interface OpenHub {
  readonly hub: Hub
  readonly http: OperationContext['http']
  /** Ends everything in order. Safe to call twice. The folder is the caller's to release. */
  close(): Promise<void>
}

/** Opens the database and what stands on it, for `start` and for a command that finds no hub running. */
export async function openHub(options: OpenHubOptions): Promise<OpenHub> {
  const { settings, folder, log, working, publicUrl } = options
  const store = await openStore({ databaseUrl: settings.databaseUrl, folder, log })
  try {
    const vault = await openVault({ key: settings.key, folder: folder.path }, keepCanary(store.db))
    const address = (): URL => new URL(publicUrl())
    const accounts = await openAccounts({ store, sealer: vault, publicUrl: address, oidc: oidcOf(settings), log })
    const events = createEventFeed(store)
    const jobs = createJobs({ store, queues, working, log })
    const ways = createWaysOut(settings)
    const scratch = await openScratch(join(folder.path, 'scratch'))
    const hub: Hub = {
      store,
      vault,
      accounts,
      jobs,
      events,
      log,
      scratch,
      operationNames: listOperationNames(),
      installationId: await provideInstallationId(store.db),
      get publicUrl() {
        return publicUrl()
      },
    }
    let closing: Promise<void> | null = null
    async function end(): Promise<void> {
      await events.close()
      await jobs.stop()
      await ways.close()
      await store.close()
    }
    return {
      hub,
      http: ways.http,
      async close() {
        closing ??= end()
        await closing
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** One way out for all, and one for each host that a person at this machine typed; the latter at most so many. */
const mostTyped = 50

function createWaysOut(settings: Settings): { http: OperationContext['http']; close(): Promise<void> } {
  const { allowPrivate, url } = settings
  const ways = new Map<string, Http>()
  return {
    http(typed = []) {
      const name = typed.join(' ')
      const found = ways.get(name)
      if (found !== undefined) return found
      const oldest = [...ways.keys()].find((key) => key !== '')
      if (ways.size > mostTyped && oldest !== undefined) {
        void ways.get(oldest)?.close()
        ways.delete(oldest)
      }
      const http = createHttp({
        guard: createAddressGuard({ typed, allowPrivate }),
        userAgent: userAgent(url ?? undefined),
      })
      ways.set(name, http)
      return http
    },
    close: async () => void (await Promise.all([...ways.values()].map((http) => http.close()))),
  }
}

function oidcOf({ oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret }: Settings): OidcProvider | null {
  if (issuer === null || clientId === null || oidcClientSecret === null) return null
  return { issuer, clientId, clientSecret: oidcClientSecret }
}

function listOperationNames(): ReadonlySet<string> {
  const names = new Set<string>()
  traverseContractProcedures({ router: operations, path: [] }, ({ path }) => void names.add(path.join('.')))
  return names
}
