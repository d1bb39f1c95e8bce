import { expect, test } from 'vitest'
import { openWebflowDesk } from '../../../test/publishing/webflow.ts'
import { posts } from '../../../test/webflow/schema.ts'
import { changeMapping, type MappingChange, readMapping } from './mapping.ts'

async function open() {
  const { deps, projectId, connection, server } = await openWebflowDesk()
  const ref = { projectId, id: connection.id }
  const brief = ({ collection, isGuess, missing, fields }: Awaited<ReturnType<typeof readMapping>>) => ({
    ...{ isGuess, missing },
    collection: collection.slug,
    sources: Object.fromEntries(fields.map(({ slug, source }) => [slug, source])),
  })
  return {
    server,
    read: async (collection?: string) => brief(await readMapping(deps, ref, collection)),
    change: async (change: MappingChange) => brief(await changeMapping(deps, ref, change)),
    full: () => readMapping(deps, ref),
  }
}

test('a mapping is guessed, changed field by field from there, and taken back to the guess', async () => {
  const { read, change } = await open()
  const guess = await read()
  expect(guess).toMatchObject({
    ...{ collection: 'blog-posts', isGuess: true, missing: [] },
    sources: { 'post-body': { part: 'body' }, minutes: null, 'main-image': { part: 'featuredImage' } },
  })
  const changed = {
    ...{ isGuess: false, missing: ['post-body'] },
    sources: { minutes: { field: 'reading_time' }, 'post-body': null, 'main-image': { part: 'featuredImage' } },
  }
  expect(await change({ fields: { minutes: { field: 'reading_time' }, 'post-body': null } })).toMatchObject(changed)
  expect(await read()).toMatchObject(changed)
  expect(await change({ withSite: true })).toMatchObject(changed)
  expect(await change({ fields: { 'post-body': { part: 'body' } } })).toMatchObject({
    missing: [],
    sources: { minutes: { field: 'reading_time' } },
  })
  expect(await change({ guess: true })).toEqual(guess)
  expect(await read()).toEqual(guess)
})

test('another collection begins with a guess of its own, without what was set for the former', async () => {
  const { read, change } = await open()
  await change({ fields: { minutes: { field: 'reading_time' } } })
  expect(await read('authors')).toMatchObject({ isGuess: true, sources: { name: { part: 'title' } } })
  expect(await change({ collection: 'authors' })).toMatchObject({ collection: 'authors', isGuess: true })
  expect(await read()).toMatchObject({ collection: 'authors' })
})

test('what a field cannot take, and a field that is not there, are refused, and nothing is kept', async () => {
  const { read, change } = await open()
  for (const fields of [{ 'main-image': { part: 'title' } }, { nothing: { part: 'title' } }] as const)
    await expect(change({ fields })).rejects.toMatchObject({ code: 'bad_input' })
  await expect(change({ collection: 'wine' })).rejects.toMatchObject({ code: 'bad_input' })
  expect(await read()).toMatchObject({ isGuess: true })
})

test('a field that was added in Webflow can be mapped once the hub has asked anew', async () => {
  const { change, server } = await open()
  const fields = { 'reading-time': { field: 'reading_time' } }
  await expect(change({ fields })).rejects.toMatchObject({ code: 'bad_input' })
  server.addField(posts, 'reading-time', 'Number')
  await expect(change({ fields })).rejects.toMatchObject({ code: 'bad_input' })
  expect(await change({ fields, refresh: true })).toMatchObject({ sources: fields })
})

test('each field says what it can take', async () => {
  const { full } = await open()
  const { fields } = await full()
  expect(fields.find(({ slug }) => slug === 'main-image')?.parts).toEqual(['featuredImage', 'images', 'socialImage'])
})
