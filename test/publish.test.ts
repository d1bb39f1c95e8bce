import { expect, test } from 'vitest'
import { makePicture } from './publishing/picture.ts'
import { openPress } from './publishing/press.ts'
import { wordpress } from './wordpress/site.ts'

const site = await wordpress()
const file = (title: string, text = 'Some text.', head = ''): string =>
  `---\ntitle: ${title}\nstatus: publish\n${head}---\n\n${text}\n`

test('one article of text takes one request, sixty at most six, and none of them a second time', async () => {
  const press = await openPress(site)
  const [first] = await press.want([await press.write('first.md', file('The first'))])
  expect(first).toMatchObject({ state: 'planned', result: null })
  await press.run()
  const before = press.requests()
  await press.want([await press.write('alone.md', file('Alone'))])
  const [, alone] = await press.run()
  expect(press.requests() - before).toBe(1)
  expect(alone).toMatchObject({ state: 'live', result: 'created', requests: 1, error: null })
  expect(alone?.receipt).toMatchObject({ dropped: [], changed: [], format: 'blocks', duplicates: [], race: false })

  const many = []
  for (let index = 0; index < 60; index++) many.push(await press.write(`many-${index}.md`, file(`Many ${index}`)))
  await press.want(many)
  const start = press.requests()
  const all = await press.run()
  expect(press.requests() - start).toBeLessThanOrEqual(6)
  expect(all.map(({ state }) => state)).toEqual(Array(62).fill('live'))

  const again = press.requests()
  const wanted = await press.want([...many, await press.write('alone.md', file('Alone'))])
  await press.run()
  expect(press.requests() - again).toBe(0)
  expect(new Set(wanted.map(({ result, requests }) => `${result} ${requests}`))).toEqual(new Set(['unchanged 0']))
})

test('a changed file is an update of the same post; what somebody else changed is never written over', async () => {
  const press = await openPress(site)
  await press.want([await press.write('a.md', file('Changing', 'One.'))])
  const [created] = await press.run()
  await press.want([await press.write('a.md', file('Changing', 'Two.'))])
  const [updated] = await press.run()
  expect(updated).toMatchObject({ state: 'live', result: 'updated', remoteId: created?.remoteId })
  const id = created?.remoteId ?? 0
  const content = async () => await site.php(`return get_post(${id})->post_content;`)
  expect(await content()).toContain('<p>Two.</p>')

  await site.php(
    `return wp_update_post(['ID' => ${id}, 'post_content' => '<!-- wp:paragraph --><p>Theirs.</p><!-- /wp:paragraph -->']);`,
  )
  const three = await press.write('a.md', file('Changing', 'Three.'))
  await press.want([three])
  const [conflict] = await press.run()
  expect(conflict).toMatchObject({ state: 'conflict', error: { code: 'edited_on_site' }, result: null, receipt: null })
  expect(await content()).toContain('Theirs.')
  await press.want([three], { overwrite: true })
  expect(await press.run()).toMatchObject([{ state: 'live', result: 'updated', error: null }])
  expect(await content()).toContain('<p>Three.</p>')

  await site.php(`return wp_trash_post(${id});`)
  await press.want([await press.write('a.md', file('Changing', 'Four.'))])
  expect(await press.run()).toMatchObject([{ state: 'conflict', error: { code: 'trashed_on_site' } }])
  await site.php(`return wp_delete_post(${id}, true);`)
  const five = await press.write('a.md', file('Changing', 'Five.'))
  await press.want([five])
  expect(await press.run()).toMatchObject([{ state: 'conflict', error: { code: 'gone_from_site' } }])
  await press.want([five], { overwrite: true })
  const [anew] = await press.run()
  expect(anew).toMatchObject({ state: 'live', result: 'created', requests: 1, error: null })
  expect(anew?.remoteId).toBeGreaterThan(id)
})

test('a post is unpublished, trashed, restored, published again and deleted', async () => {
  const press = await openPress(site)
  const article = await press.write('b.md', file('Coming and going'))
  const status = async (id: number) => await site.php(`return get_post_status(${id});`)
  await press.want([article])
  const [{ remoteId } = { remoteId: 0 }] = await press.run()
  const id = remoteId ?? 0
  const go = async (action: 'unpublish' | 'trash' | 'restore' | 'delete' | 'publish') => {
    await press.want([article], {}, action)
    const [row] = await press.run()
    return [row?.state, await status(id)]
  }
  expect(await go('unpublish')).toEqual(['draft', 'draft'])
  expect(await go('publish')).toEqual(['live', 'publish'])
  expect(await go('trash')).toEqual(['trashed', 'trash'])
  expect(await go('restore')).toEqual(['draft', 'draft'])
  expect(await go('publish')).toEqual(['live', 'publish'])
  expect(await go('delete')).toEqual(['gone', false])
  await press.want([article])
  const [anew] = await press.run()
  expect(anew).toMatchObject({ state: 'live' })
  expect(anew?.remoteId).not.toBe(id)
})

