import { expect, onTestFinished, test } from 'vitest'
import { startReceiver } from '../../test/webhook/receiver.ts'
import { useSender } from '../../test/webhook/sender.ts'
import { addEvent } from '../store/events.ts'
import { createProject } from '../store/projects.ts'
import { readWebhookEndpoint } from '../store/webhook-endpoints.ts'
import { deliveredSchema } from '../webhook/payload.ts'
import { takeEvents, takeNews } from './events.ts'
import { subscribe } from './subscribe.ts'
import { watchEvents } from './watch-events.ts'

test('an endpoint gets the events that it asked for, from then on, each once, whoever looks', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  const { store, projectId, ref, jobs } = sender
  const other = await createProject(store.db, { name: 'Other' })
  const ready = async (project: string, subject: string) =>
    addEvent(store.db, { projectId: project, type: 'article.ready', subject, payload: { title: subject } })
  await ready(projectId, 'too early')
  await subscribe(sender, ref, ['article.ready', 'connection.changed', 'publication.changed'])
  await ready(projectId, 'a1')
  await ready(other.id, 'of another project')
  await addEvent(store.db, { projectId, type: 'member.changed', subject: 'u1', payload: {} })
  await addEvent(store.db, { projectId, type: 'connection.changed', subject: ref.id, payload: {} })
  await addEvent(store.db, { projectId, type: 'publication.changed', subject: 'p', payload: { connection: ref.id } })
  for (let i = 0; i < 250; i++) await ready(projectId, `b${i}`)
  await Promise.all([takeEvents(sender, jobs), takeEvents(sender, jobs), takeEvents(sender, jobs)])
  await takeEvents(sender, jobs)
  const kept = await sender.list()
  expect(kept.map(({ type }) => type)).toEqual(Array(251).fill('article.ready'))
  expect(new Set(kept.map(({ subject }) => subject)).size).toBe(251)
  await store.pool.query(`delete from deliveries where subject <> 'event:a1'`)
  await sender.drain()
  expect(receiver.received.map(({ event }) => deliveredSchema.parse(event).data)).toMatchObject([
    { project: { id: projectId, name: 'Test' }, event: { subject: 'a1', payload: { title: 'a1' } } },
  ])
})

test('an event is made a delivery when it happens, and what an endpoint does not want writes nothing', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  const { store, projectId, ref, jobs } = sender
  await subscribe(sender, ref, ['article.ready'])
  const { cursor } = await readWebhookEndpoint(store.db, ref.id)
  await addEvent(store.db, { projectId, type: 'connection.renamed', subject: 'c1', payload: {} })
  await takeNews(sender, jobs)
  expect((await readWebhookEndpoint(store.db, ref.id)).cursor).toBe(cursor)
  const watching = await watchEvents(sender, jobs, 1)
  onTestFinished(() => watching.close())
  await addEvent(store.db, { projectId, type: 'article.ready', subject: 'a1', payload: {} })
  await expect.poll(async () => (await sender.list()).length, { timeout: 10_000 }).toBe(1)
  expect((await readWebhookEndpoint(store.db, ref.id)).cursor).toBeGreaterThan(cursor)
})

test('the publishing of an article does not wait for news of it that the receiver cannot take', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  const { store, projectId, ref, jobs } = sender
  receiver.answer((response, { event }) => response.writeHead(event.type === 'article.ready' ? 500 : 204).end())
  await subscribe(sender, ref, ['article.ready'])
  await addEvent(store.db, { projectId, type: 'article.ready', subject: 'a1', payload: {} })
  await takeEvents(sender, jobs)
  await sender.drain()
  await sender.happen('a1', 1)
  await sender.drain()
  expect((await sender.list()).map(({ type, state }) => [type, state])).toEqual([
    ['article.ready', 'waiting'],
    ['thing.changed', 'delivered'],
  ])
})

test('an endpoint that wants nothing more gets nothing more', async () => {
  const receiver = await startReceiver()
  const sender = await useSender(receiver)
  const { store, projectId, ref, jobs } = sender
  await subscribe(sender, ref, ['article.ready'])
  await subscribe(sender, ref, [])
  await addEvent(store.db, { projectId, type: 'article.ready', subject: 'a1', payload: {} })
  await takeEvents(sender, jobs)
  expect(await sender.list()).toEqual([])
  // Asked for again later, what happened in between stays untold.
  await subscribe(sender, ref, ['article.ready'])
  await takeEvents(sender, jobs)
  expect(await sender.list()).toEqual([])
})
