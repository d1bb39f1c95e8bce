import { expect, test } from 'vitest'
import { useTestStore } from '../../test/store/database.ts'
import { addAuditEntry } from './audit.ts'
import { prune } from './prune.ts'

test('what is older than its days goes, in any number, and the rest stays', async () => {
  const store = await useTestStore()
  await store.pool.query(
    `insert into events (type, at) select 'x', now() - i * interval '1 hour' from generate_series(1, 24 * 40) i`,
  )
  await store.pool.query(
    `insert into audit (actor, operation, outcome, at) select 'a', 'o', 'ok', now() - interval '400 days' from generate_series(1, 12000)`,
  )
  await addAuditEntry(store.db, { projectId: null, actor: 'a', operation: 'o', outcome: 'ok' })
  const retention = { keepChecksDays: 90, keepEventsDays: 30, keepAuditDays: 365, keepDeliveriesDays: 30 }
  const gone = await prune(store.db, retention, new Date())
  expect(gone).toMatchObject({ events: 24 * 10 + 1, audit: 12_000, checks: 0 })
  const left = await store.pool.query(
    'select (select count(*) from events) as events, (select count(*) from audit) as audit',
  )
  expect(left.rows).toEqual([{ events: 24 * 30 - 1, audit: 1 }])
  expect(await prune(store.db, retention, new Date())).toMatchObject({ events: 0, audit: 0 })
})

test('it ends when it is told to', async () => {
  const store = await useTestStore()
  await store.pool.query(`insert into events (type, at) values ('x', now() - interval '1 year')`)
  const gone = await prune(
    store.db,
    { keepChecksDays: 1, keepEventsDays: 1, keepAuditDays: 1, keepDeliveriesDays: 1 },
    new Date(),
    AbortSignal.abort(),
  )
  expect(gone).toMatchObject({ events: 0 })
})
