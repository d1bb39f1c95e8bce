import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { until } from '../../test/http/servers.ts'
import { type Received, startReceiver } from '../../test/webhook/receiver.ts'
import { useSender } from '../../test/webhook/sender.ts'
import { act, readCall } from '../connections/act.ts'
import { actTiming } from '../connections/act-timing.ts'
import { getConnection } from '../store/connections.ts'
import { claimDeliveries, listDueEndpoints } from '../store/delivery-claims.ts'
import { retryDelays } from '../webhook/schedule.ts'
import { redeliver, redeliverFailed } from './repeat.ts'
import { testEndpoint } from './send-test.ts'

const hour = 3_600_000
const numbers = (received: readonly Received[]) => received.map(({ event }) => event.data.about?.n)

test('what is delivered was verified with the reference library, and its answer is kept', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  receiver.answer((response) => response.end('thank you \u001b[31m'))
  await sender.happen('a1', 1)
  expect(await sender.drain()).toBeNull()
  expect(numbers(receiver.received)).toEqual([1])
  const [delivery] = await sender.list()
  expect(delivery).toMatchObject({ state: 'delivered', attempts: 1, messageId: receiver.received[0]?.id })
  expect(delivery?.log).toMatchObject([{ outcome: 'delivered', status: 200, answer: 'thank you  [31m' }])
})

test('a receiver that is down is asked ten times over three days, each time for the same event', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  receiver.answer(500)
  await sender.happen('a1', 1)
  const waits: number[] = []
  for (let next = await sender.drain(); next !== null; next = await sender.drain()) {
    waits.push(next)
    sender.later(next)
    expect(waits.length).toBeLessThan(20)
  }
  expect(waits).toHaveLength(retryDelays.length)
  for (const [i, wait] of waits.entries()) {
    expect(wait).toBeGreaterThanOrEqual(retryDelays[i] ?? 0)
    expect(wait).toBeLessThanOrEqual((retryDelays[i] ?? 0) * 1.2)
  }
  expect(receiver.received).toHaveLength(10)
  expect(new Set(receiver.received.map(({ id, body }) => id + body)).size).toBe(1)
  expect(await sender.list()).toMatchObject([{ state: 'exhausted', attempts: 10 }])
  expect(await getConnection(sender.store.db, sender.projectId, sender.ref.id)).toMatchObject({
    state: 'active',
    verdict: 'unavailable',
    code: 'webhook_failed',
  })
})

test('an update is not delivered before the create that it follows, and other articles do not wait for them', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  receiver.answer((response, { event }) => response.writeHead(event.data.about?.subject === 'a1' ? 503 : 200).end())
  await sender.happen('a1', 1)
  await sender.happen('a1', 2)
  await sender.happen('a2', 3)
  // What waits for another is not due before that one.
  expect(await sender.drain()).toBeGreaterThanOrEqual(5000)
  expect(await listDueEndpoints(sender.store.db, sender.now())).toEqual([])
  expect(numbers(receiver.received).sort()).toEqual([1, 3])
  receiver.answer(200)
  sender.later(10_000)
  await sender.drain()
  expect(numbers(receiver.received).slice(2)).toEqual([1, 2])
  expect((await sender.list()).map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered'])
})

test('when a receiver is back, all that waits comes at once', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  receiver.answer(502)
  for (const n of [1, 2, 3]) await sender.happen(`a${n}`, n)
  for (let down = 0; down < hour; ) {
    const next = (await sender.drain()) ?? 0
    sender.later(next)
    down += next
  }
  const tries = receiver.received.length
  receiver.answer(200)
  await sender.happen('a4', 4)
  await sender.drain()
  expect(numbers(receiver.received.slice(tries)).sort()).toEqual([1, 2, 3, 4])
})

