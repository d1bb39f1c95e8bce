import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openWebflowSite } from '../../../../test/webflow/open.ts'
import { categories, posts } from '../../../../test/webflow/schema.ts'
import { webflow } from '../../webflow.ts'
import type { OpenWebflow } from '../open-site.ts'

/** As faces call it: by name, with JSON. */
async function act(site: OpenWebflow, name: string, input: object): Promise<unknown> {
  const action = webflow.actions[name]
  if (action === undefined) throw new Error(`no action ${name}`)
  const output = await action.run(site, await action.input.parseAsync(input))
  return output === undefined ? undefined : action.output.parse(output)
}

const fields = { name: 'Tea', slug: 'tea', 'post-body': '<p>x</p>' }

test('every action of every effect works by its name alone, from draft to live to gone', async () => {
  const { site, server } = await openWebflowSite()
  const made = (await act(site, 'items.create', { collection: 'blog-posts', fields })) as { id: string }
  const one = { collection: 'Blog Posts', item: made.id }
  await act(site, 'items.publish', { collection: posts.id, items: [made.id] })
  await act(site, 'items.update', { ...one, fields: { name: 'Green tea' }, state: 'live' })
  expect(await act(site, 'items.get', one)).toMatchObject({ name: 'Green tea', lastPublished: expect.any(String) })
  expect(await act(site, 'items.list', { collection: posts.id, slug: 'tea' })).toMatchObject({
    items: [{ id: made.id }],
    next: null,
    total: 1,
  })
  await act(site, 'items.unpublish', one)
  expect(server.items(posts)[0]).toMatchObject({ isDraft: true, lastPublished: null })
  await act(site, 'items.delete', one)
  expect(await act(site, 'items.get', one)).toBeNull()
  expect(await act(site, 'sites.list', {})).toMatchObject([{ name: 'Tea house' }])
  expect(await act(site, 'collections.list', {})).toHaveLength(4)
  expect(await act(site, 'collections.get', { collection: 'tags' })).toMatchObject({ singularName: 'Tag' })
  await act(site, 'sites.publish', {})
  await expect(act(site, 'sites.publish', {})).rejects.toMatchObject({ code: 'too_many_requests' })
})

test.each([
  ['queued', { isDraft: false, isArchived: false, lastPublished: null }],
  ['live', { isDraft: false, isArchived: false, lastPublished: '2026-01-01T00:00:00Z' }],
  ['archived', { isDraft: true, isArchived: true, lastPublished: null }],
])('an update that says nothing of the state leaves an item %s', async (_, state) => {
  const { site, server } = await openWebflowSite()
  const made = (await act(site, 'items.create', { collection: 'blog-posts', fields })) as { id: string }
  Object.assign(server.items(posts)[0] ?? {}, state)
  const one = { collection: 'blog-posts', item: made.id, fields: { name: 'Green tea' } }
  expect(await act(site, 'items.update', one)).toMatchObject({ ...state, name: 'Green tea' })
  expect(await act(site, 'items.update', { ...one, state: 'archived' })).toMatchObject({ ...state, isArchived: true })
  expect(await act(site, 'items.update', { ...one, state: 'queued' })).toMatchObject({
    isDraft: false,
    isArchived: false,
  })
})

test('a create and an upload whose answers were lost are found by their keys', async () => {
  const { site, server } = await openWebflowSite()
  const bytes = randomBytes(200).toString('base64')
  for (const [name, input, lost] of [
    ['items.create', { collection: 'blog-posts', fields }, /POST .*items/],
    ['assets.upload', { name: 'a.png', type: 'image/png', bytes }, /s3/],
  ] as const) {
    const action = webflow.actions[name]
    const parsed = await action?.input.parseAsync(input)
    expect(action?.key?.(parsed)).toEqual(expect.any(String))
    expect(await action?.find?.(site, parsed, null)).toEqual([])
    server.faults.push({ on: lost, do: 'lost' })
    await expect(act(site, name, input)).rejects.toMatchObject({ code: 'answer_lost' })
    expect(await action?.find?.(site, parsed, null)).toHaveLength(name === 'items.create' ? 1 : 0)
  }
  const uploaded = await act(site, 'assets.upload', { name: 'a.png', type: 'image/png', bytes })
  expect(await act(site, 'assets.list', {})).toEqual({ items: [uploaded], next: null, total: 1 })
})

test.each(['refuse', 'suffix'] as const)(
  'an item that was there before is not what a lost create made: %s',
  async (taken) => {
    const { site, server } = await openWebflowSite()
    server.settings.takenSlug = taken
    const action = webflow.actions['items.create']
    const input = action?.input.parse({ collection: 'blog-posts', fields })
    for (let n = 0; n < (taken === 'suffix' ? 2 : 1); n++) await action?.run(site, input)
    const since = (await action?.baseline?.(site, input)) ?? null
    expect(await action?.find?.(site, input, since)).toEqual([])
    if (taken === 'refuse') return
    server.faults.push({ on: /POST .*items/, do: 'lost' })
    await expect(action?.run(site, input)).rejects.toMatchObject({ code: 'answer_lost' })
    expect(await action?.find?.(site, input, since)).toMatchObject([{ id: server.items(posts).at(-1)?.id }])
  },
)

