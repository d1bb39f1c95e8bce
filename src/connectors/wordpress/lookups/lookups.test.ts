import { afterAll, describe, expect, test } from 'vitest'
import { openSite } from '../../../../test/publishing/open-site.ts'
import { makePicture } from '../../../../test/publishing/picture.ts'
import type { VersionName } from '../../../../test/wordpress/cache.ts'
import { type Site, wordpress } from '../../../../test/wordpress/site.ts'
import { jsonSchemaOf, lookupsIn } from '../../../operations/json-schema.ts'
import type { Choice } from '../../lookup.ts'
import { wordpressActions } from '../actions.ts'
import type { OpenWordPress } from '../open-site.ts'
import { wordpressTriggers } from '../triggers/triggers.ts'
import { wordpressLookups } from './lookups.ts'

const closing: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const close of closing) await close()
})

async function opened(site: Site, role: 'administrator' | 'author' = 'administrator') {
  const open = await openSite({ url: site.url, ...site.users[role] })
  closing.push(() => open.http.close())
  return open
}

async function ask(open: OpenWordPress, name: string, input: object = {}, search = ''): Promise<readonly Choice[]> {
  const lookup = wordpressLookups[name]
  if (lookup === undefined) throw new Error(`There is no ${name}`)
  const { choices } = await lookup.list(open, lookup.input.parse(input), search)
  expect(choices.every(({ value, label }) => value !== '' && label !== '')).toBe(true)
  return choices
}

test('every look-up that a field names is there, and takes what the field gives it', () => {
  const inputs = [...Object.values(wordpressActions), ...Object.values(wordpressTriggers)].map(({ input }) => input)
  const named = inputs.flatMap((input) => lookupsIn(jsonSchemaOf(input)))
  expect(named.length).toBeGreaterThan(50)
  for (const { lookup, input } of named)
    expect([lookup, wordpressLookups[lookup]?.input.safeParse(input).success]).toEqual([lookup, true])
})

describe.each(['oldest', 'newest'] satisfies VersionName[])('on the %s WordPress', (version) => {
  test('each look-up gives what may be chosen, and finds by name, by id and by address', async () => {
    const site = await wordpress({ version })
    const open = await opened(site)
    const local = await wordpressActions['terms.provide'].run(open, {
      taxonomy: 'category',
      path: 'News & more > Local',
    })
    const upload = wordpressActions['media.upload']
    const picture = new Blob([new Uint8Array(makePicture(3))])
    const file = await upload.run(open, await upload.input.parseAsync({ bytes: picture, title: 'A cup' }))
    for (const name of Object.keys(wordpressLookups)) {
      if (name === 'abilities' && version === 'oldest')
        await expect(ask(open, name)).rejects.toMatchObject({ code: 'bad_input' })
      else if (name !== 'menus') expect([name, (await ask(open, name)).length]).not.toEqual([name, 0])
    }
    expect(await ask(open, 'terms', { taxonomy: 'category' }, 'local')).toEqual([
      { value: local.id, label: 'News & more > Local', hint: 'local' },
    ])
    expect(await ask(open, 'users', {}, site.users.editor.email)).toEqual([
      expect.objectContaining({ value: site.users.editor.id }),
    ])
    expect(await ask(open, 'media', {}, 'cup')).toEqual([expect.objectContaining({ value: file.id, label: 'A cup' })])
    expect(await ask(open, 'posts', { type: 'page' }, 'sample')).toEqual([
      expect.objectContaining({ label: 'Sample Page' }),
    ])
    expect((await ask(open, 'routes', {}, 'revisions posts')).map(({ value }) => value)).toContain(
      '/wp/v2/posts/{parent}/revisions/{id}',
    )
    expect(await ask(open, 'plugins', {}, 'akismet')).toHaveLength(1)
  })

  test('an author chooses among what they may see', async () => {
    const site = await wordpress({ version })
    const open = await opened(site, 'author')
    expect(await ask(open, 'posts')).toEqual([expect.objectContaining({ value: 1, label: 'Hello world!' })])
    await expect(ask(open, 'plugins')).rejects.toMatchObject({ code: 'rest_cannot_view_plugins' })
  })
})