test('410 disables the endpoint, which is told, and what waits is sent once it is resumed', async () => {
  const { resumeConnection } = await import('../connections/change.ts')
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  receiver.answer(410)
  await sender.happen('a1', 1)
  await sender.drain()
  expect(await getConnection(sender.store.db, sender.projectId, sender.ref.id)).toMatchObject({
    state: 'paused',
    verdict: 'refused',
    code: 'webhook_gone',
  })
  expect((await sender.events('connection.changed')).at(-1)?.payload).toMatchObject({
    after: { state: 'paused' },
    why: 'the endpoint answered 410',
  })
  await sender.happen('a2', 2)
  await expect(sender.drain()).rejects.toMatchObject({ code: 'connection_paused' })
  receiver.answer(200)
  await resumeConnection(sender, sender.ref)
  await sender.drain()
  expect(numbers(receiver.received)).toEqual([1, 2])
})

test('five days without a success disable the endpoint, one success in between does not', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  const state = async () => (await getConnection(sender.store.db, sender.projectId, sender.ref.id)).state
  for (const [day, status] of [500, 500, 500, 200, 400, 500, 500, 500, 500].entries()) {
    receiver.answer(status)
    await sender.happen(null, day)
    await sender.drain()
    expect([day, await state()]).toEqual([day, 'active'])
    sender.later(24 * hour)
  }
  await sender.happen(null, 9)
  await sender.drain()
  expect(await state()).toBe('paused')
  expect((await sender.events('connection.changed')).at(-1)?.payload).toMatchObject({
    after: { code: 'webhook_silent' },
  })
})

test('failures far apart do not disable an endpoint, nor do tests that a person sends', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  const state = async () => (await getConnection(sender.store.db, sender.projectId, sender.ref.id)).state
  receiver.answer(422)
  await sender.happen(null, 1)
  await sender.drain()
  sender.later(7 * 24 * hour)
  await sender.happen(null, 2)
  await sender.drain()
  expect(await state()).toBe('active')
  for (let day = 0; day < 6; day++) {
    sender.later(24 * hour)
    await testEndpoint(sender, sender.ref, { actor: 'test', signal: new AbortController().signal })
  }
  expect(await state()).toBe('active')
})

test('an endpoint that asks to wait is left alone that long, whatever else happens', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  receiver.answer((response) => response.writeHead(429, { 'retry-after': '600' }).end())
  await sender.happen('a1', 1)
  expect(await sender.drain()).toBeGreaterThanOrEqual(600_000)
  await sender.happen('a2', 2)
  sender.later(500_000)
  await sender.drain()
  expect(receiver.received).toHaveLength(1)
  receiver.answer(200)
  sender.later(500_000)
  await sender.drain()
  expect(numbers(receiver.received).slice(1).sort()).toEqual([1, 2])
})

test('a worker that is killed while it waits for the answer loses nothing: it is sent again as the same event', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  // Never answered.
  receiver.answer(() => undefined)
  await sender.happen('a1', 1)
  const script = join(import.meta.dirname, '../../test/webhook/drain-child.ts')
  const args = [script, sender.databaseUrl, sender.key, sender.projectId, sender.ref.id]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] })
  const killed = once(child, 'exit')
  await waitFor(() => receiver.received.length === 1)
  child.kill('SIGKILL')
  await killed
  receiver.answer(204)
  await sender.drain()
  expect(receiver.received).toHaveLength(1)
  // Its lease is by its own clock, which goes on while this one stands.
  sender.later(hour)
  await sender.drain()
  expect(receiver.received).toHaveLength(2)
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1)
  expect(await sender.list()).toMatchObject([{ state: 'delivered' }])
})

async function waitFor(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 6; i++) {
    try {
      return await until(holds)
    } catch (error) {
      // A busy machine takes longer to start a process than `until` waits.
      if (i === 5) throw error
    }
  }
}

test('two workers at once send each delivery once, and one that lost it writes nothing', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  for (let n = 0; n < 30; n++) await sender.happen(null, n)
  await Promise.all([sender.drain(), sender.drain(), sender.drain()])
  expect(receiver.received).toHaveLength(30)
  await sender.happen('a1', 31)
  const claim = { connectionId: sender.ref.id, leaseMs: 60_000, limit: 1 }
  expect(await claimDeliveries(sender.store.db, { ...claim, now: sender.now() })).toHaveLength(1)
  expect(await claimDeliveries(sender.store.db, { ...claim, now: sender.now() })).toHaveLength(0)
})

