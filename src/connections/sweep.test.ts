import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { addFakeConnections, type FakeSites, openFakeSites } from '../../test/connections/fake-site.ts'
import { openTestHub, type TestHub } from '../../test/connections/hub.ts'
import { type Site, wordpress } from '../../test/wordpress/site.ts'
import { listChecks } from '../store/checks.ts'
import { type Connection, getConnection, updateConnection } from '../store/connections.ts'
import { pauseConnection, resumeConnection } from './change.ts'
import { checkNow } from './check-now.ts'
import { compareWithGood } from './history.ts'
import { sweep } from './sweep.ts'

let hub: TestHub
const open: FakeSites[] = []
beforeAll(async () => {
  hub = await openTestHub()
})
afterEach(async () => {
  await hub.store.pool.query('delete from connections')
  await hub.store.pool.query('delete from events')
  await Promise.all(open.splice(0).map((sites) => sites.close()))
})
afterAll(async () => await hub.close())

async function fakeSites(): Promise<FakeSites> {
  const sites = await openFakeSites()
  open.push(sites)
  return sites
}

const read = (id: string): Promise<Connection> => getConnection(hub.store.db, hub.projectId, id)
const at = (minutes: number): Date => new Date(Date.now() + minutes * 60_000)

/** Sweeps when the connection is due next. */
async function sweepNext(id: string): Promise<Connection> {
  const { nextCheckAt } = await read(id)
  await sweep(hub, { now: nextCheckAt ?? at(0) })
  return read(id)
}

test('a healthy site is asked once a check, and checks that see the same leave one row', async () => {
  const sites = await fakeSites()
  const [id = ''] = await addFakeConnections(hub, sites, 1)
  expect(await sweep(hub, { now: at(0) })).toEqual({ checked: 1, changed: 0, postponed: 0 })
  expect(sites.asked).toBe(1)
  const next = ((await read(id)).nextCheckAt?.getTime() ?? 0) - Date.now()
  expect(next).toBeGreaterThan(53 * 60_000)
  expect(next).toBeLessThan(67 * 60_000)
  await sweepNext(id)
  expect(sites.asked).toBe(2)
  expect((await listChecks(hub.store.db, id)).items).toHaveLength(1)
  expect(await sweep(hub, { now: at(0) })).toMatchObject({ checked: 0 })
})

test('a real site that hides its users costs two requests a check', async () => {
  const site = await wordpress({ quirks: ['users-closed'] })
  const { id } = await hub.connect(site)
  await updateConnection(hub.store.db, id, { site: { ...(await read(id)).site, learnedAt: at(60).toISOString() } })
  await site.clearLog()
  await sweepNext(id)
  expect((await site.log()).length).toBeLessThanOrEqual(2)
})

test('a verdict changes after two checks that agree, with one event that says before and after', async () => {
  const site: Site = await wordpress({ fresh: true })
  const { id } = await hub.connect(site)
  await sweepNext(id)
  await site.php(`WP_Application_Passwords::delete_all_application_passwords(${site.users.editor.id});`)
  const first = await sweepNext(id)
  expect(first).toMatchObject({ verdict: 'connected', pendingVerdict: 'refused', pendingCode: 'revoked' })
  expect((first.nextCheckAt?.getTime() ?? 0) - (first.checkedAt?.getTime() ?? 0)).toBeLessThan(8 * 60_000)
  expect(await hub.events('connection.changed')).toEqual([])
  await site.clearLog()
  const second = await sweepNext(id)
  // The same failure is not diagnosed twice.
  expect((await site.log()).length).toBeLessThanOrEqual(2)
  expect(second).toMatchObject({ verdict: 'refused', code: 'revoked', state: 'needs-login', pendingVerdict: null })
  const before = { verdict: 'connected', code: null, state: 'active' }
  const after = { verdict: 'refused', code: 'revoked', state: 'needs-login' }
  expect(await hub.events('connection.changed')).toMatchObject([{ subject: id, payload: { before, after } }])
  const history = (await listChecks(hub.store.db, id)).items
  expect(history.map(({ kind, verdict }) => `${kind} ${verdict}`)).toEqual(['diagnosis refused', 'diagnosis connected'])
  const { differences, good } = await compareWithGood(hub, { projectId: hub.projectId, id })
  expect(good?.diagnosis.verdict).toBe('connected')
  expect(differences).toContainEqual({ what: 'verdict', before: 'connected', after: 'refused' })
  expect(await hub.dump()).not.toContain(site.users.editor.applicationPassword.replace(/ /g, ''))
  await site.close()
})

