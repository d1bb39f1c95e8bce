import { expect, test } from 'vitest'
import { makePicture } from '../../../test/publishing/picture.ts'
import { useWebhookDesk } from '../../../test/publishing/webhook-desk.ts'
import { startReceiver } from '../../../test/webhook/receiver.ts'
import { cancelPublications, pausePublications, resumePublications } from '../../store/publication-holds.ts'
import { payloadSchema } from '../../webhook/payload.ts'
import { previewArticle } from '../preview-article.ts'

const tea = `---
title: Green tea
slug: green-tea
status: publish
categories: [Drinks > Tea]
tags: [green]
focusKeyword: tea
---
Take *young* leaves ([more](https://example.com/leaves)).

![A cup](https://example.com/cup.png)
`

test('an article is an event in the documented format, and what the receiver made of it is the publication', async () => {
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  receiver.answer((response) => response.end('{"id": 17, "url": "https://tea.example/green-tea", "x": "\\u0000"}'))
  const article = await desk.write('tea.md', tea)
  await desk.want([article])
  const [publication] = await desk.run()
  expect(publication).toMatchObject({
    state: 'live',
    result: 'created',
    remoteRef: '17',
    remoteUrl: 'https://tea.example/green-tea',
    requests: 1,
    receipt: { dropped: [], answer: { status: 200 } },
  })
  expect(receiver.received).toHaveLength(1)
  const payload = payloadSchema.parse(receiver.received[0]?.event)
  expect(payload).toMatchObject({
    type: 'article.published',
    data: {
      project: { id: desk.projectId, name: 'Test' },
      article: {
        id: article.id,
        slug: 'green-tea',
        status: 'publish',
        title: 'Green tea',
        images: [{ src: 'https://example.com/cup.png', alt: 'A cup', data: null }],
        links: [{ href: 'https://example.com/leaves', text: 'more' }],
        categories: ['Drinks > Tea'],
        tags: ['green'],
      },
    },
  })
  expect(payload.data.article.html).toContain('<em>young</em>')
})

test('published, unchanged, changed, taken away and published again are told as what they are', async () => {
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  const article = await desk.write('tea.md', tea)
  for (let i = 0; i < 2; i++) {
    await desk.want([article])
    await desk.run()
  }
  const changed = await desk.write('tea.md', tea.replace('young', 'old'))
  await desk.want([changed])
  expect(await desk.run()).toMatchObject([{ state: 'live', result: 'updated' }])
  await desk.want([changed], {}, 'unpublish')
  expect(await desk.run()).toMatchObject([{ state: 'draft', result: 'removed' }])
  await desk.want([changed])
  expect(await desk.run()).toMatchObject([{ state: 'live', result: 'created' }])
  await desk.want([changed], {}, 'delete')
  expect(await desk.run()).toMatchObject([{ state: 'gone', result: 'removed' }])
  expect(receiver.received.map(({ event }) => event.type)).toEqual([
    'article.published',
    'article.updated',
    'article.removed',
    'article.published',
    'article.removed',
  ])
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(5)
})

test('a receiver that fails is asked again under the same id, and a newer version waits for the older', async () => {
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  receiver.answer(503)
  await desk.want([await desk.write('tea.md', tea)])
  expect(await desk.run()).toMatchObject([{ state: 'planned', error: { code: 'webhook_failed' } }])
  await desk.want([await desk.write('tea.md', tea.replace('young', 'old'))])
  expect(await desk.run()).toMatchObject([{ state: 'planned' }])
  expect(receiver.received).toHaveLength(1)
  receiver.answer(200)
  await desk.hurry()
  expect(await desk.run()).toMatchObject([{ state: 'live', error: null }])
  expect(receiver.received.map(({ event }) => event.type)).toEqual([
    'article.published',
    'article.published',
    'article.updated',
  ])
  expect(receiver.received[1]?.id).toBe(receiver.received[0]?.id)
  expect(receiver.received[2]?.event.data.article?.markdown).toContain('old')
})

test('what the receiver refuses is failed, and is the same event when somebody asks for it again', async () => {
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  receiver.answer((response) => response.writeHead(422).end('title is too plain'))
  const article = await desk.write('tea.md', tea)
  await desk.want([article])
  expect(await desk.run()).toMatchObject([
    { state: 'failed', error: { code: 'webhook_refused', message: 'The receiver refused it (422)' } },
  ])
  receiver.answer(200)
  await desk.want([article])
  expect(await desk.run()).toMatchObject([{ state: 'live', result: 'created' }])
  expect(receiver.received).toHaveLength(2)
  expect(receiver.received[1]?.id).toBe(receiver.received[0]?.id)
})

test('a refused delivery that is sent again by hand and taken makes its publication live', async () => {
  const { redeliver } = await import('../../deliveries/repeat.ts')
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  receiver.answer(400)
  await desk.want([await desk.write('tea.md', tea)])
  expect(await desk.run()).toMatchObject([{ state: 'failed' }])
  receiver.answer(200)
  const [delivery] = await desk.sender.list()
  await redeliver(desk.sender, desk.sender.jobs, desk.connection.id, delivery?.id ?? '')
  await desk.sender.drain()
  expect(await desk.run()).toMatchObject([{ state: 'live', error: null }])
  expect(receiver.received).toHaveLength(2)
})