test('what ended badly is sent again by hand under its id, alone or all since a moment, but for what a later one made pointless', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  receiver.answer(400)
  await sender.happen('a1', 1)
  await sender.happen('a2', 2)
  await sender.drain()
  receiver.answer(200)
  await sender.happen('a1', 3)
  await sender.drain()
  const [first] = await sender.list()
  expect(await redeliverFailed(sender, sender.jobs, sender.ref.id, new Date(0))).toBe(1)
  await sender.drain()
  expect(numbers(receiver.received)).toEqual([1, 2, 3, 2])
  await redeliver(sender, sender.jobs, sender.ref.id, first?.id ?? '')
  await sender.drain()
  expect(receiver.received.at(-1)?.id).toBe(first?.messageId)
  expect((await sender.list()).map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered'])
  await expect(redeliver(sender, sender.jobs, sender.ref.id, 'dlv_none')).rejects.toMatchObject({ code: 'not_found' })
})

test('a test is sent once, whatever it is answered, and the answer is kept', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  receiver.answer(503)
  await sender.happen('a1', 1)
  await sender.drain()
  const options = { actor: 'test', signal: new AbortController().signal }
  expect(await testEndpoint(sender, sender.ref, options)).toMatchObject({
    type: 'test',
    state: 'exhausted',
    log: [{ status: 503, answer: 'said 503' }],
  })
  expect(await redeliverFailed(sender, sender.jobs, sender.ref.id, new Date(0))).toBe(0)
})

test('a test is sent and answered also while the endpoint asks to be left alone', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  receiver.answer((response) => response.writeHead(429, { 'retry-after': '600' }).end())
  await sender.happen('a1', 1)
  await sender.drain()
  receiver.answer((response) => response.writeHead(400).end('no'))
  const options = { actor: 'test', signal: new AbortController().signal }
  expect(await testEndpoint(sender, sender.ref, options)).toMatchObject({
    state: 'refused',
    attempts: 1,
    log: [{ status: 400, answer: 'no' }],
  })
  expect(receiver.received).toHaveLength(2)
})

test('what cannot be sent at all ends, and says nothing of the endpoint', async () => {
  const { insertDelivery } = await import('../store/deliveries.ts')
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  const large = { type: 'thing.changed', version: 1, body: JSON.stringify('x'.repeat(9_000_000)), by: 'test' }
  const event = { ...large, connectionId: sender.ref.id, messageId: 'large', now: sender.now() }
  await insertDelivery(sender.store.db, event)
  expect(await sender.drain()).toBeNull()
  expect(await sender.list()).toMatchObject([{ state: 'refused', log: [{ code: 'bad_input' }] }])
  expect(await getConnection(sender.store.db, sender.projectId, sender.ref.id)).toMatchObject({ verdict: 'connected' })
})

test('50 MB of answer are kept as a thousand characters', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  receiver.answer((response) => response.end(Buffer.alloc(50_000_000, 'x')))
  await sender.happen('a1', 1)
  await sender.drain()
  const [delivery] = await sender.list()
  expect(delivery).toMatchObject({ state: 'delivered', log: [{ truncated: true }] })
  expect(delivery?.log[0]?.answer).toHaveLength(1000)
})

test('an event that is sent by hand is not sent again once the receiver may have it, and under one id before that', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  const call = await readCall(sender, sender.ref, 'events.send', { type: 'order.paid', data: { total: 3 } })
  const timing = { ...actTiming, pauseMs: 1 }
  receiver.answer((response) => response.socket?.destroy())
  await expect(act(sender, call, { timing })).rejects.toMatchObject({
    code: 'answer_lost',
    fix: expect.stringContaining('nothing repeats it'),
  })
  expect(receiver.received).toHaveLength(1)
  const busy = [429, 429, 204]
  receiver.answer((response) => response.writeHead(busy.shift() ?? 500).end())
  await act(sender, call, { timing })
  const ids = receiver.received.slice(1).map(({ id }) => id)
  expect([ids.length, new Set(ids).size]).toEqual([3, 1])
})
