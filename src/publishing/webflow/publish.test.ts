import { expect, test } from 'vitest'
import { makePicture } from '../../../test/publishing/picture.ts'
import { openWebflowDesk, type WebflowDesk } from '../../../test/publishing/webflow.ts'
import { authors, categories, posts, tags } from '../../../test/webflow/schema.ts'
import { createJobs } from '../../jobs/jobs.ts'
import { type ArticleRow, readArticleVersions } from '../../store/articles.ts'
import { cancelPublications } from '../../store/publication-holds.ts'
import type { Publication, PublicationAction } from '../../store/publications.ts'
import { drainQueue } from '../queue.ts'
import { readConflict, resolveConflict } from '../resolve-conflict.ts'

const tea = `---
title: Green tea
slug: green-tea
excerpt: How to brew it.
author: Jane
categories: [Drinks > Tea]
tags: [green, hot]
status: publish
seo:
  title: Brewing green tea
fields: { minutes: 3, colour: green }
---
## Leaves

Young ones.
`

async function publish(
  desk: WebflowDesk,
  article: ArticleRow,
  overrides: object = {},
  action: PublicationAction = 'publish',
): Promise<Publication> {
  await desk.want([article], overrides, action)
  const row = (await desk.run()).find(({ articleId }) => articleId === article.id)
  if (row === undefined) throw new Error('no publication')
  return row
}

const mapped = {
  webflow: {
    collection: 'blog-posts',
    mapping: {
      name: { part: 'title' },
      'post-body': { part: 'body' },
      'post-summary': { part: 'excerpt' },
      author: { part: 'author' },
      categories: { part: 'categories' },
      tags: { part: 'tags' },
      'meta-title': { part: 'seoTitle' },
      minutes: { field: 'minutes' },
      color: { field: 'colour' },
    },
  },
}

test('an article becomes a live item with its references, by a guess of collection and fields, in one write of its own', async () => {
  const desk = await openWebflowDesk()
  const row = await publish(desk, await desk.write('tea.md', tea))
  expect(row).toMatchObject({
    ...{ state: 'live', result: 'created', error: null, remoteStatus: 'live', remoteType: posts.id },
    remoteUrl: 'https://tea.example/blog-posts/green-tea',
  })
  const [item] = desk.server.items(posts)
  expect(item).toMatchObject({
    isDraft: false,
    fieldData: {
      ...{ name: 'Green tea', slug: 'green-tea', 'post-summary': 'How to brew it.', 'meta-title': 'Brewing green tea' },
      'post-body': '<h2>Leaves</h2>\n\n<p>Young ones.</p>',
      author: desk.server.items(authors)[0]?.id,
      categories: [desk.server.items(categories)[0]?.id],
      tags: desk.server.items(tags).map(({ id }) => id),
    },
  })
  expect([...desk.server.items(tags), ...desk.server.items(authors)].every(({ lastPublished }) => lastPublished)).toBe(
    true,
  )
})

test('what nothing takes is told in preview and receipt, before and after, and a mapping of one’s own is kept to', async () => {
  const desk = await openWebflowDesk()
  const article = await desk.write('tea.md', tea)
  const preview = await desk.preview(article, mapped)
  expect(preview).toMatchObject({ result: 'create', type: 'blog-posts', status: 'live' })
  expect(preview.steps).toContain('look for "Tea" in Categories, make it where it is missing')
  expect(desk.server.items(posts)).toEqual([])
  const row = await publish(desk, article, mapped)
  expect(desk.server.items(posts)[0]?.fieldData).toMatchObject({ minutes: 3, color: 'green' })
  expect(row.receipt).toMatchObject({ dropped: [], changed: [] })
  expect(await desk.preview(article, mapped)).toMatchObject({ result: 'unchanged', requests: 0 })
  const left = await publish(desk, await desk.write('b.md', tea.replaceAll('green-tea', 'b')), {
    ...mapped,
    missingTerms: 'leave-out',
    tags: ['unknown'],
  })
  expect(left.receipt).toMatchObject({ dropped: [{ field: 'tags', why: expect.stringContaining('unknown') }] })
  expect(desk.server.items(tags).map(({ fieldData }) => fieldData.name)).toEqual(['green', 'hot'])
})

