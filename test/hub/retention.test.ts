import { expect, onTestFinished, test } from 'vitest'
import { retentionHandler } from '../../src/retention.ts'
import { createHandlers, queues } from '../../src/work.ts'
import { Browser } from './browser.ts'
import { openTestHub } from './in-process.ts'
import { addKey, addProject, addUser, password } from './people.ts'

test('history is removed when its days are over, and with it sessions, keys and counters that are', async () => {
  const hub = await openTestHub({ PRESSROOM_KEEP_EVENTS: '7' })
  onTestFinished(async () => await hub.close())
  const { pool } = hub.hub.store
  const project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'owner' })
  const keys = [await addKey(hub, project, owner), await addKey(hub, project, owner)]
  expect(keys).toHaveLength(2)
  for (let i = 0; i < 2; i++) expect((await new Browser(hub.url).login(owner.email, password)).status).toBe(303)
  const old = 'where ctid = (select min(ctid) from %)'
  for (const [table, set] of [
    ['sessions', `"expiresAt" = now() - interval '1 second'`],
    ['api_keys', `"expiresAt" = now() - interval '1 second'`],
    ['rate_limits', '"lastRequest" = 1'],
  ] as const) {
    await pool.query(`update ${table} set ${set} ${old.replace('%', table)}`)
  }
  await pool.query(
    `insert into events (type, at) select 'x', now() - i * interval '1 day' from generate_series(1, 20) i`,
  )
  const { work } = retentionHandler({ hub: hub.hub }, hub.settings)
  const { signal } = new AbortController()
  await work({}, { id: 'one', attempt: 0, signal, stopping: signal })
  const count = async (table: string) =>
    (await pool.query<{ count: number }>(`select count(*)::int as count from ${table}`)).rows[0]?.count
  expect(await count(`events where type = 'x'`)).toBe(6)
  expect([await count('sessions'), await count('api_keys'), await count('rate_limits')]).toEqual([1, 1, 0])
})

test('every queue has work, and the removal of history is scheduled', async () => {
  const hub = await openTestHub()
  onTestFinished(async () => await hub.close())
  const { hub: parts, http } = hub
  const handlers = createHandlers({ hub: parts, http, close: async () => {} }, hub.settings)
  expect(handlers.map(({ queue }) => queue.name).sort()).toEqual(queues.map(({ name }) => name).sort())
  expect(queues.filter(({ schedule }) => schedule !== null).map(({ name }) => name)).toContain('retention')
})
