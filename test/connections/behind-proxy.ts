import type { Store } from '../../src/store/open-store.ts'
import { type FaultProxy, startFaultProxy } from '../fault-proxy/fault-proxy.ts'
import type { Site } from '../wordpress/site.ts'

/** Puts a proxy between a connection and its site, without faults until it is told some. The caller closes it. */
export async function putBehindProxy(
  store: Store,
  connectionId: string,
  site: Site,
  stallMs = 60_000,
): Promise<FaultProxy> {
  const proxy = await startFaultProxy({ target: site.url, seed: 1, rates: {}, stallMs, lagMs: 1000 })
  await movePast(store, connectionId, site.url, proxy.url)
  return proxy
}

/** Has a connection ask another address than the one it was connected by. */
export async function movePast(store: Store, connectionId: string, from: string, to: string): Promise<void> {
  await store.pool.query('update connections set site = replace(site::text, $2, $3)::jsonb where id = $1', [
    connectionId,
    from,
    to,
  ])
}