test('a site that fails once and works again is no news', async () => {
  const sites = await fakeSites()
  const [id = ''] = await addFakeConnections(hub, sites, 1)
  sites.health = 'down'
  expect(await sweepNext(id)).toMatchObject({ verdict: 'connected', pendingVerdict: 'unavailable' })
  sites.health = 'well'
  expect(await sweepNext(id)).toMatchObject({ verdict: 'connected', pendingVerdict: null })
  expect(await hub.events('connection.changed')).toEqual([])
})

test('a check that a person asks for looks twice where it differs, so that its answer is what is told', async () => {
  const sites = await fakeSites()
  const [id = ''] = await addFakeConnections(hub, sites, 1)
  const ref = { projectId: hub.projectId, id }
  sites.health = 'down'
  expect(await checkNow(hub, ref, { actor: 'a' })).toMatchObject({ verdict: 'unavailable' })
  sites.health = 'well'
  expect(await checkNow(hub, ref, { actor: 'a' })).toMatchObject({ verdict: 'connected' })
  expect(await hub.events('connection.changed')).toHaveLength(2)
})

test('a paused connection is not checked until it is resumed', async () => {
  const sites = await fakeSites()
  const [id = ''] = await addFakeConnections(hub, sites, 1)
  const ref = { projectId: hub.projectId, id }
  await pauseConnection(hub, ref)
  expect(await sweep(hub, { now: at(600) })).toMatchObject({ checked: 0 })
  await resumeConnection(hub, ref)
  expect(await sweep(hub, { now: at(0) })).toMatchObject({ checked: 1 })
})

test('a slow host with hundreds of connections, due first, does not hold up the others', async () => {
  const [slow, one, two] = [await fakeSites(), await fakeSites(), await fakeSites()]
  slow.delay = 1000
  await addFakeConnections(hub, slow, 400, at(-60))
  await addFakeConnections(hub, one, 60)
  await addFakeConnections(hub, two, 60)
  const report = await sweep(hub, { now: at(0), budgetMilliseconds: 4000 })
  expect([one.asked, two.asked]).toEqual([60, 60])
  expect(slow.mostAtOnce).toBe(2)
  expect(report.postponed).toBeGreaterThan(0)
  // Those of the slow host are still due, or soon.
  const { rows } = await hub.store.pool.query<{ due: string }>(
    `select count(*) as due from connections where url like $1 and next_check_at < now() + interval '5 minutes'`,
    [`${slow.url}%`],
  )
  expect(Number(rows[0]?.due)).toBeGreaterThan(380)
})

test('two sweeps at once check each connection once', async () => {
  const sites = await fakeSites()
  await addFakeConnections(hub, sites, 150)
  const reports = await Promise.all([sweep(hub, { now: at(0) }), sweep(hub, { now: at(0) })])
  expect(reports.reduce((sum, { checked }) => sum + checked, 0)).toBe(150)
  expect(sites.asked).toBe(150)
})

test('a sweep that is cancelled gives back what it had taken', async () => {
  const sites = await fakeSites()
  sites.delay = 300
  await addFakeConnections(hub, sites, 30)
  const cancel = new AbortController()
  setTimeout(() => cancel.abort(), 500)
  const { checked } = await sweep(hub, { now: at(0), signal: cancel.signal })
  expect(checked).toBeLessThan(30)
  expect((await sweep(hub, { now: at(10) })).checked).toBeGreaterThanOrEqual(30 - checked)
})
