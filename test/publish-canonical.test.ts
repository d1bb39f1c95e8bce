import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Jobs } from '../src/jobs/jobs.ts'
import { sweepQueue } from '../src/publishing/queue.ts'
import { openTestHub, type TestHub } from './hub/in-process.ts'
import { callAsOwner, type OwnerClient, startWorkers } from './hub/workers.ts'
import { type Site, wordpress } from './wordpress/site.ts'

let hub: TestHub
let blog: Site
let mirror: Site
let jobs: Jobs
let client: OwnerClient
beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  blog = await wordpress()
  mirror = await wordpress({ quirks: ['yoast', 'seo-open'] })
  // Without the sweep of each minute, which would come to everything in the end.
  jobs = await startWorkers(hub, [sweepQueue])
  client = callAsOwner(hub, jobs)
  for (const [name, site] of Object.entries({ Blog: blog, Mirror: mirror })) {
    const { username, applicationPassword: password } = site.users.editor
    await client.connections.connect({ input: { address: site.url, username, password }, name })
  }
})
afterAll(async () => {
  await jobs.stop(5)
  await hub.close()
})

async function write(title: string): Promise<string[]> {
  const text = `---\ntitle: ${title}\nstatus: publish\n---\n\nText.\n`
  const { files } = await client.articles.import({ source: 'canonical', files: [{ path: `${title}.md`, text }] })
  return files.flatMap((one) => one.article?.id ?? [])
}

async function stateOf(article: string | undefined, connection: string) {
  return (await client.publications.list({ article, connection })).items[0]
}

async function until(article: string | undefined, connection: string, is: (state: string, code: unknown) => boolean) {
  for (;;) {
    const row = await stateOf(article, connection)
    if (row !== undefined && is(row.state, row.error?.code)) return row
    await sleep(100)
  }
}

const canonicalAt = async (site: Site, id: unknown): Promise<unknown> =>
  site.php(`return get_post_meta(${Number(id)}, '_yoast_wpseo_canonical', true);`)

test('the others fail while the original rests as a draft, go on when it is live, and name its address as canonical', async () => {
  const articles = await write('Original')
  const [article] = articles
  const wish = { articles, connections: ['Mirror'], options: {} }
  await client.publications.publish({ ...wish, original: 'Blog' })
  expect(await until(article, 'Mirror', (state) => state === 'failed')).toMatchObject({ error: { code: 'bad_input' } })

  await client.publications.publish({ articles, connections: ['Blog'], options: { status: 'draft' } })
  await until(article, 'Blog', (state) => state === 'draft')
  await client.publications.publish({ ...wish, original: 'Blog' })
  expect(await until(article, 'Mirror', (state) => state === 'failed')).toMatchObject({
    error: { code: 'original_not_live', message: 'Its original is not public, but draft' },
  })

  await client.publications.publish({ articles, connections: ['Blog'] })
  const original = await until(article, 'Blog', (state) => state === 'live')
  const copy = await until(article, 'Mirror', (state) => state === 'live')
  expect(await canonicalAt(mirror, copy.remoteId)).toBe(original.url)
  expect(await canonicalAt(blog, original.remoteId)).toBe('')
  const again = await client.publications.publish({ ...wish, connections: ['Blog', 'Mirror'], original: 'Blog' })
  expect(again.publications.map(({ connection, result }) => [connection === copy.connection, result])).toContainEqual([
    true,
    'unchanged',
  ])
  const { previews } = await client.publications.preview({
    ...wish,
    options: { canonical: { connection: original.connection } },
  })
  expect(previews).toMatchObject([{ result: 'unchanged', requests: 0 }])
  const plan = await client.publications.preview({ ...wish, connections: ['Blog', 'Mirror'], original: 'Blog' })
  expect(plan.previews.find(({ connection }) => connection === copy.connection)).toMatchObject({ result: 'unchanged' })
})

test('a site without a plugin for search engines is told to drop it', async () => {
  const articles = await write('Other way')
  const wish = { articles, connections: ['Blog', 'Mirror'], original: 'Mirror' }
  const { previews } = await client.publications.preview(wish)
  expect(previews.flatMap(({ dropped }) => dropped.map(({ field }) => field))).toEqual(['seo.canonical'])
  await client.publications.publish(wish)
  await until(articles[0], 'Mirror', (state) => state === 'live')
  const copy = await until(articles[0], 'Blog', (state) => state === 'live')
  expect(copy.receipt?.dropped).toMatchObject([{ field: 'seo.canonical' }])
})

test('what is wanted on a connection that is paused says why it waits, and goes on when that is resumed', async () => {
  const articles = await write('Waiting')
  await client.connections.pause({ connection: 'Blog' })
  await client.publications.publish({ articles, connections: ['Blog', 'Mirror'], original: 'Blog' })
  const row = await until(articles[0], 'Blog', (state, code) => state === 'planned' && code === 'connection_paused')
  expect(row.error?.fix).toBe('Resume it first.')
  await until(articles[0], 'Mirror', (state, code) => state === 'planned' && code === 'waits_for_original')
  await client.connections.resume({ connection: 'Blog' })
  expect(await until(articles[0], 'Blog', (state) => state === 'live')).toMatchObject({ error: null })
  await until(articles[0], 'Mirror', (state) => state === 'live')
})
