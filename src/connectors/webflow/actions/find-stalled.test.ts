import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { type FaultProxy, startFaultProxy } from '../../../../test/fault-proxy/fault-proxy.ts'
import { client as http } from '../../../../test/http/servers.ts'
import { openWebflowSite } from '../../../../test/webflow/open.ts'
import type { HubError } from '../../../errors/hub-error.ts'
import { createWebflowClient } from '../../../webflow/client.ts'
import type { Action } from '../../action.ts'
import { webflow } from '../../webflow.ts'
import { fateOf } from '../../write-fate.ts'
import type { OpenWebflow } from '../open-site.ts'

/** Past all deadlines here; closing the proxy ends it. */
const stallMs = 10 * 60_000
/** Of writes to a server in this process. */
const deadlineMs = 1500

const inputs: Readonly<Record<string, object>> = {
  'items.create': { collection: 'blog-posts', fields: { name: 'Tea', slug: 'tea', 'post-body': '<p>x</p>' } },
  'sites.publish': {},
  'assets.upload': { name: 'a.png', type: 'image/png', bytes: randomBytes(200).toString('base64') },
}
const findable = Object.entries(webflow.actions).filter(([, { find }]) => find !== undefined)

async function open() {
  const { server, site } = await openWebflowSite()
  const start = async (): Promise<FaultProxy> => {
    const proxy = await startFaultProxy({ target: server.base.origin, seed: 1, rates: {}, stallMs, lagMs: 0 })
    onTestFinished(() => proxy.close())
    return proxy
  }
  const [api, storage] = [await start(), await start()]
  server.settings.storage = storage.url
  const base = new URL(server.base.pathname, api.url)
  const client = createWebflowClient(http().session(), server.settings.token, { base })
  return { server, site: { ...site, client }, api, storage }
}

/** Does it while answers of this proxy are held; says how to look for it afterwards. */
async function hold(site: OpenWebflow, action: Action<OpenWebflow>, input: unknown, proxy: FaultProxy) {
  const parsed = await action.input.parseAsync(input)
  const since = (await action.baseline?.(site, parsed)) ?? null
  const find = async () => (await action.find?.(site, parsed, since)) ?? []
  expect(await find()).toEqual([])
  proxy.setRates({ stallAfter: 1 })
  const call = { notAfter: Date.now() + deadlineMs }
  const error: unknown = await action.run(site, parsed, call).catch((thrown: unknown) => thrown)
  proxy.setRates({})
  expect(error).toMatchObject({ code: 'answer_lost' })
  expect(fateOf(error as HubError)).toBe('unknown')
  return { parsed, find }
}

test('every action that says it can be looked for is tried here', () => {
  expect(findable.map(([name]) => name).sort()).toEqual(Object.keys(inputs).sort())
})

test.each(findable.filter(([name]) => name !== 'assets.upload'))(
  '%s is found where its answer was held past the deadline',
  async (name, action) => {
    const { site, api } = await open()
    const { parsed, find } = await hold(site, action, inputs[name], api)
    const [found, ...others] = await find()
    expect(others).toEqual([])
    expect(action.output.safeParse(found).success).toBe(true)
    expect(action.verify?.(parsed, found) ?? []).toEqual([])
  },
)

test.each(['api', 'storage'] as const)(
  'an upload whose answer the %s held past the deadline leaves nothing that counts, and a repeat is one file',
  async (where) => {
    const { server, site, ...proxies } = await open()
    const action: Action<OpenWebflow> = webflow.actions['assets.upload'] ?? expect.unreachable()
    const { parsed, find } = await hold(site, action, inputs['assets.upload'], proxies[where])
    // Of what Webflow was told first and no bytes came after, there is no file.
    expect(await find()).toEqual([])
    const made = await action.run(site, parsed)
    expect(await find()).toEqual([made])
    expect(server.files()).toHaveLength(1)
  },
)
