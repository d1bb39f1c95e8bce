import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Jobs } from '../../src/jobs/jobs.ts'
import { makePicture } from '../publishing/picture.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { callAsOwner, type OwnerClient, startWorkers } from './workers.ts'

let hub: TestHub
let site: Site
let jobs: Jobs
let client: OwnerClient
beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  site = await wordpress()
  jobs = await startWorkers(hub)
  client = callAsOwner(hub, jobs)
  const { username, applicationPassword: password } = site.users.editor
  await client.connections.connect({ input: { address: site.url, username, password }, name: 'Blog' })
})
afterAll(async () => {
  await jobs.stop(5)
  await hub.close()
})

const images = { 'p.png': makePicture(901).toString('base64') }

async function publish(path: string, text: string, options = {}): Promise<{ id: string; article: string }> {
  const { files } = await client.articles.import({ source: 'conflicts', files: [{ path, text, images }] })
  const articles = files.flatMap((one) => one.article?.id ?? [])
  await client.publications.publish({ articles, connections: ['Blog'], options })
  return landed(articles[0] ?? '')
}

/** The only publication of an article, when nothing of it is under way. */
async function landed(article: string): Promise<{ id: string; article: string }> {
  for (;;) {
    const { items } = await client.publications.list({ article })
    const [row] = items
    if (row !== undefined && !['planned', 'sending', 'unknown'].includes(row.state)) return { id: row.id, article }
    await sleep(50)
  }
}

const file = (title: string, second: string): string =>
  `---\ntitle: ${title}\nstatus: publish\n---\n\nFirst.\n\n![A picture](p.png)\n\n${second}\n`

/** Somebody changes a paragraph and the title on the site; gives the conflict with the next version of ours. */
async function provoke(name: string): Promise<{ id: string; article: string; remoteId: number }> {
  const { id } = await publish(`${name}.md`, file(name, 'Second.'))
  const { remoteId } = await client.publications.get({ publication: id })
  await site.php(`$post = get_post(${remoteId}); return wp_update_post(wp_slash(['ID' => ${remoteId}, 'post_title' => 'Theirs ${name}',
    'post_content' => str_replace('First.', 'First of theirs.', $post->post_content)]));`)
  const { article } = await publish(`${name}.md`, file(name, 'Second of ours.'))
  expect(await client.publications.get({ publication: id })).toMatchObject({ state: 'conflict' })
  return { id, article, remoteId: Number(remoteId) }
}

const stored = async (id: number): Promise<unknown> => site.php(`return get_post(${id})->post_content;`)

test('a conflict shows what they changed and what we want, each against what was sent last', async () => {
  const { id } = await provoke('shown')
  const conflict = await client.publications.conflict({ publication: id })
  expect(conflict.knowsBase).toBe(true)
  expect(conflict.fields).toEqual([
    { field: 'title', changed: 'theirs', base: 'shown', theirs: 'Theirs shown', ours: 'shown' },
  ])
  const changed = (lines: string[]): string[] => lines.filter((line) => /^[+-]/.test(line))
  expect(changed(conflict.contentTheirs.lines)).toEqual(['-<p>First.</p>', '+<p>First of theirs.</p>'])
  expect(changed(conflict.contentOurs.lines)).toEqual(['-<p>Second.</p>', '+<p>Second of ours.</p>'])
})

test('theirs becomes a new version of the article, with our own images, and the next change is ours again', async () => {
  const { id, article, remoteId } = await provoke('theirs')
  const { modified } = await client.publications.conflict({ publication: id })
  await expect(
    client.publications.resolve({ publication: id, keep: 'theirs', seen: '2001-01-01T00:00:00' }),
  ).rejects.toMatchObject({ code: 'conflict' })
  const before = await stored(remoteId)
  const { publication, adopted } = await client.publications.resolve({
    publication: id,
    keep: 'theirs',
    seen: modified,
  })
  expect(adopted).toBe(3)
  expect(publication).toMatchObject({ state: 'live', version: 3, error: null })
  const { content } = await client.articles.get({ article })
  expect(content).toMatchObject({ title: 'Theirs theirs' })
  expect(content?.body.text).toContain('First of theirs.')
  expect(content?.body.text).toContain('](p.png)')
  expect(await stored(remoteId)).toBe(before)
  const again = await client.publications.publish({ articles: [article], connections: ['Blog'] })
  expect(again.publications).toMatchObject([{ state: 'live', result: 'unchanged' }])
  await publish('theirs.md', file('theirs', 'Third.'))
  expect(await client.publications.get({ publication: id })).toMatchObject({ state: 'live', result: 'updated' })
  expect(await stored(remoteId)).toContain('<p>Third.</p>')
})

test('ours is written over theirs, each time that it is said', async () => {
  const { id, article, remoteId } = await provoke('ours')
  await client.publications.resolve({ publication: id, keep: 'ours' })
  await landed(article)
  expect(await client.publications.get({ publication: id })).toMatchObject({ state: 'live', result: 'updated' })
  expect(await stored(remoteId)).toContain('<p>Second of ours.</p>')
  await site.php(`return wp_update_post(['ID' => ${remoteId}, 'post_title' => 'Again theirs']);`)
  await publish('ours.md', file('ours', 'Second of ours.'), { overwrite: true })
  expect(await site.php(`return get_post(${remoteId})->post_title;`)).toBe('ours')
})

test('what is left stays as it is on both sides, and there is no conflict to look at any more', async () => {
  const { id, remoteId } = await provoke('left')
  const { publication } = await client.publications.resolve({ publication: id, keep: 'leave' })
  expect(publication).toMatchObject({ state: 'live', version: 1, error: null })
  expect(await stored(remoteId)).toContain('First of theirs.')
  await expect(client.publications.conflict({ publication: id })).rejects.toMatchObject({ code: 'bad_input' })
})

test('a scheduled post whose words are taken, and one that is imported, are looked at when their time has come', async () => {
  const date = '2036-05-01T10:00:00Z'
  const later = (text: string): string => `---\ntitle: Later\nstatus: future\ndate: ${date}\n---\n\n${text}\n`
  const { id } = await publish('later.md', later('One.'))
  const { remoteId } = await client.publications.get({ publication: id })
  await site.php(`return wp_update_post(['ID' => ${remoteId}, 'post_title' => 'Theirs']);`)
  await publish('later.md', later('Two.'))
  const { publication } = await client.publications.resolve({ publication: id, keep: 'theirs' })
  expect(publication).toMatchObject({ state: 'scheduled', error: null })
  const theirs = await site.php(`return wp_insert_post(['post_title' => 'Imported', 'post_status' => 'future',
    'post_content' => 'Text.', 'post_date_gmt' => '2036-05-01 10:00:00', 'post_date' => get_date_from_gmt('2036-05-01 10:00:00')]);`)
  const { posts } = await client.articles.importFromSite({ connection: 'Blog', ids: [Number(theirs)] })
  expect(posts).toMatchObject([{ change: 'new', error: null }])
  const { rows } = await hub.hub.store.pool.query<{ remote_date: Date; wake_at: Date }>(
    "select remote_date, wake_at from publications where state = 'scheduled'",
  )
  expect(rows.map((row) => row.remote_date)).toEqual([new Date(date), new Date(date)])
  for (const row of rows) expect(row.wake_at.getTime()).toBeGreaterThan(Date.parse(date))
})