test('an image is uploaded once by its bytes, and articles show it', async () => {
  const desk = await openWebflowDesk()
  const pictures = new Map([['cup.png', makePicture(1)]])
  const text = (slug: string) => tea.replaceAll('green-tea', slug).replace('Young', '![A cup](cup.png)\n\nYoung')
  const articles = []
  for (const slug of ['a', 'b', 'c']) articles.push(await desk.write(`${slug}.md`, text(slug), pictures))
  await desk.want(articles)
  expect((await desk.run(2)).map(({ state }) => state)).toEqual(['live', 'live', 'live'])
  expect(desk.server.uploads.size).toBe(1)
  const [name] = [...desk.server.uploads.keys()]
  for (const { fieldData } of desk.server.items(posts))
    expect(fieldData['post-body']).toContain(`_${name}" alt="A cup"`)
})

test('the same again costs no request; a change is an update in place, and what is live stays live', async () => {
  const desk = await openWebflowDesk()
  const article = await desk.write('tea.md', tea)
  const first = await publish(desk, article)
  const before = desk.server.requests.length
  expect(await publish(desk, article)).toMatchObject({ result: 'unchanged', remoteRef: first.remoteRef })
  expect(desk.server.requests).toHaveLength(before)
  const changed = await publish(desk, await desk.write('tea.md', tea.replace('Young', 'Very young')))
  expect(changed).toMatchObject({ state: 'live', result: 'updated', remoteRef: first.remoteRef })
  expect(desk.server.items(posts)).toMatchObject([
    { isDraft: false, fieldData: { 'post-body': expect.stringContaining('Very young') } },
  ])
  expect((await desk.preview(await desk.write('tea.md', tea))).steps).toContain('change it')
})

test('an item that somebody changed or deleted in Webflow is a conflict, and overwritten only when asked', async () => {
  const desk = await openWebflowDesk()
  await publish(desk, await desk.write('tea.md', tea))
  const list = desk.server.items(posts)
  Object.assign(list[0]?.fieldData ?? {}, { name: 'Their tea' })
  const next = await desk.write('tea.md', tea.replace('Young', 'Old'))
  expect(await publish(desk, next)).toMatchObject({ state: 'conflict', error: { code: 'edited_on_site' } })
  expect(list[0]?.fieldData.name).toBe('Their tea')
  expect(await publish(desk, next, { overwrite: true })).toMatchObject({ state: 'live' })
  expect(list[0]?.fieldData.name).toBe('Green tea')
  list.splice(0)
  const last = await desk.write('tea.md', tea.replace('Young', 'Dry'))
  expect(await publish(desk, last)).toMatchObject({ state: 'conflict', error: { code: 'gone_from_site' } })
  expect(await publish(desk, last, { overwrite: true })).toMatchObject({ state: 'live' })
  expect(list).toHaveLength(1)
})

test('a publication of the whole site, which touches all items, is nobody’s edit', async () => {
  const desk = await openWebflowDesk()
  await publish(desk, await desk.write('tea.md', tea))
  const [item] = desk.server.items(posts)
  const later = new Date(Date.now() + 60_000).toISOString()
  Object.assign(item ?? {}, { lastPublished: later, lastUpdated: later })
  Object.assign(item?.fieldData ?? {}, { 'thumbnail-image': null })
  expect(await publish(desk, await desk.write('tea.md', tea.replace('Young', 'Old')))).toMatchObject({ state: 'live' })
})

test('a slug that somebody else has gets one of ours behind it, where Webflow refuses and where it adds its own', async () => {
  const desk = await openWebflowDesk()
  const list = desk.server.items(posts)
  await publish(desk, await desk.write('other.md', tea))
  const second = await publish(desk, await desk.write('tea.md', tea.replace('Young', 'Other')))
  expect(second).toMatchObject({ state: 'live', remoteUrl: expect.stringMatching(/\/green-tea-[0-9a-z]{6}$/) })
  expect(list.map(({ fieldData }) => fieldData.slug)[0]).toBe('green-tea')
  const again = await publish(desk, await desk.write('tea.md', tea.replace('Young', 'Another')))
  expect(again).toMatchObject({ result: 'updated', remoteUrl: second.remoteUrl })
  Object.assign(list[0]?.fieldData ?? {}, { slug: 'black-tea' })
  desk.server.settings.takenSlug = 'suffix'
  const third = await publish(desk, await desk.write('black.md', tea.replaceAll('green-tea', 'black-tea')))
  expect(third.receipt).toMatchObject({ changed: [{ field: 'slug', sent: 'black-tea' }] })
  expect(list).toHaveLength(3)
})

