import { expect, test } from 'vitest'
import { readEvents } from '../src/store/events.ts'
import {
  cancelPublications,
  pausePublications,
  resumePublications,
  retryPublications,
} from '../src/store/publication-holds.ts'
import { openPress, type Press } from './publishing/press.ts'
import { openBehindProxy } from './publishing/press-behind-proxy.ts'
import { wordpress } from './wordpress/site.ts'

const site = await wordpress()
const file = (title: string, text = 'Some text.', head = ''): string =>
  `---\ntitle: ${title}\nstatus: publish\n${head}---\n\n${text}\n`
const timing = { deadlineMs: 1500, leaseMs: 2500, settleMs: 300, retryMs: 100 }

async function told(press: Press): Promise<unknown[]> {
  const { items } = await readEvents(press.store.db, { after: 0 })
  return items.filter(({ type }) => type === 'publication.changed').map(({ payload }) => payload.state)
}

test('what is paused rests until it is resumed, and others go on', async () => {
  const press = await openPress(site)
  const [one, two] = [await press.write('1.md', file('Pause one')), await press.write('2.md', file('Pause two'))]
  await press.want([one, two])
  const { projectId } = press
  expect(await pausePublications(press.store.db, { projectId, articleIds: [one.id] })).toEqual({
    changed: 1,
    pending: 0,
  })
  expect((await press.run()).map(({ state }) => state)).toEqual(['paused', 'live'])
  expect(await resumePublications(press.store.db, { projectId })).toEqual({
    changed: 1,
    connectionIds: [press.connection.id],
  })
  expect((await press.run()).map(({ state }) => state)).toEqual(['live', 'live'])
  expect(await told(press)).toEqual(['paused', 'live', 'planned', 'live'])
})

test('a cancelled article that was never sent is cancelled, and one that is there is what it was', async () => {
  const press = await openPress(site)
  const { projectId, connection } = press
  const first = await press.write('a.md', file('Cancel', 'One.'))
  await press.want([first])
  const [live] = await press.run()
  await press.want([await press.write('a.md', file('Cancel', 'Two.')), await press.write('b.md', file('Never'))])
  const before = press.requests()
  const selection = { projectId, connectionIds: [connection.id] }
  expect(await cancelPublications(press.store.db, selection)).toEqual({ changed: 2, pending: 0 })
  const rows = await press.run()
  expect(press.requests()).toBe(before)
  expect(rows.map(({ state, version, result }) => [state, version, result])).toEqual([
    ['live', 1, 'created'],
    ['cancelled', 1, null],
  ])
  expect(rows[0]?.wantedHash).toBe(live?.doneHash)
  expect(rows[0]?.receipt).toEqual(live?.receipt)
  const again = await press.want([await press.write('b.md', file('Never'))])
  expect(again[0]?.state).toBe('planned')
  expect((await press.run()).map(({ state }) => state)).toEqual(['live', 'live'])
})

test('a create that was lost on its way in and cancelled meanwhile is never sent again', async () => {
  const { press, proxy } = await openBehindProxy(site, timing)
  const { projectId, store } = press
  await press.want([await press.write('e.md', file('Lost on its way'))])
  proxy.setRates({ errorBefore: 1, readLost: 1 })
  expect((await press.step()).map(({ state }) => state)).toEqual(['live', 'unknown'])
  expect(await cancelPublications(store.db, { projectId })).toEqual({ changed: 0, pending: 1 })
  proxy.setRates({})
  expect((await press.run()).map(({ state, remoteId }) => [state, remoteId === null])).toEqual([
    ['live', false],
    ['cancelled', true],
  ])
  expect(await site.php("return count(get_posts(['title' => 'Lost on its way', 'post_status' => 'any']));")).toBe(0)
})

test('an update whose answer was cut and that was cancelled meanwhile is found, and stays', async () => {
  const { press, proxy } = await openBehindProxy(site, timing)
  const { projectId, store } = press
  await press.want([await press.write('warm.md', file('Warm', 'Changed.'))])
  // The look before the update goes well, the one after it does not.
  proxy.onWrite = () => proxy.setRates({ cut: 1, readLost: 1 })
  proxy.setRates({ cut: 1 })
  expect((await press.step()).map(({ state }) => state)).toEqual(['unknown'])
  expect(await cancelPublications(store.db, { projectId })).toEqual({ changed: 0, pending: 1 })
  proxy.onWrite = null
  proxy.setRates({})
  expect((await press.run()).map(({ state, version, result }) => [state, version, result])).toEqual([
    ['live', 2, 'updated'],
  ])
})

test('what was claimed by a worker that died is let go when it was paused meanwhile', async () => {
  const press = await openPress(site)
  const { projectId, store } = press
  await press.want([await press.write('g.md', file('Held by the dead'))])
  await store.pool.query(
    "update publications set state = 'sending', epoch = 1, worker = 'dead', lease_until = now() + interval '1 hour'",
  )
  expect(await pausePublications(store.db, { projectId })).toEqual({ changed: 0, pending: 1 })
  await store.pool.query('update publications set lease_until = now()')
  expect((await press.run()).map(({ state }) => state)).toEqual(['paused'])
})

test('what failed is tried again when a person says so, or goes back when they give it up', async () => {
  const press = await openPress(site)
  const { projectId, store } = press
  await press.want([await press.write('h.md', file('Retry', 'One.'))])
  await press.run()
  await press.want([await press.write('h.md', file('Retry', 'Two.', 'author: nobody-of-that-name\n'))])
  expect((await press.run()).map(({ state }) => state)).toEqual(['failed'])
  expect(await retryPublications(store.db, { projectId })).toMatchObject({ changed: 1 })
  expect((await press.run()).map(({ state, error }) => [state, error?.code])).toEqual([['failed', 'bad_input']])
  expect(await cancelPublications(store.db, { projectId })).toEqual({ changed: 1, pending: 0 })
  expect((await press.run()).map(({ state, version, error }) => [state, version, error])).toEqual([['live', 1, null]])
})
