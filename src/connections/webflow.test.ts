import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { useTestHub } from '../../test/connections/hub.ts'
import { posts } from '../../test/webflow/schema.ts'
import { startWebflow, type WebflowServer } from '../../test/webflow/server.ts'
import type { OpenWebflow } from '../connectors/webflow/open-site.ts'
import { beginApproval, finishApproval, receiveReturn } from './approval.ts'
import { checkNow, diagnoseConnection } from './check-now.ts'
import { type ConnectOutcome, connect } from './connect.ts'
import type { ConnectionsDeps } from './deps.ts'
import { exportConnections, toCsv } from './export.ts'
import { importConnections } from './import.ts'
import { readImport } from './import-lines.ts'
import { openSite } from './open.ts'
import { reconnect } from './reconnect.ts'
import { sweep } from './sweep.ts'

type Hub = Awaited<ReturnType<typeof open>>

async function open(options: Parameters<typeof useTestHub>[0] = {}) {
  const [hub, server] = [await useTestHub(options), await startWebflow()]
  const app = { clientId: 'app-1', clientSecret: server.settings.clientSecret }
  const deps: ConnectionsDeps = { ...hub, settings: { webflow: { api: server.base, app } } }
  const by = (input: object): Promise<ConnectOutcome> =>
    connect(deps, { projectId: hub.projectId, kind: 'webflow', method: 'token', input, actor: 'local:test' })
  return { ...hub, deps, server, by }
}

async function connected({ by, server, projectId }: Hub) {
  const { connection } = await by({ token: server.settings.token })
  if (connection === null) throw new Error('not connected')
  return { connection, ref: { projectId, id: connection.id } }
}

test('a site token connects in three requests, opens the site with its fields, and is in no row, event or export', async () => {
  const hub = await open()
  const { connection, ref } = await connected(hub)
  expect(hub.server.requests).toHaveLength(3)
  expect(connection).toMatchObject({
    kind: 'webflow',
    method: 'token',
    name: 'Tea house',
    url: 'https://tea.example',
    siteKey: `webflow:${hub.server.siteId}`,
    account: null,
    verdict: 'connected',
    site: { shortName: 'tea-house', timezone: 'Europe/Paris', application: 'Pressroom' },
  })
  const { site } = await openSite(hub.deps, ref)
  expect((site as OpenWebflow).facts.collections.find(({ id }) => id === posts.id)?.fields.length).toBeGreaterThan(10)
  const exported = toCsv((await Array.fromAsync(exportConnections(hub.deps, hub))).flat())
  for (const text of [await hub.dump(), exported]) expect(text).not.toContain(hub.server.settings.token)
  expect(exported).toContain('https://tea.example,,Tea house,,token,webflow')
})

