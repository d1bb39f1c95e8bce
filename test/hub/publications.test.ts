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

const article = (title: string, text = 'Text.') => `---\ntitle: ${title}\nstatus: publish\n---\n\n${text}\n`

test('files become articles, are previewed without a write, published by a worker, and unchanged the second time', async () => {
  const images = { 'p.png': makePicture(501).toString('base64') }
  const files = [
    { path: 'one.md', text: article('One', '![A picture](p.png)'), images },
    { path: 'two.md', text: article('Two') },
    { path: 'bad.md', text: article('Bad', '![Nowhere](nowhere.png)') },
  ]
  const imported = await client.articles.import({ source: 'blog', files })
  expect(imported.files.map(({ change, error }) => [change, error?.code ?? null])).toEqual([
    ['new', null],
    ['new', null],
    ['failed', 'asset_missing'],
  ])
  const articles = imported.files.flatMap((one) => one.article?.id ?? [])
  await site.clearLog()
  const { previews } = await client.publications.preview({ articles, connections: ['blog'] })
  expect(previews.map(({ result, status, requests }) => [result, status, requests])).toEqual([
    ['create', 'publish', 3],
    ['create', 'publish', 1],
  ])
  expect((await site.log()).filter(({ method }) => method !== 'GET')).toEqual([])

  // An article that is named twice is wanted once.
  await client.publications.publish({ articles: [...articles, ...articles], connections: ['Blog'] })
  const done = await ended()
  expect(done.map(({ state, result, error }) => [state, result, error])).toEqual([
    ['live', 'created', null],
    ['live', 'created', null],
  ])
  const { items: events } = await client.events.list({ types: ['publication.changed'] })
  expect(events.map(({ payload }) => payload.state)).toEqual(['live', 'live'])

  const again = await client.articles.import({ source: 'blog', files: files.slice(0, 2) })
  expect(again.files.map(({ change }) => change)).toEqual(['unchanged', 'unchanged'])
  await site.clearLog()
  const { publications } = await client.publications.publish({ articles, connections: ['Blog'] })
  expect(publications.map(({ state, result }) => [state, result])).toEqual([
    ['live', 'unchanged'],
    ['live', 'unchanged'],
  ])
  await sleep(1000)
  expect(await site.log()).toEqual([])
  expect(
    (await client.publications.preview({ articles, connections: ['Blog'] })).previews.map(({ requests }) => requests),
  ).toEqual([0, 0])
})

test('a file that was moved is the same article, and its post stays the same', async () => {
  const [before] = (
    await client.articles.import({ source: 'moving', files: [{ path: 'old.md', text: article('Moved') }] })
  ).files
  const [after] = (
    await client.articles.import({ source: 'moving', files: [{ path: 'new/place.md', text: article('Moved') }] })
  ).files
  expect(after).toMatchObject({
    change: 'renamed',
    article: { id: before?.article?.id, path: 'new/place.md', version: 1 },
  })
  const [copy] = (
    await client.articles.import({
      source: 'moving',
      files: [
        { path: 'new/place.md', text: article('Moved') },
        { path: 'copy.md', text: article('Moved') },
      ],
    })
  ).files.slice(1)
  expect(copy).toMatchObject({ change: 'new' })
  // In calls of their own, as those of a large folder are.
  const calls = ['one.md', 'two.md', 'one.md', 'two.md'].map((path) => ({
    ...{ source: 'alike', along: ['one.md', 'two.md'], files: [{ path, text: article('Alike') }] },
  }))
  const changes: unknown[] = []
  for (const call of calls) for (const { change } of (await client.articles.import(call)).files) changes.push(change)
  expect(changes).toEqual(['new', 'new', 'unchanged', 'unchanged'])
})

