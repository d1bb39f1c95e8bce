import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openTestStore, useTestStore } from '../../test/store/database.ts'
import { createEventFeed } from './event-feed.ts'
import { addEvent, eventBefore, type HubEvent, lastEvent, readEvents } from './events.ts'
import type { Store } from './open-store.ts'

let store: Store & { readonly url: string }
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(async () => await store.close())

const add = async (n: number, projectId: string | null = 'p1', db = store.db) =>
  await addEvent(db, { projectId, type: n % 2 === 0 ? 'even' : 'odd', payload: { n } })

test('a reader never passes an event that is committed later', async () => {
  const { after } = { after: (await readEvents(store.db, { after: 0 })).next }
  const release = Promise.withResolvers<void>()
  const inserted = Promise.withResolvers<void>()
  const slow = store.transaction(async (tx) => {
    await add(1, 'p1', tx)
    inserted.resolve()
    await release.promise
  })
  await inserted.promise
  await add(2)
  const early = await readEvents(store.db, { after })
  expect(early.items.map(({ payload }) => payload.n)).toEqual([2])
  release.resolve()
  await slow
  const late = await readEvents(store.db, { after: early.next })
  expect(late.items.map(({ payload }) => payload.n)).toEqual([1])
})

test('an event of a transaction that is undone is never seen', async () => {
  const after = await lastEvent(store.db)
  await expect(
    store.transaction(async (tx) => {
      await add(1, 'p1', tx)
      throw new Error('no')
    }),
  ).rejects.toThrow('no')
  expect((await readEvents(store.db, { after })).items).toEqual([])
})

test('events are filtered by project and type, and the cursor passes what was left out', async () => {
  const after = (await readEvents(store.db, { after: 0, limit: 500 })).next
  for (let n = 0; n < 6; n++) await add(n, n < 3 ? 'pa' : null)
  const read = async (filter: object) => await readEvents(store.db, { after, ...filter })
  expect((await read({})).items).toHaveLength(6)
  expect((await read({ projectIds: ['pa'] })).items.map(({ payload }) => payload.n)).toEqual([0, 1, 2])
  expect((await read({ projectIds: [] })).items).toEqual([])
  const odd = await read({ types: ['odd'] })
  expect(odd.items.map(({ payload }) => payload.n)).toEqual([1, 3, 5])
  const none = await read({ types: ['none'] })
  expect(none).toEqual({ items: [], next: odd.next })
  const two = await read({ limit: 2 })
  expect((await readEvents(store.db, { after: two.next })).items.map(({ payload }) => payload.n)).toEqual([2, 3, 4, 5])
})

test('many writers and readers at once: each reader sees each event once, all in one order', async () => {
  const own = await useTestStore()
  const writers = Array.from({ length: 4 }, async (_, w) => {
    for (let i = 0; i < 50; i++) await own.transaction(async (tx) => await add(w * 1000 + i, 'p', tx))
  })
  const readers = Array.from({ length: 3 }, async () => {
    const seen: number[] = []
    for (let after = 0; seen.length < 200; ) {
      const { items, next } = await readEvents(own.db, { after, limit: 7 })
      seen.push(...items.map(({ seq }) => seq))
      after = next
    }
    return seen
  })
  await Promise.all(writers)
  const [one, ...others] = await Promise.all(readers)
  expect(new Set(one).size).toBe(200)
  for (const other of others) expect(other).toEqual(one)
})

test('a cursor before what happened in the last seconds: no older event after it, and no younger one before', async () => {
  const own = await useTestStore()
  expect(await eventBefore(own.db, 60)).toBe(0)
  for (const n of [1, 2, 3]) await add(n, 'p1', own.db)
  const { next } = await readEvents(own.db, { after: 0 })
  await own.pool.query(`update events set at = now() - interval '50 seconds' where (payload->>'n')::int = 2`)
  await own.pool.query(`update events set at = now() - interval '100 seconds' where (payload->>'n')::int = 1`)
  const told = async (seconds: number) => {
    const { items } = await readEvents(own.db, { after: await eventBefore(own.db, seconds) })
    return items.map(({ payload }) => payload.n)
  }
  expect(await eventBefore(own.db, 0)).toBe(next)
  expect(await told(20)).toEqual([3])
  expect(await told(60)).toEqual([2, 3])
  expect(await told(200)).toEqual([1, 2, 3])
})

test('who follows is woken by a commit, also after the listening connection broke', async () => {
  const own = await useTestStore()
  const feed = createEventFeed(own)
  const stop = new AbortController()
  const seen: HubEvent[] = []
  const following = (async () => {
    for await (const event of feed.follow({ after: 0, projectIds: ['p1'] }, stop.signal)) seen.push(event)
  })()
  const arrives = async (count: number, milliseconds: number) => {
    const began = performance.now()
    while (seen.length < count && performance.now() - began < milliseconds) await sleep(5)
    expect(seen).toHaveLength(count)
  }
  await sleep(200)
  await add(1, 'p1', own.db)
  await arrives(1, 1000)
  await own.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and pid <> pg_backend_pid()`,
  )
  await sleep(100)
  await add(2, 'p1', own.db)
  await arrives(2, 1000)
  await add(3, 'p1', own.db)
  await arrives(3, 1000)
  stop.abort()
  await following
  await feed.close()
})

test('no more follow than may, and who leaves makes room, also one who never began to read', async () => {
  const own = await useTestStore()
  const feed = createEventFeed(own, { followers: 3, ofOneProject: 2 })
  onTestFinished(() => feed.close())
  const ends = Array.from({ length: 6 }, () => new AbortController())
  const follow = (project: string, who: number) =>
    feed.follow({ after: 0, projectIds: [project] }, ends[who]?.signal ?? AbortSignal.abort())
  const first = follow('p1', 0)
  const reading = first.next()
  follow('p1', 1)
  expect(() => follow('p1', 2)).toThrow(expect.objectContaining({ code: 'too_many_requests' }))
  follow('p2', 2)
  expect(() => follow('p3', 3)).toThrow('of this hub')
  ends[1]?.abort()
  follow('p3', 3)
  ends[0]?.abort()
  expect(await reading).toEqual({ done: true, value: undefined })
  follow('p1', 4)
  expect(() => follow('p1', 5)).toThrow('of this hub')
  ends[4]?.abort()
  for (let times = 0; times < 5; times++) follow('p1', 4)
})