test('draft, then live, then off the site, then gone', async () => {
  const desk = await openWebflowDesk()
  const article = await desk.write('tea.md', tea)
  const [states, list] = [[] as string[], desk.server.items(posts)]
  const note = (row: Publication): void => void states.push(`${row.state} ${row.remoteStatus}`)
  note(await publish(desk, article, { status: 'draft' }))
  note(await publish(desk, article, { webflow: { withSite: true } }))
  note(await publish(desk, article))
  note(await publish(desk, article, { status: 'draft' }))
  note(await publish(desk, article, {}, 'unpublish'))
  note(await publish(desk, article))
  expect(list).toHaveLength(1)
  note(await publish(desk, article, {}, 'delete'))
  expect(states).toEqual([
    'draft draft',
    'scheduled queued',
    'live live',
    'draft live-with-draft',
    'draft draft',
    'live live',
    'gone null',
  ])
  expect(list).toEqual([])
  expect(await publish(desk, article)).toMatchObject({ state: 'live', result: 'created' })
  await expect(desk.want([article], {}, 'trash')).rejects.toMatchObject({ code: 'bad_input' })
})

test('what is to be published later waits as a draft, and goes live at its time as it is then', async () => {
  const desk = await openWebflowDesk()
  const at = new Date(Date.now() + 3_600_000).toISOString()
  const article = await desk.write('tea.md', tea)
  const row = await publish(desk, article, { date: { kind: 'instant', utc: at } })
  expect(row).toMatchObject({ state: 'scheduled', remoteStatus: 'draft', result: 'created' })
  expect(row.wakeAt?.toISOString().slice(0, 18)).toBe(at.slice(0, 18))
  const [item] = desk.server.items(posts)
  // Corrected by somebody in Webflow meanwhile: theirs goes live.
  Object.assign(item?.fieldData ?? {}, { name: 'Greener tea' })
  await desk.deps.store.pool.query(
    `update publications set wake_at = now(), options = jsonb_set(options, '{date,utc}', to_jsonb($1::text))`,
    [new Date(Date.now() - 1000).toISOString()],
  )
  const [live] = await desk.run()
  expect(live).toMatchObject({ state: 'live', remoteStatus: 'live', wakeAt: null })
  expect(item).toMatchObject({ isDraft: false, fieldData: { name: 'Greener tea' } })
  // And it stays theirs: the next version does not write over it.
  const next = await publish(desk, await desk.write('tea.md', `${tea}\nMore.\n`))
  expect(next).toMatchObject({ state: 'conflict', error: { code: 'edited_on_site' } })
})

test('what somebody edited before it was unpublished is still theirs when it is published again', async () => {
  const desk = await openWebflowDesk()
  const article = await desk.write('tea.md', tea)
  await publish(desk, article)
  Object.assign(desk.server.items(posts)[0]?.fieldData ?? {}, { name: 'Greener tea' })
  expect(await publish(desk, article, {}, 'unpublish')).toMatchObject({ state: 'draft', error: null })
  expect(await publish(desk, article)).toMatchObject({ state: 'conflict', error: { code: 'edited_on_site' } })
  expect(desk.server.items(posts)[0]).toMatchObject({ fieldData: { name: 'Greener tea' } })
})

test('what we are to publish later goes live at its time, also when a later wish failed and was given up', async () => {
  const desk = await openWebflowDesk()
  const { pool } = desk.deps.store
  const date = { kind: 'instant', utc: new Date(Date.now() + 3_600_000).toISOString() }
  const article = await desk.write('tea.md', tea)
  await publish(desk, article, { date })
  const failed = await publish(desk, article, { date, webflow: { collection: 'no-such-collection' } })
  expect(failed).toMatchObject({ state: 'failed' })
  await desk.deps.store.transaction((tx) => cancelPublications(tx, { projectId: desk.projectId }))
  const past = new Date(Date.now() - 1000).toISOString()
  const soon =
    "update publications set wake_at = wake_at - interval '2 hours', options = jsonb_set(options, '{date,utc}', to_jsonb($1::text))"
  await pool.query(soon, [past])
  expect(await desk.run()).toMatchObject([{ state: 'live', remoteStatus: 'live' }])
})