test('where a token reaches several sites, one must be chosen, and the refusal lists them', async () => {
  const { by, server } = await open()
  server.settings.otherSites.push('Coffee bar', 'Milk bar')
  const { token } = server.settings
  const refused = await by({ token })
  expect(refused).toMatchObject({ connection: null, diagnosis: { verdict: 'refused', code: 'site_not_chosen' } })
  expect(refused.diagnosis.cause).toMatch(/Tea house \(tea-house, .*; Coffee bar \(coffee-bar, .*; Milk bar/)
  expect(refused.diagnosis.attempts).toMatchObject([{ method: 'GET', status: 200 }])
  expect(await by({ token, site: 'wine' })).toMatchObject({ diagnosis: { code: 'site_not_found' } })
  expect(await by({ token, site: 'https://www.tea.example/blog' })).toMatchObject({ connection: { name: 'Tea house' } })
  expect(await by({ token, site: 'milk bar' })).toMatchObject({
    connection: { name: 'Milk bar', url: 'https://milk-bar.webflow.io' },
  })
})

test.each([
  ['token_refused', 'refused', (server: WebflowServer) => void Object.assign(server.settings, { token: 'another' })],
  ['missing_scopes', 'refused', (server: WebflowServer) => void server.settings.scopes.splice(3, 1)],
  ['missing_scopes', 'refused', (server: WebflowServer) => void server.settings.scopes.splice(0, 1)],
  ['webflow_unavailable', 'unavailable', (server: WebflowServer) => fail(server, 503)],
  ['connection_lost', 'unavailable', (server: WebflowServer) => fail(server, 'cut')],
])('%s is a diagnosis (%s) with a fix and what was asked, and nothing is kept', async (code, verdict, spoil) => {
  const { by, server, dump } = await open()
  const { token } = server.settings
  spoil(server)
  const { connection, diagnosis } = await by({ token })
  expect(connection).toBeNull()
  expect(diagnosis).toMatchObject({ verdict, code, fix: expect.any(String), cause: expect.any(String) })
  expect(diagnosis.attempts.length).toBeGreaterThan(0)
  expect(JSON.stringify(diagnosis) + (await dump())).not.toContain(token)
})

function fail(server: WebflowServer, fault: 503 | 'cut'): void {
  for (let times = 0; times < 3; times++) server.faults.push({ do: fault })
}

test('a token that Webflow does not introspect connects, and what is not known is noted', async () => {
  const { by, server } = await open()
  server.settings.introspects = false
  const { diagnosis } = await by({ token: server.settings.token })
  expect(diagnosis).toMatchObject({ verdict: 'connected', notes: [{ code: 'scopes_unknown' }] })
})

test('a check is one request; a revoked token ends the login at the second look, and another one brings it back', async () => {
  const hub = await open()
  const { connection, ref } = await connected(hub)
  const actor = 'local:test'
  let before = hub.server.requests.length
  expect(await checkNow(hub.deps, ref, { actor })).toMatchObject({ verdict: 'connected', state: 'active' })
  expect(hub.server.requests.length - before).toBe(1)
  hub.server.settings.token = 'another-planted-token'
  expect(await checkNow(hub.deps, ref, { actor })).toMatchObject({ code: 'token_refused', state: 'needs-login' })
  before = hub.server.requests.length
  await expect(openSite(hub.deps, ref)).rejects.toMatchObject({ code: 'needs_login' })
  await sweep(hub.deps, { now: new Date(Date.now() + 3_600_000) })
  expect(hub.server.requests).toHaveLength(before)
  const request = { ref, method: 'token', input: { token: 'another-planted-token' }, actor }
  expect(await reconnect(hub.deps, request)).toMatchObject({ connection: { id: connection.id, state: 'active' } })
})

test('the sweep checks a site and learns its collections; a deleted site is told as such', async () => {
  const hub = await open()
  const { ref } = await connected(hub)
  const hours = (count: number): Date => new Date(Date.now() + count * 3_600_000)
  expect(await sweep(hub.deps, { now: hours(1) })).toMatchObject({ checked: 1 })
  expect(await openSite(hub.deps, ref)).toMatchObject({ connection: { site: { learnedAt: expect.any(String) } } })
  hub.server.settings.deleted = true
  expect(await diagnoseConnection(hub.deps, ref, { actor: 'local:test' })).toMatchObject({ code: 'site_not_found' })
})

test('an approval at Webflow comes back by its state alone, and its code becomes a connection once', async () => {
  const hub = await open({ publicUrl: new URL('https://hub.example') })
  const { projectId, server } = hub
  const request = { projectId, kind: 'webflow', method: 'oauth', input: {}, actor: 'user:1' }
  const begun = await beginApproval(hub.deps, request)
  const page = new URL(begun.url)
  expect(page.searchParams.get('redirect_uri')).toBe('https://hub.example/connect/return')
  const back = new URL('https://hub.example/connect/return')
  back.searchParams.set('code', server.issueCode())
  back.searchParams.set('state', 'x.y')
  await expect(receiveReturn(hub.deps, back)).rejects.toMatchObject({ code: 'authorization_mismatch' })
  back.searchParams.set('state', page.searchParams.get('state') ?? '')
  const { handshake } = await receiveReturn(hub.deps, back)
  const finish = { projectId, handshake, actor: 'user:1' }
  const { connection } = await finishApproval(hub.deps, finish)
  expect(connection).toMatchObject({ kind: 'webflow', method: 'oauth', name: 'Tea house' })
  await expect(finishApproval(hub.deps, finish)).rejects.toMatchObject({ code: expect.any(String) })
})

test('without an app, or an address to come back to, an approval is refused with what to set', async () => {
  const hub = await open()
  const request = { projectId: hub.projectId, kind: 'webflow', method: 'oauth', input: {}, actor: 'user:1' }
  await expect(beginApproval(hub.deps, request)).rejects.toMatchObject({
    fix: expect.stringContaining('PRESSROOM_URL'),
  })
  const deps = {
    ...hub.deps,
    publicUrl: new URL('https://hub.example'),
    settings: { webflow: { api: null, app: null } },
  }
  await expect(beginApproval(deps, request)).rejects.toMatchObject({
    fix: expect.stringContaining('PRESSROOM_WEBFLOW_CLIENT_ID'),
  })
})

test('a file connects Webflow sites by their tokens, and knows them again', async () => {
  const hub = await open()
  const { token } = hub.server.settings
  const lines = readImport('csv', `address,username,password,kind\ntea.example,,${token},webflow\nx.example,,,webflow`)
  const options = { projectId: hub.projectId, actor: 'local:test' }
  expect(await importConnections(hub.deps, lines, options)).toMatchObject([
    { outcome: 'connected' },
    { outcome: 'failed', cause: 'There is no password' },
  ])
  expect(await importConnections(hub.deps, lines.slice(0, 1), options)).toMatchObject([{ outcome: 'already' }])
})

test('what Webflow asks of one token, all connections of that token keep to, and those of others do not', async () => {
  const { deps, by, server, projectId } = await open()
  server.settings.otherSites.push('Coffee bar', 'Milk bar')
  server.settings.otherTokens.push('another-planted-token')
  const { token } = server.settings
  const ids = []
  for (const [site, own] of [
    ['tea house', token],
    ['coffee bar', token],
    ['milk bar', 'another-planted-token'],
  ])
    ids.push((await by({ token: own, site })).connection?.id ?? '')
  const ended = new AbortController()
  const check = (id: string) => checkNow(deps, { projectId, id }, { actor: 'local:test', signal: ended.signal })
  const before = server.requests.length
  server.faults.push({ do: 429, retryAfter: 300 })
  const waiting = [check(ids[0] ?? '')]
  while (server.requests.length === before) await sleep(10)
  await sleep(100)
  waiting.push(check(ids[1] ?? ''))
  expect(await check(ids[2] ?? '')).toMatchObject({ verdict: 'connected' })
  expect(server.requests).toHaveLength(before + 2)
  ended.abort()
  await Promise.allSettled(waiting)
  expect(server.requests).toHaveLength(before + 2)
})

test('the address of the API is guarded as all others are', async () => {
  const hub = await open()
  const settings = { webflow: { api: new URL('http://10.0.0.1/v2/'), app: null } }
  const request = {
    projectId: hub.projectId,
    kind: 'webflow',
    method: 'token',
    input: { token: 'x' },
    actor: 'local:test',
  }
  const { diagnosis } = await connect({ ...hub.deps, settings }, request)
  expect(diagnosis).toMatchObject({ verdict: 'refused', code: 'address_refused' })
})
