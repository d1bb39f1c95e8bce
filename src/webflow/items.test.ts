import { expect, test } from 'vitest'
import { openWebflow } from '../../test/webflow/open.ts'
import { posts } from '../../test/webflow/schema.ts'
import type { WebflowClient } from './client.ts'
import { getCollection } from './collections.ts'
import { compareItem } from './compare.ts'
import {
  createItem,
  deleteItem,
  findBySlug,
  getItem,
  itemState,
  listItems,
  publishItems,
  readItemPage,
  unpublishItem,
  updateItem,
} from './items.ts'
import { isSlugTaken } from './refusal.ts'

function article(slug: string) {
  return { name: `Tea ${slug}`, slug, 'post-body': '<p>x</p>' }
}

async function slugs(client: WebflowClient): Promise<string[]> {
  return (await Array.fromAsync(listItems(client, posts.id))).map(({ slug }) => slug)
}

test('an item goes from draft to live, keeps its live self while a draft waits, and leaves the site again', async () => {
  const { client } = await openWebflow()
  const made = await createItem(client, posts.id, article('a'), 'draft')
  expect(itemState(made)).toBe('draft')
  expect(await publishItems(client, posts.id, [made.id])).toEqual({ published: [made.id], errors: [] })
  const state = async () => {
    const item = await getItem(client, posts.id, made.id)
    return item === null ? 'gone' : itemState(item)
  }
  expect(await state()).toBe('live')
  await updateItem(client, posts.id, made.id, { name: 'Tea, again' }, 'draft')
  expect(await state()).toBe('live-with-draft')
  await updateItem(client, posts.id, made.id, { name: 'Tea, live' }, 'live')
  expect(await state()).toBe('live')
  await unpublishItem(client, posts.id, made.id)
  expect(await state()).toBe('draft')
  await unpublishItem(client, posts.id, made.id)
  await deleteItem(client, posts.id, made.id)
  await deleteItem(client, posts.id, made.id)
  expect(await state()).toBe('gone')
})

test('an item can be created live, or queued for the next publication of the site', async () => {
  const { client } = await openWebflow()
  expect(itemState(await createItem(client, posts.id, article('a'), 'live'))).toBe('live')
  expect(itemState(await createItem(client, posts.id, article('b'), 'queued'))).toBe('queued')
})

test.each([
  [{ isArchived: true, isDraft: false, lastPublished: null, lastUpdated: null }, 'archived'],
  [
    { isArchived: false, isDraft: false, lastPublished: '2026-01-01T00:00:00Z', lastUpdated: '2026-01-02T00:00:00Z' },
    'queued',
  ],
  [
    { isArchived: false, isDraft: false, lastPublished: '2026-01-02T00:00:00Z', lastUpdated: '2026-01-01T00:00:00Z' },
    'live',
  ],
])('the state of %j is %s', (item, state) => {
  expect(itemState(item)).toBe(state)
})

test('a site that was never published takes no live items: a conflict, with what to do', async () => {
  const { server, client } = await openWebflow()
  server.settings.published = false
  await expect(createItem(client, posts.id, article('a'), 'live')).rejects.toMatchObject({
    code: 'conflict',
    fix: expect.stringContaining('Publish the whole site once'),
  })
  expect(server.items(posts)).toHaveLength(0)
})

test('a live update of an item that is not live is a conflict', async () => {
  const { client } = await openWebflow()
  const made = await createItem(client, posts.id, article('a'), 'draft')
  await expect(updateItem(client, posts.id, made.id, { name: 'x' }, 'live')).rejects.toMatchObject({ code: 'conflict' })
})

test('a create whose answer was lost is found by its slug', async () => {
  const { server, client } = await openWebflow()
  server.faults.push({ on: /POST/, do: 'lost' })
  await expect(createItem(client, posts.id, article('a'), 'draft')).rejects.toMatchObject({ code: 'answer_lost' })
  expect(await findBySlug(client, posts.id, 'a')).toMatchObject({ slug: 'a', isDraft: true })
  server.faults.push({ on: /POST/, do: 'cut' })
  await expect(createItem(client, posts.id, article('b'), 'draft')).rejects.toMatchObject({ code: 'answer_lost' })
  expect(await findBySlug(client, posts.id, 'b')).toBe(null)
})

test('a slug that is taken is refused as such, or stored with a suffix that comparing tells', async () => {
  const { server, client } = await openWebflow()
  await createItem(client, posts.id, article('a'), 'draft')
  const again = createItem(client, posts.id, article('a'), 'draft')
  await expect(again).rejects.toSatisfy(isSlugTaken)
  server.settings.takenSlug = 'suffix'
  const second = await createItem(client, posts.id, article('a'), 'draft')
  const { fields } = await getCollection(client, posts.id)
  expect(compareItem(fields, article('a'), second)).toEqual([
    { field: 'slug', kind: 'changed', sent: 'a', stored: second.slug },
  ])
})

