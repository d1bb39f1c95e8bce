import { userInfo } from 'node:os'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import { createRouterClient } from '@orpc/server'
import type { HubAccess, HubClient } from './cli/hub-access.ts'
import type { Settings } from './config/settings-table.ts'
import { HubError } from './errors/hub-error.ts'
import { createOwnHubWay, type OwnHub } from './http/own-hub.ts'
import { createLogger } from './log/logger.ts'
import { createRedactor } from './log/redact.ts'
import { openHub } from './open-hub.ts'
import type { OperationContext } from './operations/context.ts'
import { operations } from './operations/table.ts'
import { type DataFolder, reachDataFolder } from './store/data-folder.ts'
import { createHandlers } from './work.ts'

/**
 * The hub that a command line call talks to: the remote one of `PRESSROOM_REMOTE`; else the one that runs on the data folder, by its
 * socket; else this process, which then owns the folder until `close`. A call and a hub that start at the same moment wait
 * for each other.
 */
export async function reachHub(settings: Settings, signal: AbortSignal, working: boolean): Promise<HubAccess> {
  const { remote, token } = settings
  if (remote !== null) {
    if (token === null)
      throw new HubError('bad_setting', 'PRESSROOM_REMOTE needs PRESSROOM_TOKEN, an API key of that hub')
    return link('remote', new URL('api/rpc', remote.endsWith('/') ? remote : `${remote}/`).href, {
      kind: 'remote',
      authorization: `Bearer ${token}`,
    })
  }
  const reached = await reachDataFolder(settings.data)
  if (reached.kind === 'hub') return link('socket', 'http://hub/api/rpc', { kind: 'socket', path: reached.socketPath })
  return own(settings, reached.folder, signal, working)
}

function link(via: 'remote' | 'socket', url: string, hub: OwnHub): HubAccess {
  const way = createOwnHubWay(hub)
  const client: HubClient = createORPCClient(new RPCLink({ url, fetch: (request) => way.fetch(request) }))
  return { via, client, close: () => way.close() }
}

async function own(settings: Settings, folder: DataFolder, signal: AbortSignal, working: boolean): Promise<HubAccess> {
  try {
    // A command's own output is what people read; the log says only what is wrong.
    const log = await createLogger({ level: 'warn', redactor: createRedactor(), destination: process.stderr })
    const publicUrl = (): string => settings.url ?? `http://${settings.host}:${settings.port}`
    const open = await openHub({ settings, folder, log, working, publicUrl })
    const context: OperationContext = {
      settings,
      actor: { kind: 'local', name: userInfo().username },
      hub: async () => open.hub,
      http: open.http,
      requestId: null,
      address: null,
      signal,
    }
    if (working) await open.hub.jobs.work(createHandlers(open, settings))
    return {
      via: 'own',
      client: createRouterClient(operations, { context }),
      async close() {
        await open.close()
        folder.release()
      },
    }
  } catch (error) {
    folder.release()
    throw error
  }
}