test('a publication of the site whose answer was lost is found, and one of before is not', async () => {
  const { site, server } = await openWebflowSite()
  const action = webflow.actions['sites.publish']
  const input = action?.input.parse({})
  const since = (await action?.baseline?.(site, input)) ?? null
  expect(await action?.find?.(site, input, since)).toEqual([])
  server.faults.push({ on: /POST .*publish/, do: 'lost' })
  await expect(action?.run(site, input)).rejects.toMatchObject({ code: 'answer_lost' })
  expect(await action?.find?.(site, input, since)).toEqual([{ domains: [expect.any(String)], subdomain: false }])
})

test('what was dropped and a slug that was changed are told, and rich text in Webflow’s own words is not', async () => {
  const { site, server } = await openWebflowSite()
  server.settings.takenSlug = 'suffix'
  const action = webflow.actions['items.create']
  await act(site, 'items.create', { collection: 'blog-posts', fields })
  const input = action?.input.parse({ collection: 'blog-posts', fields: { ...fields, 'meta-title': 'x' } })
  const item = (await action?.run(site, input)) as { fieldData: Record<string, unknown> }
  const stored = { ...item, fieldData: { ...item.fieldData, 'meta-title': null, 'post-body': '<p id="">x</p>' } }
  expect(action?.verify?.(input, stored).map(({ field, kind }) => `${field} ${kind}`)).toEqual([
    'slug changed',
    'meta-title dropped',
  ])
})

test('an unknown collection is refused with those that there are', async () => {
  const { site } = await openWebflowSite()
  await expect(act(site, 'items.list', { collection: 'wine' })).rejects.toMatchObject({
    code: 'bad_input',
    fix: expect.stringContaining('blog-posts'),
  })
})

test('look-ups offer sites, collections, fields and items, narrowed by what is searched', async () => {
  const { site } = await openWebflowSite()
  for (const name of ['Green', 'Black', 'White'])
    await act(site, 'items.create', { collection: categories.id, fields: { name, slug: name.toLowerCase() } })
  const look = async (name: string, input: object, search = '') => {
    const lookup = webflow.lookups[name]
    const { choices } = (await lookup?.list(site, lookup.input.parse(input), search)) ?? { choices: [] }
    return choices.map(({ label, hint }) => `${label} (${hint})`)
  }
  expect(await look('sites', {})).toEqual(['Tea house (https://tea.example)'])
  expect(await look('collections', {}, 'post')).toEqual(['Blog Posts (blog-posts)'])
  expect(await look('fields', { collection: 'blog-posts' }, 'body')).toEqual(['Post body (RichText, required)'])
  expect(await look('items', { collection: 'categories' }, 'E')).toEqual([
    'Green (green, draft)',
    'White (white, draft)',
  ])
})

/** Follows the changes of items as a hub does, with the cursor as JSON between the looks. */
async function follow(site: OpenWebflow, collection: string) {
  const trigger = webflow.triggers['items.changed']
  if (trigger === undefined) throw new Error('no trigger')
  const input = trigger.input.parse({ collection })
  let cursor = await trigger.begin(site, input)
  const told: string[] = []
  const look = async (): Promise<void> => {
    for (let more = true; more; ) {
      const polled = await trigger.poll(site, input, trigger.cursor.parse(JSON.parse(JSON.stringify(cursor))))
      told.push(...polled.items.map(({ item }) => (item as { name: string }).name))
      cursor = polled.cursor
      more = polled.more
    }
  }
  return { told, look }
}

test('each change of an item is told once, also those of the same moment and those that come between two looks', async () => {
  const { site, server } = await openWebflowSite()
  const create = (name: string) =>
    act(site, 'items.create', { collection: categories.id, fields: { name, slug: name.toLowerCase() } })
  await create('Before')
  const { told, look } = await follow(site, 'categories')
  await look()
  expect(told).toEqual([])
  for (let n = 0; n < 130; n++) await create(`N${n}`)
  const moment = '2099-01-01T00:00:00.000Z'
  const items = server.items(categories)
  for (const item of items.slice(-3)) item.lastUpdated = moment
  await look()
  expect(new Set(told).size).toBe(130)
  expect(told).toHaveLength(130)
  for (const item of items.slice(0, 1)) item.lastUpdated = moment
  await look()
  await look()
  expect(told.slice(130)).toEqual(['Before'])
})

test('an item that changes after its page was read is told, though one of a later page changed after it', async () => {
  const { site, server } = await openWebflowSite()
  for (let n = 0; n < 130; n++)
    await act(site, 'items.create', { collection: categories.id, fields: { name: `N${n}`, slug: `n${n}` } })
  const { told, look } = await follow(site, 'categories')
  const items = server.items(categories)
  const change = (n: number, inMs: number) => {
    const lastUpdated = new Date(Date.now() + inMs).toISOString()
    Object.assign(items[n] ?? {}, { lastUpdated })
  }
  const on = /GET .*items/
  const between = () => {
    change(5, 1)
    change(120, 3)
  }
  server.faults.push({ on, do: () => undefined }, { on, do: between })
  await look()
  expect(told).toEqual(['N120'])
  await look()
  await look()
  expect(told).toEqual(['N120', 'N5'])
})