test('an image that Webflow cannot fetch is refused by its field, not dropped without a word', async () => {
  const { client } = await openWebflow()
  const image = { url: 'https://gone.example/a.png', alt: '' }
  const created = createItem(client, posts.id, { ...article('a'), 'main-image': image }, 'draft')
  await expect(created).rejects.toMatchObject({
    code: 'validation_error',
    message: expect.stringContaining('main-image'),
  })
  const made = await createItem(client, posts.id, article('a'), 'draft')
  const updated = updateItem(client, posts.id, made.id, { 'main-image': image }, 'draft')
  await expect(updated).rejects.toMatchObject({ code: 'validation_error' })
})

test('comparing tells what was dropped, and not what Webflow only writes its own way', async () => {
  const { client } = await openWebflow()
  const { fields } = await getCollection(client, posts.id)
  const item = await createItem(
    client,
    posts.id,
    { ...article('a'), 'post-body': '<p id="">x</p>', gallery: [] },
    'draft',
  )
  const image = { url: 'https://example.com/a.png', alt: '' }
  const sent = {
    ...article('a'),
    'main-image': image,
    gallery: [image],
    'meta-title': '',
    'published-on': '2026-01-01T00:00:00Z',
  }
  const stored = { ...item, fieldData: { ...item.fieldData, 'published-on': '2026-01-01T00:00:00.000Z' } }
  expect(compareItem(fields, sent, stored).map(({ field, kind }) => `${field} ${kind}`)).toEqual([
    'main-image dropped',
    'gallery dropped',
  ])
})

test('250 items are listed, each once, in three requests', async () => {
  const { server, client } = await openWebflow()
  for (let n = 0; n < 250; n++) await createItem(client, posts.id, article(`n${n}`), 'draft')
  const before = server.requests.length
  const found = await slugs(client)
  expect(new Set(found).size).toBe(250)
  expect(found).toHaveLength(250)
  expect(server.requests.length - before).toBe(3)
})

test('while others add and delete items, none that stays is skipped or told twice', async () => {
  const { server, client } = await openWebflow()
  for (let n = 0; n < 330; n++) await createItem(client, posts.id, article(`n${n}`), 'draft')
  const found: string[] = []
  const list = server.items(posts)
  const before = [...list]
  const copies = (count: number) => list.slice(0, count).map((item, n) => ({ ...item, id: `${n}`.padStart(24, '0') }))
  for await (const { id } of listItems(client, posts.id)) {
    found.push(id)
    if (found.length === 50) list.splice(10, 7)
    // As many as go away are added at the end, so that the total does not tell.
    if (found.length === 150) list.push(...copies(list.splice(0, 120).length))
    if (found.length === 250) list.unshift(...copies(3).map((item) => ({ ...item, id: `a${item.id.slice(1)}` })))
  }
  const stays = before.filter((item) => list.includes(item)).map(({ id }) => id)
  expect(stays).toHaveLength(203)
  expect(stays.filter((id) => !found.includes(id))).toEqual([])
  expect(new Set(found).size).toBe(found.length)
})

test('a list that is read page by page skips and repeats none that stays, and can be emptied as it is read', async () => {
  const { server, client } = await openWebflow()
  for (let n = 0; n < 60; n++) await createItem(client, posts.id, article(`n${n}`), 'draft')
  const list = server.items(posts)
  const read = async (change: (told: readonly string[]) => void): Promise<string[]> => {
    const all: string[] = []
    for (let cursor: string | undefined; ; ) {
      const { items, next } = await readItemPage(client, posts.id, {}, { limit: 10, cursor })
      all.push(...items.map(({ slug }) => slug))
      if (next === null) return all
      cursor = next
      change(items.map(({ id }) => id))
    }
  }
  const before = list.map(({ fieldData }) => fieldData.slug)
  expect(await read(() => undefined)).toEqual(before)
  // The first of all, and the last of those that were told.
  expect(await read((told) => remove(list, [list[0]?.id, told.at(-1)]))).toEqual(before)
  expect(list).toHaveLength(50)
  const left = list.map(({ fieldData }) => fieldData.slug)
  expect(await read((told) => remove(list, told))).toEqual(left)
  const wrong = readItemPage(client, posts.id, {}, { limit: 10, cursor: 'e30' })
  await expect(wrong).rejects.toMatchObject({ code: 'bad_input' })
})

function remove(list: { readonly id: string }[], ids: readonly (string | undefined)[]): void {
  list.splice(0, list.length, ...list.filter(({ id }) => !ids.includes(id)))
}

test('which items could not be published is told though the answer is good', async () => {
  const { client } = await openWebflow()
  const made = await createItem(client, posts.id, article('a'), 'draft')
  const gone = 'f'.repeat(24)
  expect(await publishItems(client, posts.id, [made.id, gone])).toEqual({
    published: [made.id],
    errors: [`Item not found: ${gone}`],
  })
  await expect(publishItems(client, posts.id, Array(101).fill(gone))).rejects.toMatchObject({ code: 'bad_input' })
})
