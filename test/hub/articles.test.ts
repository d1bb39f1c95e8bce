import { basename } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../src/operations/actor.ts'
import { operations } from '../../src/operations/table.ts'
import { makePicture } from '../publishing/picture.ts'
import { call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addKey, addProject, addUser } from './people.ts'

type Client = RouterClient<typeof operations>

let hub: TestHub
let client: Client
let other: Client
let user: Awaited<ReturnType<typeof addUser>>
let project: Awaited<ReturnType<typeof addProject>>
beforeAll(async () => {
  hub = await openTestHub()
  project = await addProject(hub)
  user = await addUser(hub, { project, role: 'editor' })
  client = clientOf({ kind: 'user', id: user.id, email: user.email, admin: false })
  other = clientOf({ kind: 'local', name: 'ada' })
})
afterAll(async () => await hub?.close())

function clientOf(actor: Actor): Client {
  const { settings, http } = hub
  const context = { settings, http, actor, hub: async () => hub.hub, requestId: null, address: null }
  return createRouterClient(operations, { context })
}

const content = (title: string, text = 'Some **text**.') => ({ title, body: { format: 'markdown' as const, text } })

test('an article is written with everything that an article may say, and read as it was written', async () => {
  const said = {
    ...content('Everything'),
    slug: 'all-of-it',
    excerpt: 'Short',
    terms: { categories: ['News > Local'], tags: [] },
    author: 'ada',
    seo: { title: 'For engines', robots: ['noindex'] },
    fields: { zeta: 1, a: { b: [true, null] } },
    postType: 'page',
    status: 'future' as const,
    date: '2031-07-01 09:30 Europe/Paris',
    language: 'fr',
  }
  const made = await client.articles.create({ content: said })
  expect(made).toMatchObject({ title: 'Everything', version: 1, change: 'new', source: null, missingImages: [] })
  const { content: read } = await client.articles.get({ article: made.id })
  expect(read).toMatchObject({ ...said, date: { kind: 'instant', utc: '2031-07-01T07:30:00Z' } })

  // The database gives maps back in another order: what was read and saved again is nothing new.
  expect(await client.articles.save({ article: made.id, version: 1, content: read })).toMatchObject({
    version: 1,
    change: 'unchanged',
  })
  await expect(client.articles.create({ content: read })).rejects.toMatchObject({ code: 'already_exists' })
})