test('images are uploaded once for all articles, featured ones set, and terms made once', async () => {
  const press = await openPress(site)
  const picture = new Map([['p/harbour.png', makePicture(77)]])
  const text = 'Look: ![A harbour](p/harbour.png)'
  const rows = []
  for (const name of ['c1', 'c2', 'c3'])
    rows.push(
      await press.write(
        `${name}.md`,
        file(name, text, 'image: p/harbour.png\ncategories: [Europe > France, News]\ntags: [one, two]\n'),
        picture,
      ),
    )
  await press.want(rows)
  const publications = await press.run()
  expect(publications.map(({ state }) => state)).toEqual(['live', 'live', 'live'])
  const seen =
    (await site.php(`return array_map(fn($id) => ['thumb' => (int) get_post_thumbnail_id($id), 'content' => get_post($id)->post_content,
    'terms' => array_map(fn($t) => $t->name, wp_get_object_terms($id, ['category', 'post_tag']))], [${publications.map(({ remoteId }) => remoteId)}]);`)) as {
      thumb: number
      content: string
      terms: string[]
    }[]
  const [{ thumb } = { thumb: 0 }] = seen
  expect(thumb).toBeGreaterThan(0)
  for (const post of seen) {
    expect(post).toMatchObject({ thumb })
    expect(post.content).toContain(`wp-image-${thumb}`)
    expect(post.terms.sort()).toEqual(['France', 'News', 'one', 'two'])
  }
})

test('one bad article fails for itself, and says why', async () => {
  const press = await openPress(site)
  const rows = [
    await press.write('d1.md', file('Good')),
    await press.write('d2.md', file('Nobody', 'x', 'author: nobody-of-that-name\n')),
    await press.write('d3.md', file('Odd type', 'x', 'type: no_such_type\n')),
    await press.write('d4.md', file('Good too')),
  ]
  await press.want(rows)
  const publications = await press.run()
  expect(publications.map(({ state }) => state)).toEqual(['live', 'failed', 'failed', 'live'])
  expect(publications[1]?.error).toMatchObject({
    code: 'bad_input',
    message: expect.stringContaining('nobody-of-that-name'),
  })
  expect(publications[2]?.error).toMatchObject({ message: expect.stringContaining('no_such_type') })
})

test('what the site would drop is told, with what would open it', async () => {
  const press = await openPress(site)
  const head = 'language: fr\nexcerpt: Short\nfields:\n  subtitle: Below\nseo:\n  title: For search engines\n'
  const text = 'Read [the paper](paper.pdf).\n\n<video src="clip.mp4"></video>'
  await press.want([await press.write('e.md', file('Dropping', text, head))])
  const [row] = await press.run()
  expect(row).toMatchObject({ state: 'live' })
  const { dropped = [] } = (row?.receipt ?? {}) as { dropped?: { field: string; snippet: string | null }[] }
  expect(dropped.map(({ field }) => field)).toEqual([
    'language',
    'files.paper.pdf',
    'files.clip.mp4',
    'meta.subtitle',
    'seo.title',
  ])
  expect(dropped[3]?.snippet).toContain('subtitle')
})

test('a date of the future is scheduled by the site itself', async () => {
  const press = await openPress(site)
  await press.want([await press.write('f.md', file('Later', 'Text', 'date: 2036-05-01T10:00:00Z\n'))])
  const [row] = await press.run()
  expect(row).toMatchObject({ state: 'scheduled', remoteStatus: 'future' })
  expect(await site.php(`return get_post(${row?.remoteId})->post_date_gmt;`)).toBe('2036-05-01 10:00:00')
})