test('a project says how it wants articles, a connection over it, and an article over both', async () => {
  const options = { status: 'publish', author: 'editor', format: 'html' } as const
  await client.publications.configureProject({ options })
  await client.publications.configure({
    connection: 'Blog',
    options: { status: 'draft', categories: ['Inbox'], strict: true },
  })
  const { files } = await client.articles.import({
    source: 'options',
    files: [{ path: 'a.md', text: article('Optional') }],
  })
  const articles = files.flatMap((one) => one.article?.id ?? [])
  await client.publications.publish({ articles, connections: ['Blog'], options: { categories: ['Outbox'] } })
  const [row] = (await ended()).filter(({ article: id }) => articles.includes(id))
  expect(row).toMatchObject({ state: 'draft', status: 'draft' })
  // What one publication does not say takes nothing from what its connection says.
  const { db } = hub.hub.store
  const kept = await db
    .selectFrom('publications')
    .select('options')
    .where('id', '=', row?.id ?? '')
    .execute()
  expect(kept).toMatchObject([
    { options: { author: 'editor', status: 'draft', strict: true, format: 'html', categories: ['Outbox'] } },
  ])
  expect(await site.php(`return wp_get_post_categories(${row?.remoteId}, ['fields' => 'names']);`)).toEqual(['Outbox'])
  await client.publications.publish({ articles, connections: ['Blog'], action: 'delete' })
  expect((await ended()).find(({ article: id }) => articles.includes(id))).toMatchObject({
    state: 'gone',
    result: 'removed',
  })
  expect(await client.publications.projectDefaults({})).toEqual({ options })
  await client.publications.configureProject({ options: {} })
})

test('a plan tells what an update would change in what is there, by the names that people know', async () => {
  const write = async (text: string) => {
    const { files } = await client.articles.import({ source: 'plan', files: [{ path: 'p.md', text }] })
    notes.push(...files.flatMap((one) => one.notes))
    return files.flatMap((one) => one.article?.id ?? [])
  }
  const notes: string[] = []
  await client.publications.configure({ connection: 'Blog', options: {} })
  const articles = await write('---\ntitle: Planned\nexcerpt: Short\ncategories: [Tea]\n---\n\nBefore.\n\nStays.\n')
  await client.publications.publish({ articles, connections: ['Blog'], options: { status: 'publish' } })
  const [row] = (await ended()).filter(({ article: id }) => articles.includes(id))
  await site.php(`wp_set_post_categories(${row?.remoteId}, [get_option('default_category')], true); return null;`)
  await write('---\ntitle: Planned anew\ncategories: [Tea]\n---\n\nAfter.\n\nStays.\n\n[Paper](paper.pdf)\n')
  expect(notes).toEqual(['paper.pdf is a file of this machine and was not uploaded.'])
  const wish = { articles, connections: ['Blog'] }
  const [planned] = (await client.publications.preview(wish)).previews
  expect(planned).toMatchObject({ result: 'update', changes: null, dropped: [{ field: 'files.paper.pdf' }] })
  expect(planned?.steps).toContain('change it, and take away excerpt')
  expect(planned?.notes).toMatchObject([{ code: 'taken_away', what: 'excerpt' }])
  const [told] = (await client.publications.preview({ ...wish, changes: true })).previews
  expect(told?.changes?.fields).toEqual([
    { field: 'title', there: 'Planned', wanted: 'Planned anew' },
    { field: 'categories', there: 'Tea, Uncategorized', wanted: 'Tea' },
  ])
  expect(told?.changes?.content.lines).toEqual(expect.arrayContaining(['-<p>Before.</p>', '+<p>After.</p>']))
  expect(told?.unseen).toBeNull()
  const { username, applicationPassword: password } = site.users.author
  await client.connections.connect({ input: { address: site.url, username, password }, name: 'By an author' })
  const [other] = await write('---\ntitle: Planned anew\ncategories: [Coffee]\n---\n\nAfter.\n')
  const plan = await client.publications.preview({ articles: [other ?? ''], connections: ['By an author'] })
  expect(plan.previews[0]?.steps).toContain('leave out "Coffee" where it is missing: this user may not make it')
  const many = { articles: Array(500).fill(other), connections: Array(500).fill('Blog') }
  await expect(client.publications.publish(many)).rejects.toMatchObject({ code: 'bad_input' })
})