test('what cannot be sent is refused before anything is sent, and says what to do', async () => {
  const desk = await openWebflowDesk()
  const article = await desk.write('tea.md', tea)
  const before = async (): Promise<number> => {
    await desk.preview(article).catch(() => null)
    return desk.server.requests.length
  }
  const asked = await before()
  const mapping = { name: { part: 'title' }, 'post-summary': { part: 'excerpt' } }
  for (const [webflow, message] of [
    [{ collection: 'wine' }, 'no collection "wine"'],
    [{ collection: 'blog-posts', mapping }, 'requires post-body'],
    [{ collection: 'blog-posts', mapping: { ...mapping, 'main-image': { part: 'title' } } }, 'main-image'],
    [{ collection: 'blog-posts', mapping: { ...mapping, nothing: { part: 'title' } } }, 'no such field'],
  ] as const) {
    const row = await publish(desk, article, { webflow })
    expect(row).toMatchObject({
      state: 'failed',
      error: { code: 'bad_input', message: expect.stringContaining(message) },
    })
  }
  expect(desk.server.requests).toHaveLength(asked)
})

test('fields that Webflow refuses are named, and a site that was never published says what to do', async () => {
  const desk = await openWebflowDesk()
  const long = await desk.write('long.md', tea.replace('How to brew it.', 'x'.repeat(400)))
  expect(await publish(desk, long)).toMatchObject({
    state: 'failed',
    error: { code: 'validation_error', message: expect.stringContaining('post-summary: Should be at most 300') },
  })
  desk.server.settings.published = false
  const row = await publish(desk, await desk.write('tea.md', tea))
  expect(row).toMatchObject({
    state: 'failed',
    error: { code: 'conflict', fix: expect.stringContaining('Publish the whole site') },
  })
  expect(desk.server.items(posts)).toEqual([])
  expect(await publish(desk, await desk.write('tea.md', tea), { status: 'draft' })).toMatchObject({ state: 'draft' })
})

test('a conflict shows three sides, and ends by theirs as a new version, or by ours', async () => {
  const desk = await openWebflowDesk()
  const { deps, projectId } = desk
  await publish(desk, await desk.write('tea.md', tea))
  const [item] = desk.server.items(posts)
  const edit = { name: 'Their tea', 'post-body': '<h2 id="">Leaves</h2><p id="">Their own.</p>' }
  Object.assign(item?.fieldData ?? {}, edit)
  const { id } = await publish(desk, await desk.write('tea.md', tea.replace('brew it', 'brew it well')))
  const conflict = await readConflict(deps, { projectId, id })
  expect(conflict).toMatchObject({ knowsBase: true, row: { state: 'conflict' } })
  expect(conflict.fields.map(({ field, changed }) => `${field} ${changed}`).sort()).toEqual([
    'post-summary ours',
    'title theirs',
  ])
  expect(conflict.contentTheirs.lines.join('\n')).toMatch(/-.*Young ones[\s\S]*\+.*Their own/)
  const jobs = createJobs({ store: deps.store, queues: [drainQueue], working: false })
  const seen = conflict.modified
  const theirs = await resolveConflict({ ...deps, jobs }, { projectId, id }, { how: 'theirs', seen, by: 'user:1' })
  expect(theirs.row).toMatchObject({ state: 'live' })
  const [adopted] = await readArticleVersions(deps.store.db, [
    { articleId: theirs.row.articleId, version: theirs.adopted ?? 0 },
  ])
  expect(adopted?.body).toMatchObject({ title: 'Their tea', body: { text: expect.stringContaining('Their own') } })

  Object.assign(item?.fieldData ?? {}, { name: 'Again theirs' })
  const again = await publish(desk, await desk.write('tea.md', tea.replace('Young', 'Old')))
  expect(again.state).toBe('conflict')
  await resolveConflict({ ...deps, jobs }, { projectId, id }, { how: 'ours', by: 'user:1' })
  expect(await desk.run()).toMatchObject([{ state: 'live' }])
  expect(item?.fieldData).toMatchObject({ name: 'Green tea' })
})
