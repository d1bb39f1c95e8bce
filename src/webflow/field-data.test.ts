import { expect, test } from 'vitest'
import { openWebflow } from '../../test/webflow/open.ts'
import { authors, categories, posts, tags } from '../../test/webflow/schema.ts'
import type { WebflowArticle } from './article.ts'
import type { WebflowClient } from './client.ts'
import { type Collection, getCollection } from './collections.ts'
import { compareItem } from './compare.ts'
import { buildFieldData } from './field-data.ts'
import { createItem } from './items.ts'
import { guessMapping } from './mapping.ts'
import { type NeededReferences, neededReferences, type ReferencePolicy, resolveReference } from './references.ts'

const image = { url: 'https://example.com/a.png', alt: 'A cup' }

const article: WebflowArticle = {
  title: 'Tea > coffee & <water>',
  slug: 'tea',
  excerpt: '<p>How to <em>brew</em> it.</p><p>Well.</p>',
  body: '<h2>Leaves</h2><p>Young ones.</p>',
  date: '2026-12-01T09:00:00+01:00',
  author: 'Jane',
  categories: ['Drinks > Tea', 'Health'],
  tags: ['green'],
  featuredImage: image,
  images: [image, { ...image, id: 'f'.repeat(24) }],
  seoTitle: 'Tea, well brewed',
  seoDescription: null,
  keyword: 'tea',
  canonical: 'https://example.com/tea',
  socialImage: null,
  language: 'en',
  fields: { minutes: '3', featured: true, level: 'hard', color: '#0a0', source: 'https://example.com/' },
}

async function open(): Promise<Awaited<ReturnType<typeof openWebflow>> & { collection: Collection }> {
  const peer = await openWebflow()
  return { ...peer, collection: await getCollection(peer.client, posts.id) }
}

async function resolveAll(
  client: WebflowClient,
  needed: readonly NeededReferences[],
  policy: ReferencePolicy,
  live = false,
): Promise<Record<string, Record<string, string>>> {
  const ids: Record<string, Record<string, string>> = {}
  for (const { collectionId, names } of needed)
    for (const name of names) {
      const item = await resolveReference(client, collectionId, name, { policy, live })
      if (item !== null) ids[collectionId] = { ...ids[collectionId], [name]: item.id }
    }
  return ids
}

test('an article goes into a collection, mapped by a guess, its references found or made, and nothing is lost', async () => {
  const { server, client, collection } = await open()
  await createItem(client, categories.id, { name: 'health', slug: 'health' }, 'live')
  const { mapping } = guessMapping(collection.fields, Object.keys(article.fields))
  const needed = neededReferences(collection.fields, mapping, article)
  expect(needed).toEqual([
    { collectionId: authors.id, names: ['Jane'] },
    { collectionId: categories.id, names: ['Tea', 'Health'] },
    { collectionId: tags.id, names: ['green'] },
  ])
  const resolved = { ids: await resolveAll(client, needed, 'create', true) }
  expect([authors, categories, tags].map((one) => server.items(one).length)).toEqual([1, 2, 1])
  const { fieldData, notes } = buildFieldData(collection.fields, mapping, article, resolved)
  expect(notes).toEqual([])
  expect(fieldData).toMatchObject({
    name: 'Tea > coffee & <water>',
    'post-summary': 'How to brew it.\nWell.',
    'post-body': '<h2>Leaves</h2><p>Young ones.</p>',
    'published-on': '2026-12-01T08:00:00.000Z',
    'main-image': image,
    gallery: [image, { ...image, fileId: 'f'.repeat(24) }],
    minutes: 3,
    featured: true,
    author: server.items(authors)[0]?.id,
    categories: [server.items(categories)[1]?.id, server.items(categories)[0]?.id],
  })
  expect(fieldData).not.toHaveProperty('seo-description')
  const item = await createItem(client, posts.id, fieldData, 'live')
  expect(compareItem(collection.fields, fieldData, item)).toEqual([])
})

test('what a field cannot take is left out and told, not sent', async () => {
  const { collection } = await open()
  const mapping = {
    name: { part: 'title' },
    minutes: { field: 'many' },
    featured: { field: 'many' },
    level: { field: 'many' },
    source: { field: 'script' },
    'main-image': { field: 'many' },
    'published-on': { field: 'many' },
    author: { part: 'author' },
    tags: { part: 'tags' },
    gone: { part: 'body' },
    'post-body': { field: 'none' },
  } as const
  const fields = { many: 'many', script: 'javascript:alert(1)' }
  const { fieldData, notes } = buildFieldData(collection.fields, mapping, { ...article, fields })
  expect(fieldData).toEqual({ name: article.title, tags: [] })
  expect(notes.map(({ field, kind }) => `${field} ${kind}`)).toEqual([
    'minutes wrong-type',
    'featured wrong-type',
    'level no-option',
    'source wrong-type',
    'main-image wrong-type',
    'published-on wrong-type',
    'author unresolved',
    'tags unresolved',
    'gone no-such-field',
    'post-body no-value',
  ])
})

test('names are found whatever their case and by the slug they make, so that a second article makes none', async () => {
  const { server, client } = await open()
  const needed = [{ collectionId: tags.id, names: ['Grüner Tee', '茶'] }]
  const first = await resolveAll(client, needed, 'create')
  const again = await resolveAll(client, [{ collectionId: tags.id, names: ['grüner tee', '茶'] }], 'create')
  expect(Object.values(again[tags.id] ?? {})).toEqual(Object.values(first[tags.id] ?? {}))
  expect(server.items(tags)).toHaveLength(2)
})

test('when somebody else makes the same name in between, theirs is taken', async () => {
  const { server, client } = await open()
  const theirs = await createItem(client, tags.id, { name: 'Green', slug: 'green' }, 'queued')
  const list = server.items(tags)
  const hidden = list.splice(0)
  server.faults.push({ on: /POST/, do: () => void list.push(...hidden) })
  const taken = await resolveReference(client, tags.id, 'green', { policy: 'create', live: false })
  expect(taken?.id).toBe(theirs.id)
  expect(list).toHaveLength(1)
})

test('a missing name is skipped or refused where the policy says so, and nothing is made', async () => {
  const { server, client } = await open()
  const resolve = (policy: ReferencePolicy) => resolveReference(client, tags.id, 'green', { policy, live: false })
  expect(await resolve('skip')).toBeNull()
  await expect(resolve('fail')).rejects.toMatchObject({ code: 'not_found' })
  expect(server.items(tags)).toEqual([])
})