test('who steers says which: by article, connection or group, and never all by saying nothing', async () => {
  const { files } = await client.articles.import({
    source: 'steer',
    files: [{ path: 's.md', text: article('Steered') }],
  })
  const articles = files.flatMap((one) => one.article?.id ?? [])
  await expect(client.publications.pause({})).rejects.toMatchObject({ code: 'bad_input' })
  await expect(client.publications.cancel({ groups: ['nobody'] })).rejects.toMatchObject({ code: 'not_found' })
  await client.publications.configure({ connection: 'Blog', options: {} })
  await client.publications.publish({ articles, connections: ['Blog'] })
  await ended()
  expect(await client.publications.pause({ articles })).toEqual({ changed: 0, pending: 0 })
  const wish = { articles, connections: ['blog'], action: 'unpublish' as const }
  const { changes } = await client.publications.change({ ...wish, dryRun: true })
  expect(changes.map(({ does, publication }) => [does, publication.state])).toEqual([['unpublish', 'live']])
  await client.publications.change(wish)
  const [row] = (await ended()).filter(({ article: id }) => articles.includes(id))
  expect(row).toMatchObject({ state: 'draft', status: 'draft', action: 'unpublish' })
  expect((await client.publications.change(wish)).changes.map(({ does, why }) => [does, why])).toEqual([
    [null, 'it is draft already'],
  ])
  expect(await client.publications.retry({ all: true })).toEqual({ changed: 0 })
})

async function ended() {
  for (;;) {
    const { items } = await client.publications.list({})
    if (items.every(({ state }) => !['planned', 'sending', 'unknown'].includes(state))) return items
    await sleep(100)
  }
}

test('the calendar has what is scheduled and public, and another time is given to the site', async () => {
  const day = 24 * 3_600_000
  const now = Math.floor(Date.now() / 1000) * 1000
  const at = (days: number) => new Date(now + days * day)
  const { files } = await client.articles.import({
    source: 'calendar',
    files: [{ path: 'c.md', text: article('Later') }],
  })
  const articles = files.flatMap((one) => one.article?.id ?? [])
  const date = { kind: 'instant', utc: at(2).toISOString() } as const
  const wish = { articles, connections: ['Blog'], options: { status: 'future' as const, date } }
  const { publications } = await client.publications.publish(wish)
  const [publication = ''] = publications.map(({ id }) => id)
  const read = async () => client.publications.get({ publication })
  await expect.poll(async () => (await read()).state).toBe('scheduled')
  const listed = async () => {
    const range = { from: at(-1).toISOString(), to: at(30).toISOString() }
    const { items } = await client.publications.calendar(range)
    return items.filter(({ id }) => id === publication).map((entry) => [entry.state, entry.at, entry.article.title])
  }
  expect(await listed()).toEqual([['scheduled', at(2).toISOString(), 'Later']])
  const there = async () => {
    const { remoteId } = await read()
    return site.php(`$p = get_post(${remoteId}); return [$p->post_status, $p->post_date_gmt, $p->post_title];`)
  }
  const spelled = (when: Date) => when.toISOString().slice(0, 19).replace('T', ' ')
  await client.publications.reschedule({ publication, at: at(5).toISOString() })
  await expect.poll(listed).toEqual([['scheduled', at(5).toISOString(), 'Later']])
  expect(await there()).toEqual(['future', spelled(at(5)), 'Later'])
  await client.publications.reschedule({ publication, at: at(-0.5).toISOString() })
  await expect.poll(async () => (await read()).state).toBe('live')
  expect(await there()).toEqual(['publish', spelled(at(-0.5)), 'Later'])
  await expect(client.publications.calendar({ from: at(0).toISOString(), to: at(200).toISOString() })).rejects.toThrow(
    '100 days',
  )
})