test('of two who edit the same version the second is told, and nothing is lost', async () => {
  const made = await client.articles.create({ content: content('Two editors') })
  const edit = { article: made.id, version: 1 }
  const first = await client.articles.save({ ...edit, content: content('First') })
  expect(first).toMatchObject({ version: 2, change: 'changed' })
  await expect(other.articles.save({ ...edit, project: project.id, content: content('Second') })).rejects.toMatchObject(
    { code: 'conflict', evidence: { edited: 1, newest: 2, by: `user:${user.id}` } },
  )
  // The first answer may have been lost.
  expect(await client.articles.save({ ...edit, content: content('First') })).toMatchObject({
    version: 2,
    change: 'unchanged',
  })
  const both = await Promise.allSettled(
    ['Third', 'Fourth'].map((title) => client.articles.save({ article: made.id, version: 2, content: content(title) })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('every version is kept with who and when, and an old one becomes the newest again', async () => {
  const made = await client.articles.create({ content: content('One') })
  await other.articles.save({ project: project.id, article: made.id, version: 1, content: content('Two') })
  expect(await client.articles.restore({ article: made.id, version: 1 })).toMatchObject({ title: 'One', version: 3 })
  const { items, next } = await client.articles.versions({ article: made.id, limit: 2 })
  expect(items).toMatchObject([
    { version: 3, title: 'One', via: 'restore', by: `user:${user.id}`, byName: user.name },
    { version: 2, title: 'Two', via: 'edit', by: 'local:ada', byName: null },
  ])
  const rest = await client.articles.versions({ article: made.id, limit: 2, cursor: next ?? '' })
  expect(rest).toMatchObject({ items: [{ version: 1, via: 'edit' }], next: null })
  expect(await client.articles.version({ article: made.id, version: 2 })).toMatchObject({
    content: { title: 'Two' },
    by: 'local:ada',
  })
  await expect(client.articles.version({ article: made.id, version: 9 })).rejects.toMatchObject({ code: 'not_found' })
  await expect(client.articles.restore({ article: made.id, version: 9 })).rejects.toMatchObject({ code: 'not_found' })
})

test('an image is uploaded, used, shown in the preview, and still known after it was taken out for a while', async () => {
  const bytes = makePicture(7)
  const image = await client.articles.uploadImage({ name: 'My Cat.PNG.png', bytes: bytes.toString('base64') })
  expect(image).toMatchObject({ type: 'image/png', bytes: bytes.length })
  expect(image.src).toMatch(/^images\/my-cat-png-[0-9a-f]{24}\.png$/)
  const text = `Look:\n\n![A cat](${image.src})\n\n![None](images/none.png)`
  const made = await client.articles.create({ content: content('Cat', text) })
  expect(made.missingImages).toEqual(['images/none.png'])
  expect((await client.articles.get({ article: made.id })).images).toEqual({ [image.src]: image.hash })
  const preview = await client.articles.preview({ body: { format: 'markdown', text } })
  expect(preview.html).toContain(`src="data:image/png;base64,${bytes.toString('base64')}"`)
  expect(preview.images.map(({ hash, shown }) => [hash, shown])).toEqual([
    [image.hash, true],
    [null, false],
  ])
  expect(preview.notes.map(({ code }) => code)).toContain('local_file')
  await expect(
    client.articles.uploadImage({ name: 'a.png', bytes: Buffer.from('<svg onload=alert(1)>').toString('base64') }),
  ).rejects.toMatchObject({ code: 'asset_invalid' })
})

test('an image and a document that came with a file are found again after an edit took them out', async () => {
  const images = { 'p.png': makePicture(8).toString('base64'), 'd.pdf': Buffer.from('%PDF-1.4\n').toString('base64') }
  const text = '![P](p.png) [D](d.pdf) [None](none.pdf)'
  const file = { path: 'a.md', text: `---\ntitle: A\n---\n${text}`, images }
  const [imported] = (await client.articles.import({ source: 'pictures', files: [file] })).files
  expect(imported?.notes).toEqual(['none.pdf is a file of this machine and was not uploaded.'])
  const article = imported?.article?.id ?? ''
  await client.articles.save({ article, version: 1, content: content('A', 'Without') })
  const back = await client.articles.save({ article, version: 2, content: content('A', text) })
  expect(back.missingImages).toEqual([])
  expect(Object.keys((await client.articles.get({ article })).images).sort()).toEqual(['d.pdf', 'p.png'])
})

test('a file that did not change leaves an edit alone, and one that changed is the newest version', async () => {
  const file = (text: string) => ({ path: 'b.md', text: `---\ntitle: B\n---\n${text}` })
  const put = async (text: string) =>
    (await client.articles.import({ source: 'edits', files: [file(text)] })).files[0] ?? { article: null }
  const { article } = await put('From the file')
  const id = article?.id ?? ''
  await client.articles.save({ article: id, version: 1, content: content('B', 'Edited here') })
  expect(await put('From the file')).toMatchObject({ change: 'unchanged', article: { version: 2 } })
  expect((await client.articles.get({ article: id })).content.body.text).toBe('Edited here')
  expect(await put('Changed in the file')).toMatchObject({ change: 'changed', article: { version: 3 } })
  expect(await put('From the file')).toMatchObject({ change: 'changed', article: { version: 4 } })
})

test('what a hostile body brings is not in the preview', async () => {
  const text =
    '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">a</a><iframe src="https://a.b"></iframe>'
  const { html, notes, isCut } = await client.articles.preview({ body: { format: 'html', text } })
  expect(isCut).toBe(false)
  expect(html).not.toMatch(/script|onerror|iframe/)
  expect(notes.map(({ sentence }) => sentence).join('\n')).toContain('<script> was taken out')
})

test('articles are searched by words, and sorted by title or by their newest change, page by page', async () => {
  const own = await addProject(hub)
  const mine = clientOf({ kind: 'local', name: 'ada' })
  const titles = ['beta 100%', 'Alpha one', 'alpha two', 'Gamma', 'alpha 100']
  const ids: string[] = []
  for (const title of titles) ids.push((await mine.articles.create({ project: own.id, content: content(title) })).id)
  await mine.articles.save({ project: own.id, article: ids[1] ?? '', version: 1, content: content('Alpha changed') })
  const all = async (input: Omit<Parameters<Client['articles']['list']>[0], 'project'>) => {
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await mine.articles.list({ ...input, project: own.id, limit: 2, cursor })
      found.push(...page.items.map(({ title }) => title))
      cursor = page.next ?? undefined
    } while (cursor !== undefined)
    return found
  }
  expect(await all({ order: 'title' })).toEqual(['alpha 100', 'Alpha changed', 'alpha two', 'beta 100%', 'Gamma'])
  expect(await all({ order: 'updated' })).toEqual(['Alpha changed', 'alpha 100', 'Gamma', 'alpha two', 'beta 100%'])
  expect(await all({ search: '100 ALPHA' })).toEqual(['alpha 100'])
  expect(await all({ search: '0%' })).toEqual(['beta 100%'])
  expect(await all({ state: 'ready' })).toEqual([])
  await expect(mine.articles.list({ project: own.id, order: 'updated', cursor: 'bm9uZQ' })).rejects.toMatchObject({
    code: 'bad_input',
  })
})

test('over HTTP a picture comes with its own type, may be kept, and is not shown to strangers', async () => {
  const bytes = makePicture(9)
  const key = await addKey(hub, project, user, { role: 'editor' })
  const headers = { authorization: `Bearer ${key}` }
  const upload = await call(`${hub.url}/api/v1/articles/images`, {
    method: 'POST',
    headers,
    json: { name: 'p.png', bytes: bytes.toString('base64') },
  })
  const { hash } = upload.json as { hash: string }
  const address = `${hub.url}/api/v1/articles/images/${hash}`
  const answer = await fetch(address, { headers })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('image/png')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(answer.headers.get('cache-control')).toContain('private')
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  expect((await fetch(address)).status).toBe(401)
  const written = await call(`${hub.url}/api/v1/articles`, { method: 'POST', headers, json: { content: content('H') } })
  const { id } = written.json as { id: string }
  const saved = await call(`${hub.url}/api/v1/articles/${id}`, {
    method: 'PUT',
    headers,
    json: { version: 1, content: content('H', 'x'.repeat(2_000_000)) },
  })
  expect(saved).toMatchObject({ status: 200, json: { version: 2 } })
  const clash = await call(`${hub.url}/api/v1/articles/${id}`, {
    method: 'PUT',
    headers,
    json: { version: 1, content: content('I') },
  })
  expect(clash).toMatchObject({ status: 409, json: { code: 'conflict', evidence: { newest: 2 } } })
  const restored = await call(`${hub.url}/api/v1/articles/${id}/versions/1/restore`, {
    method: 'POST',
    headers,
    json: {},
  })
  expect(restored).toMatchObject({ status: 200, json: { version: 3 } })
  expect(await call(`${hub.url}/api/v1/articles/${id}/versions/2`, { headers })).toMatchObject({ status: 200 })
})

test('of two files with one id the one that had it is the article, and the other is told, also in calls of their own', async () => {
  const copy = (path: string, text: string) => ({ path, text: `---\nid: one-id\ntitle: T\n---\n${text}\n` })
  const put = async (files: readonly { path: string; text: string }[], along: string[] = []) =>
    (await client.articles.import({ source: 'copies', files: [...files], along })).files.map(
      ({ path, change, error }) => [path, change, error?.message ?? null],
    )
  const told = 'a.md is the same article as b.md: both have the same id'
  expect(await put([copy('b.md', 'Text.')])).toEqual([['b.md', 'new', null]])
  expect(await put([copy('a.md', 'Copied.'), copy('b.md', 'Text.')])).toEqual([
    ['a.md', 'failed', told],
    ['b.md', 'unchanged', null],
  ])
  expect(await put([copy('a.md', 'Copied.')], ['a.md', 'b.md'])).toEqual([['a.md', 'failed', told]])
  // Moved, with the other file gone or another article by now.
  expect(await put([copy('a.md', 'Text.')], ['a.md'])).toEqual([['a.md', 'unchanged', null]])
  const other = { path: 'a.md', text: '# Another\n\nText.\n' }
  expect(await put([other, copy('b.md', 'Text.')])).toEqual([
    ['a.md', 'new', null],
    ['b.md', 'unchanged', null],
  ])
})

test('a file at the same place is the same article whichever folder was named, and one of the same name elsewhere is not', async () => {
  const put = async (folder: string, path: string, text: string, more: object = {}) => {
    const files = [{ path, text: `# Placed\n\n${text}\n` }]
    const call = { source: basename(folder), place: folder, files, ...more }
    const [one] = (await client.articles.import(call)).files
    return [one?.change, one?.article?.id ?? one?.error?.code]
  }
  const [, id] = await put('/home/jane/content', 'blog/a.md', 'One.')
  expect(await put('/home/jane/content/blog', 'a.md', 'One.')).toEqual(['unchanged', id])
  expect(await put('/home/jane/content/blog', 'a.md', 'Two.')).toEqual(['changed', id])
  expect(await put('/home/jane', 'content/blog/a.md', 'Three.')).toEqual(['changed', id])
  expect(await put('/home/jane/content/blog', 'moved.md', 'Three.')).toEqual(['renamed', id])
  expect(await put('/home/jane/content', 'blog/moved.md', 'Three.')).toEqual(['unchanged', id])

  const [, other] = await put('/home/jane/content', 'b.md', 'One.')
  expect(await put('/mnt/content', 'b.md', 'One.')).toEqual(['unchanged', other])
  expect(await put('/mnt/content', 'b.md', 'Theirs.')).toEqual(['failed', 'bad_input'])
  expect(await put('/home/jane/content', 'b.md', 'Two.')).toEqual(['changed', other])
  expect(await put('/mnt/content', 'b.md', 'Three.', { moved: true })).toEqual(['changed', other])
  expect(await put('/mnt/content', 'b.md', 'Four.')).toEqual(['changed', other])
  expect((await put('/home/joe/content', 'b.md', 'Five.', { source: "joe's" }))[0]).toBe('new')
})

test('a table is many articles: a dry run says what would be, a second run changes nothing, a row that moved is the same', async () => {
  const images = { 'cup.png': makePicture(11).toString('base64') }
  const rows = ['One,one,![C](cup.png)', 'Two,,Text', ',,Nobody', 'Three,,![D](none.png)']
  const put = (lines: readonly string[], dryRun = false) =>
    client.articles.import({
      source: 'sheets',
      files: [{ path: 'a.csv', format: 'csv', text: ['title,slug,body', ...lines].join('\n'), images }],
      dryRun,
    })
  const seen = async (lines: readonly string[], dryRun = false) =>
    (await put(lines, dryRun)).files.map(({ path, change, error }) => [path, change, error?.code ?? null])
  const expected = [
    ['a.csv#one', 'new', null],
    ['a.csv#two', 'new', null],
    ['a.csv#4', 'failed', 'bad_input'],
    ['a.csv#three', 'failed', 'asset_missing'],
  ]
  expect(await seen(rows, true)).toEqual(expected)
  expect((await put(rows, true)).files[0]?.article).toBeNull()
  expect(await seen(rows)).toEqual(expected)
  expect(await seen([...rows.slice(0, 2)].reverse())).toEqual([
    ['a.csv#two', 'unchanged', null],
    ['a.csv#one', 'unchanged', null],
  ])
  expect(await seen(['Two,,Other'], true)).toEqual([['a.csv#two', 'changed', null]])
  expect(await seen(['Two,,Other'])).toEqual([['a.csv#two', 'changed', null]])
  const json = { path: 'b.json', format: 'json' as const, text: '{' }
  const bad = await client.articles.import({ source: 'sheets', files: [json] })
  expect(bad.files).toMatchObject([{ path: 'b.json', change: 'failed', error: { code: 'bad_input' } }])
})

test('the preview of a very long text shows its beginning, up to the end of a paragraph', async () => {
  const text = 'Some *words*.\n\n'.repeat(20_000)
  const { html, isCut } = await client.articles.preview({ body: { format: 'markdown', text } })
  expect(isCut).toBe(true)
  expect(html.length).toBeGreaterThan(200_000)
  expect(html.length).toBeLessThan(600_000)
  expect(html.endsWith('<p>Some <em>words</em>.</p>')).toBe(true)
})