test('a process that died between the delivery and the row goes on with that delivery, and sends nothing twice', async () => {
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  await desk.want([await desk.write('tea.md', tea)])
  await desk.run()
  // As it was before the row was written.
  await desk.sender.store.pool.query(`update deliveries set taken_up = false`)
  await desk.sender.store.pool.query(
    `update publications set state = 'sending', done_hash = null, lease_until = now() - interval '1 s'`,
  )
  expect(await desk.run()).toMatchObject([{ state: 'live', result: 'created' }])
  expect(receiver.received).toHaveLength(1)
})

test('images of the writer come within the event; what is too large is left out and told', async () => {
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  const small = makePicture(1)
  const pictures = new Map([
    ['small.png', small],
    ['large.png', Buffer.alloc(1_100_000, 1)],
  ])
  await desk.want([await desk.write('tea.md', `${tea}\n![](small.png)\n\n![](large.png)\n`, pictures)])
  const [publication] = await desk.run()
  expect(publication).toMatchObject({ state: 'live', receipt: { dropped: [{ field: 'images.large.png' }] } })
  expect(payloadSchema.parse(receiver.received[0]?.event).data.article.images).toMatchObject([
    { src: 'https://example.com/cup.png', data: null },
    { src: 'small.png', data: `data:image/png;base64,${small.toString('base64')}` },
    { src: 'large.png', data: null },
  ])
})

test('a receiver that gives every article one id, or a hostile address, does no harm', async () => {
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  receiver.answer((response) => response.end('{"id": "same\\u202e", "url": "javascript:alert(1)"}'))
  await desk.want([await desk.write('a.md', tea), await desk.write('b.md', tea.replace('Green', 'Black'))])
  const publications = await desk.run()
  expect(publications).toMatchObject([
    { state: 'live', remoteUrl: null },
    { state: 'live', remoteUrl: null },
  ])
  const refs = publications.map(({ remoteRef }) => remoteRef).sort()
  expect(refs).toContain('same')
  expect(refs.find((ref) => ref !== 'same')).toMatch(/^art_/)
})

test('what waits for its next try is paused with its publication, tried at once on demand, and not taken back', async () => {
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  const { store, projectId } = desk.sender
  receiver.answer(503)
  await desk.want([await desk.write('tea.md', tea)])
  await desk.run()
  expect(await cancelPublications(store.db, { projectId })).toMatchObject({ changed: 0 })
  expect(await pausePublications(store.db, { projectId })).toMatchObject({ changed: 1 })
  desk.sender.later(24 * 3_600_000)
  expect(await desk.sender.drain()).toBeNull()
  expect(receiver.received).toHaveLength(1)
  receiver.answer(200)
  await resumePublications(store.db, { projectId })
  expect(await desk.run()).toMatchObject([{ state: 'live', result: 'created', error: null }])
  expect(receiver.received).toHaveLength(2)
})

test('what was never tried is dropped when it is taken back, or wished otherwise', async () => {
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  const { store, projectId } = desk.sender
  const hold = (until: string | null) =>
    store.pool.query(
      `insert into webhook_endpoints (connection_id, held_until) values ($1, $2)
       on conflict (connection_id) do update set held_until = excluded.held_until`,
      [desk.connection.id, until],
    )
  await hold('2999-01-01')
  await desk.want([await desk.write('tea.md', tea)])
  await desk.run()
  await desk.want([await desk.write('tea.md', tea.replace('young', 'old'))])
  await desk.run()
  expect(await cancelPublications(store.db, { projectId })).toMatchObject({ changed: 1 })
  await hold(null)
  await desk.hurry()
  expect(await desk.sender.drain()).toBeNull()
  expect(await desk.run()).toMatchObject([{ state: 'cancelled' }])
  expect(receiver.received).toHaveLength(0)
  await desk.want([await desk.write('tea.md', tea.replace('young', 'fresh'))])
  expect(await desk.run()).toMatchObject([{ state: 'live', result: 'created' }])
  expect(receiver.received.map(({ event }) => event.type)).toEqual(['article.published'])
})

test('a preview says what would be sent, and sends nothing', async () => {
  const receiver = await startReceiver()
  const desk = await useWebhookDesk(receiver)
  const article = await desk.write('tea.md', tea)
  const preview = () => previewArticle(desk.sender, desk.connection, article, {})
  const step = { type: 'event', status: 'publish', requests: 1 }
  expect(await preview()).toMatchObject({ ...step, result: 'create', steps: ['send article.published'] })
  await desk.want([article])
  await desk.run()
  expect(await preview()).toMatchObject({ result: 'unchanged', requests: 0 })
  const next = await desk.write('tea.md', tea.replace('young', 'old'))
  expect(await previewArticle(desk.sender, desk.connection, next, {})).toMatchObject({
    ...step,
    result: 'update',
    steps: ['send article.updated'],
  })
  expect(receiver.received).toHaveLength(1)
})
