import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ConnectionsDeps } from '../../src/connections/deps.ts'
import { sealSecret } from '../../src/connections/sealed-secret.ts'
import { insertConnection, newConnectionId } from '../../src/store/connections.ts'

/** A server that answers as many sites' API, as healthy as it is told. For sweeps over more sites than there are. */
export interface FakeSites {
  readonly url: string
  /** How it answers from now on. */
  health: 'well' | 'wrong password' | 'down'
  /** Before each answer, in ms. */
  delay: number
  /** Requests since the start. */
  readonly asked: number
  /** The most that were being answered at once. */
  readonly mostAtOnce: number
  close(): Promise<void>
}

const user = {
  id: 7,
  username: 'editor',
  name: 'Editor',
  slug: 'editor',
  roles: ['editor'],
  capabilities: { edit_posts: true, publish_posts: true, upload_files: true },
}

export async function openFakeSites(): Promise<FakeSites> {
  let [asked, atOnce, mostAtOnce] = [0, 0, 0]
  const server = createServer((request, response) => {
    asked++
    atOnce++
    mostAtOnce = Math.max(mostAtOnce, atOnce)
    const answer = (): void => {
      atOnce--
      const [status, body] = answerTo(request.url ?? '')
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    setTimeout(answer, sites.delay)
  })
  function answerTo(url: string): [number, unknown] {
    if (sites.health === 'down') return [500, { code: 'internal_server_error', message: 'Broken' }]
    if (!url.includes('/wp-json/')) return [200, {}]
    if (!url.includes('/users/me'))
      return [200, { name: 'Fake', namespaces: ['wp/v2'], routes: {}, authentication: [] }]
    if (sites.health === 'well') return [200, user]
    return [401, { code: 'rest_not_logged_in', message: 'You are not currently logged in.', data: { status: 401 } }]
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const sites: FakeSites = {
    url: `http://127.0.0.1:${port}`,
    health: 'well',
    delay: 0,
    get asked() {
      return asked
    },
    get mostAtOnce() {
      return mostAtOnce
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return sites
}

/** Connections to sites of that server, as if they had been connected, all due at `due`. */
export async function addFakeConnections(
  hub: ConnectionsDeps & { readonly projectId: string },
  sites: FakeSites,
  count: number,
  due = new Date(Date.now() - 1000),
): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const id = newConnectionId()
    const address = `${sites.url}/site-${i}/`
    const root = `${address}wp-json/`
    const can = { write: true, publish: true, upload: true }
    const secret = { kind: 'application-password', username: 'editor', password: 'abcd efgh ijkl mnop qrst uvwx' }
    await insertConnection(hub.store.db, {
      id,
      projectId: hub.projectId,
      kind: 'wordpress',
      name: `${new URL(sites.url).port} ${i}`,
      url: address,
      siteKey: address,
      method: 'application-password',
      account: 'editor',
      sealed: sealSecret(hub, id, secret),
      site: {
        ...{ title: 'Fake', address, allowRoots: [], home: address, core: address, root, version: null, timezone: '' },
        ...{ icon: null, user: { id: 7, name: 'Editor', roles: ['editor'], can }, learnedAt: '2999-01-01' },
      },
      verdict: 'connected',
      code: null,
      checkedAt: due,
      nextCheckAt: due,
      createdBy: 'local:test',
    })
    ids.push(id)
  }
  return ids
}