test('posts from before the database was lost are recognised by their marks, without writing', async () => {
  const own = await wordpress({ fresh: true })
  const first = await openPress(own)
  const texts = ['g1', 'g2', 'g3'].map((name) => [`${name}.md`, file(name)] as const)
  await first.want(await Promise.all(texts.map(([path, text]) => first.write(path, text))))
  const before = await first.run()
  const second = await openPress(own)
  const rows = await Promise.all(
    texts.map(([path, text]) => second.write(path, path === 'g3.md' ? file('g3', 'Changed.') : text)),
  )
  await second.want(rows)
  await own.clearLog()
  const after = await second.run()
  expect(after.map(({ state, result, remoteId }) => [state, result, remoteId])).toEqual([
    ['live', 'unchanged', before[0]?.remoteId],
    ['live', 'unchanged', before[1]?.remoteId],
    ['conflict', 'unchanged', before[2]?.remoteId],
  ])
  // One request looks for marks, one reads the posts that have them.
  expect((await own.log()).map(({ method }) => method)).toEqual(['GET', 'GET'])
  await own.close()
})

test('where a firewall refuses native blocks, the cause is named, and plain HTML goes another way', async () => {
  const walled = await wordpress({ quirks: ['refuses-blocks'] })
  const press = await openPress(walled)
  const rows = [
    await press.write('h1.md', file('Walled one')),
    await press.write('h2.md', file('Walled two', 'More text.')),
  ]
  await press.want(
    [rows[0]].flatMap((row) => row ?? []),
    { format: 'blocks' },
  )
  expect(await press.run()).toMatchObject([{ state: 'failed', error: { code: 'blocks_refused' } }])
  await press.want(rows)
  const publications = await press.run()
  expect(publications.map(({ state }) => state)).toEqual(['live', 'live'])
  expect(press.remembered.length).toBeGreaterThan(0)
  expect(publications[0]?.receipt).toMatchObject({ format: 'html' })
  const posts = await walled.php(
    `return array_map(fn($id) => [get_post($id)->post_name, get_post($id)->post_content], [${publications.map(({ remoteId }) => remoteId)}]);`,
  )
  expect(posts).toEqual([
    ['walled-one', '<p>Some text.</p>'],
    ['walled-two', '<p>More text.</p>'],
  ])
  await press.want([await press.write('h1.md', file('Walled one', 'Changed.'))])
  expect(await press.run()).toMatchObject([{ state: 'live', result: 'updated' }, { state: 'live' }])
})

test('strict makes a draft first, and publishes it by its id', async () => {
  const press = await openPress(site)
  await press.want([await press.write('i.md', file('Strictly', 'Text'))], { strict: true })
  const [row] = await press.run()
  expect(row).toMatchObject({ state: 'live', result: 'created', requests: 2 })
  expect(await site.php(`return get_post(${row?.remoteId})->post_name;`)).toBe('strictly')
})

test('a post whose image and terms WordPress did not come to set is found, and completed', async () => {
  const dying = await wordpress({ quirks: ['dies-after-insert'] })
  const press = await openPress(dying)
  const picture = new Map([['p.png', makePicture(78)]])
  await press.want([await press.write('j.md', file('Cut short', 'Text', 'image: p.png\ntags: [kept]\n'), picture)])
  const [row] = await press.run()
  expect(row).toMatchObject({ state: 'live', attempts: 0 })
  expect(
    await dying.php(
      `return [wp_count_posts()->publish, (int) get_post_thumbnail_id(${row?.remoteId}) > 0, get_the_tags(${row?.remoteId})[0]->name];`,
    ),
  ).toEqual(['2', true, 'kept'])
})

test('a term that was deleted on the site meanwhile is made anew', async () => {
  const press = await openPress(site)
  const head = 'tags: [fleeting]\n'
  await press.want([await press.write('k1.md', file('With a tag', 'Text', head))])
  await press.run()
  await site.php(`return wp_delete_term(get_term_by('name', 'fleeting', 'post_tag')->term_id, 'post_tag');`)
  await press.want([await press.write('k2.md', file('With it again', 'Text', head))])
  const [, row] = await press.run()
  expect(row).toMatchObject({ state: 'live', receipt: { changed: [] } })
  expect(await site.php(`return get_the_tags(${row?.remoteId})[0]->name;`)).toBe('fleeting')
})

test('whoever saves the post at the same moment is told of', async () => {
  const racing = await wordpress({ quirks: ['saved-meanwhile'] })
  const press = await openPress(racing)
  await press.want([await press.write('l.md', file('Raced', 'One.'))])
  await press.run()
  await press.want([await press.write('l.md', file('Raced', 'Two.'))])
  const [row] = await press.run()
  expect(row).toMatchObject({ state: 'conflict', error: { code: 'edited_meanwhile' }, receipt: { race: true } })
})
