import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { openSite } from '../../../../test/publishing/open-site.ts'
import { makePicture } from '../../../../test/publishing/picture.ts'
import type { VersionName } from '../../../../test/wordpress/cache.ts'
import { type Site, wordpress } from '../../../../test/wordpress/site.ts'
import type { Role } from '../../../../test/wordpress/site-options.ts'
import { openScratch, type ScratchFile } from '../../../files/scratch.ts'
import type { Action, Difference } from '../../action.ts'
import { wordpressActions } from '../actions.ts'
import type { OpenWordPress } from '../open-site.ts'
import { readRoutes } from '../routes/site-routes.ts'

const actions: Readonly<Record<string, Action<OpenWordPress>>> = { ...wordpressActions }
type Answer = Readonly<Record<string, unknown>> & {
  readonly id?: number
  readonly items?: Answer[]
  readonly next?: string
}

let closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})

async function opened(site: Site, role: Role = 'administrator') {
  const open = await openSite({ url: site.url, ...site.users[role] })
  const scratch = await openScratch(join(tmpdir(), `pressroom-scratch-${randomUUID()}`))
  closing.push(() => open.http.close())
  const actionOf = (name: string): Action<OpenWordPress> => {
    const action = actions[name]
    if (action === undefined) throw new Error(`There is no ${name}`)
    return action
  }
  const run = async (name: string, input: object = {}): Promise<Answer> => {
    const action = actionOf(name)
    const read = await action.input.parseAsync(input)
    const newFile = async (): Promise<ScratchFile> => {
      const file = await scratch.create()
      closing.push(() => file.release())
      return file
    }
    const ready = (await action.prepare?.(open, read, { newFile })) ?? read
    return action.output.parse(await action.run(open, ready)) as Answer
  }
  const differences = async (name: string, input: object): Promise<Difference[]> => {
    const action = actionOf(name)
    const read = await action.input.parseAsync(input)
    return action.verify?.(read, await action.run(open, read)) ?? []
  }
  const all = async (
    name: string,
    input: object,
    between: () => Promise<unknown> = async () => 0,
  ): Promise<unknown[]> => {
    const ids: unknown[] = []
    for (let cursor: string | undefined; ; ) {
      const page = await run(name, { ...input, ...(cursor === undefined ? {} : { cursor }) })
      ids.push(...(page.items ?? []).map(({ id }) => id))
      if (page.next === null || page.next === undefined) return ids
      cursor = page.next
      await between()
    }
  }
  return { open, run, differences, all }
}

describe.each(['oldest', 'newest'] satisfies VersionName[])('on the %s WordPress', (version) => {
  test('a list tells each post once though others are made, deleted and published between its pages', async () => {
    const site = await wordpress({ version, fresh: true })
    const { run, all } = await opened(site)
    const make = (count: number) =>
      site.php(
        `$ids = []; for ($i = 0; $i < ${count}; $i++) $ids[] = wp_insert_post(['post_title' => "P $i", 'post_status' => 'publish']); return $ids;`,
      ) as Promise<number[]>
    const ids = await make(23)
    for (const order of ['asc', 'desc']) {
      const doomed = order === 'asc' ? ids.slice(0, 6) : ids.slice(-6)
      const told = await all('posts.list', { limit: 8, order }, async () => {
        const id = doomed.pop()
        if (id !== undefined) await run('posts.delete', { id, force: true })
        for (const title of ['One', 'Two']) await run('posts.create', { title, status: 'publish' })
      })
      const stayed = ids.slice(6, -6)
      expect(stayed.filter((id) => !told.includes(id))).toEqual([])
      expect(new Set(told).size).toBe(told.length)
    }
    await site.close()
  })

  test('categories, which know pages alone, are listed whole in either order', async () => {
    const site = await wordpress({ version, fresh: true })
    const { run, all } = await opened(site)
    for (let number = 0; number < 11; number++)
      await run('categories.create', { name: `C ${number}`, parent: number < 5 ? 0 : 1 })
    const everything = (await run('categories.list')).items?.map(({ id }) => id) ?? []
    expect(everything).toHaveLength(12)
    let isDeleted = false
    const told = await all('categories.list', { limit: 3 }, async () => {
      if (!isDeleted) await run('categories.delete', { id: everything[0] })
      isDeleted = true
    })
    expect(told).toEqual(everything)
    expect(await all('categories.list', { limit: 4, order: 'asc' })).toEqual(everything.slice(1).reverse())
    await site.close()
  })

  test('a page that is too large is asked for in smaller ones, and a wrong cursor is refused', async () => {
    const site = await wordpress({ version, fresh: true })
    await site.php(
      `for ($i = 0; $i < 7; $i++) wp_insert_post(['post_title' => 'L', 'post_status' => 'publish', 'post_content' => str_repeat('x', 1900000)]); return 1;`,
    )
    const { run, all } = await opened(site)
    expect(await all('posts.list', { fields: ['content.raw'], limit: 12 })).toHaveLength(8)
    await expect(run('posts.list', { cursor: 'x' })).rejects.toMatchObject({ code: 'bad_input' })
    await site.close()
  })

  test('an author lists what visitors see too, and may read only what a visitor may', async () => {
    const site = await wordpress({ version })
    const { run } = await opened(site, 'author')
    const { id } = await run('posts.create', { title: 'Mine', status: 'draft' })
    const { items = [] } = await run('posts.list', { status: ['publish', 'draft'] })
    expect(items.map((post) => post.id)).toEqual([id, 1])
    expect(items[0]).toMatchObject({ title: { raw: 'Mine' } })
    expect(await run('posts.get', { id: 1 })).toMatchObject({ title: { rendered: 'Hello world!' } })
    await expect(run('users.create', { username: 'x', email: 'x@example.com' })).rejects.toMatchObject({
      code: 'rest_cannot_create_user',
    })
  })

  test('terms are given by path, slug or name, made by policy, and the author by e-mail', async () => {
    const site = await wordpress({ version })
    const { run, open } = await opened(site)
    const { editor } = site.users
    const made = await run('posts.create', {
      title: 'Named',
      author: editor.email,
      categories: ['News > Local', 'uncategorized', 1],
      tags: ['C++', 'ça va'],
    })
    const local = await run('categories.get', { id: (made.categories as number[]).find((one) => one !== 1) ?? 0 })
    expect(made).toMatchObject({ author: editor.id, tags: [expect.any(Number), expect.any(Number)] })
    expect(local).toMatchObject({ name: 'Local' })
    expect(await run('categories.get', { id: local.parent as number })).toMatchObject({ name: 'News' })
    const before = open.requests()
    const again = await run('posts.create', { title: 'Again', categories: ['news > local'], missingTerms: 'fail' })
    expect([again.categories, open.requests() - before]).toEqual([[local.id], 2])
    await expect(run('posts.create', { title: 'X', tags: ['nowhere'], missingTerms: 'fail' })).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringContaining('nowhere'),
    })
    expect(await run('posts.create', { title: 'X', tags: ['nowhere'], missingTerms: 'skip' })).toMatchObject({
      tags: [],
    })
    await expect(run('posts.create', { title: 'X', author: 'nobody' })).rejects.toMatchObject({ code: 'bad_input' })
  })

  test('a call that is refused leaves no terms behind', async () => {
    const site = await wordpress({ version })
    const { run } = await opened(site)
    const terms = { categories: ['Left > Behind'], tags: ['left-behind', 1] }
    for (const input of [
      { ...terms, subtitle: 'lost' },
      { ...terms, status: 'nonsense' },
    ]) {
      await expect(run('posts.create', { title: 'X', ...input })).rejects.toMatchObject({ code: 'bad_input' })
      await expect(run('posts.update', { id: 1, ...input })).rejects.toMatchObject({ code: 'bad_input' })
    }
    expect((await run('categories.list', { search: 'left' })).items).toEqual([])
    expect((await run('tags.list', { search: 'left' })).items).toEqual([])
  })

  test('what the site would drop without a word is refused before it is sent, what it changes is told', async () => {
    const site = await wordpress({ version })
    const { run, differences } = await opened(site, 'author')
    await site.clearLog()
    for (const [name, input, message] of [
      ['posts.create', { title: 'X', subtitle: 'lost' }, 'takes no "subtitle"'],
      ['posts.create', { title: 'X', meta: { lost: 1 } }, '"meta" takes no "lost"'],
      ['posts.list', { colour: 'red' }, 'takes no "colour"'],
      ['posts.create', { title: 'X', status: 'nonsense' }, '"status" must be one of'],
      ['posts.list', { _method: 'DELETE' }, '"_method" cannot be'],
      ['posts.list', { 'rest route': '/wp/v2/users' }, 'cannot be an argument'],
    ] as const)
      await expect(run(name, input)).rejects.toMatchObject({
        code: 'bad_input',
        message: expect.stringContaining(message),
      })
    expect(await site.log()).toEqual([])
    expect(await differences('posts.create', { title: 'A & B', content: '<p>x</p>', status: 'publish' })).toEqual([])
    expect(await differences('posts.create', { title: 'T', content: '<p>x</p><script>1</script>' })).toEqual([
      expect.objectContaining({ field: 'content', kind: 'changed' }),
    ])
  })

  test('a revision is restored as it was stored, and deleting says what became of it', async () => {
    const site = await wordpress({ version })
    const { run } = await opened(site)
    const first = '<!-- wp:paragraph -->\n<p>First &amp; “best”</p>\n<!-- /wp:paragraph -->'
    const { id } = await run('posts.create', { title: 'R', content: first })
    await run('posts.update', { id, content: first })
    await run('posts.update', { id, title: 'R2', content: '<p>Second</p>' })
    const { items = [] } = await run('revisions.list', { post: id, order: 'asc' })
    expect(items.length).toBeGreaterThan(1)
    const restored = await run('revisions.restore', { post: id, id: items[0]?.id })
    expect(restored).toMatchObject({ title: { raw: 'R' }, content: { raw: first } })
    await run('posts.update', { id, status: 'publish' })
    await run('autosaves.save', { post: id, content: 'Beside' })
    expect((await run('autosaves.list', { post: id })).items).toEqual([
      expect.objectContaining({ content: expect.objectContaining({ raw: 'Beside' }) }),
    ])
    const remove = async (force: boolean) => (await run('posts.delete', { id, force })).state
    expect([await remove(false), await remove(false), await remove(true), await remove(true)]).toEqual([
      'trashed',
      'trashed',
      'deleted',
      'gone',
    ])
  })

  test('a file is uploaded once, from bytes or an address, and a private address is not read', async () => {
    const site = await wordpress({ version })
    const { run, open } = await opened(site, 'author')
    const bytes = makePicture(9).toString('base64')
    const before = open.requests()
    const file = await run('media.upload', { bytes, name: 'Ä picture', alt_text: 'Nine', caption: 'C & D' })
    expect(open.requests() - before).toBe(1)
    expect(file).toMatchObject({
      mime_type: 'image/png',
      alt_text: 'Nine',
      slug: expect.stringMatching(/-[0-9a-f]{16}$/),
    })
    const copy = await run('media.upload', { url: String(file.source_url), slug: 'a-copy' })
    expect(copy).toMatchObject({ slug: 'a-copy', mime_type: 'image/png' })
    await expect(run('media.upload', { url: 'http://169.254.169.254/latest/x.png' })).rejects.toMatchObject({
      code: 'address_refused',
    })
    await expect(run('media.upload', { url: `${site.url}/nothing.png` })).rejects.toMatchObject({
      code: 'remote_refused',
    })
    await expect(actions['media.upload']?.input.parseAsync({ name: 'x' })).rejects.toThrow('bytes or a url')
    expect(await run('media.delete', { id: file.id })).toEqual({ id: file.id, state: 'deleted' })
  })

  test("a plugin's types, taxonomies and routes are used like WordPress's own", async () => {
    const site = await wordpress({ version, quirks: ['own-content'] })
    const { run } = await opened(site)
    const book = await run('posts.create', {
      type: 'book',
      title: 'B',
      genres: ['Fiction > Crime'],
      meta: { isbn: '1' },
      key: 'bookbook1',
    })
    expect(book).toMatchObject({ type: 'book', meta: { isbn: '1' }, genres: [expect.any(Number)] })
    expect((await run('terms.list', { taxonomy: 'genre' })).items?.map(({ name }) => name)).toEqual([
      'Crime',
      'Fiction',
    ])
    expect((await run('posts.list', { type: 'book', status: ['draft'] })).items).toHaveLength(1)
    const request = (method: string, route: string, more: object = {}) => run('request', { method, route, ...more })
    const got = await request('GET', '/shop/v1/orders/{id}', { path: { id: 7 }, args: { tags: ['a b', 'ü&'] } })
    expect(got).toMatchObject({ status: 200, body: { method: 'GET', id: '7', query: { tags: ['a b', 'ü&'] } } })
    expect(await request('GET', '/shop/v1/count')).toMatchObject({ body: 42 })
    const paid = { status: 'paid', lines: [{ count: 2 }] }
    expect(await request('PUT', '/shop/v1/orders/7', { args: paid })).toMatchObject({
      body: { method: 'PUT', json: paid },
    })
    expect(await request('DELETE', '/shop/v1/orders/7')).toMatchObject({ body: { method: 'DELETE', id: '7' } })
    for (const [method, route, args, message] of [
      ['PUT', '/shop/v1/orders/7', { status: 'lost' }, '"status" must be one of: open, paid'],
      ['PUT', '/shop/v1/orders/7', {}, 'needs "status"'],
      ['PUT', '/shop/v1/orders/7', { ...paid, lines: [{ count: 0 }] }, '"lines[0].count" must be at least 1'],
      ['PUT', '/shop/v1/orders/7', { ...paid, note: 'much too long' }, 'at most 10 characters'],
      ['POST', '/shop/v1/orders/7', {}, 'does not take POST'],
      ['GET', '/shop/v1/nothing', {}, 'lists no route'],
      ['POST', '/batch/v1', { requests: [] }, 'no request of its own'],
    ] as const)
      await expect(request(method, route, { args })).rejects.toMatchObject({
        code: 'bad_input',
        message: expect.stringContaining(message),
      })
    await expect(request('GET', '/wp/v2/posts/999999')).rejects.toMatchObject({ code: 'rest_post_invalid_id' })
  })
})

test('a site that hides its index is used all the same', async () => {
  const site = await wordpress({ version: 'newest', fresh: true })
  const { open, run } = await opened(site)
  for (let number = 0; number < 5; number++) await run('categories.create', { name: `C ${number}` })
  const hidden = { ...open, facts: { ...open.facts, routes: readRoutes({}) } }
  const ask = async (name: string, input: object = {}): Promise<Answer> =>
    (await actions[name]?.run(hidden, actions[name].input.parse(input))) as Answer
  const ids: unknown[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Answer = await ask('categories.list', { limit: 2, ...(cursor === undefined ? {} : { cursor }) })
    ids.push(...(page.items ?? []).map(({ id }) => id))
    cursor = page.next ?? null
  }
  expect(new Set(ids).size).toBe(6)
  expect(await ask('posts.get', { id: 1 })).toMatchObject({ title: { raw: 'Hello world!' } })
  expect(await ask('request', { route: '/wp/v2/posts/1' })).toMatchObject({ status: 200 })
  await expect(ask('request', { route: '/wp/v2/posts/../users' })).rejects.toMatchObject({ code: 'bad_input' })
  await site.close()
})

test('an ability is run if it does no more than it may', async () => {
  const site = await wordpress({ version: 'newest', quirks: ['own-content'] })
  const { run } = await opened(site)
  const ability = (name: string, as: string, input: unknown = { order: 3 }) => run('abilities.run', { name, as, input })
  expect(await ability('shop/show', 'read')).toEqual({ result: 'order 3' })
  expect(await ability('shop/pay', 'change')).toEqual({ result: 'order 3' })
  expect(await ability('shop/erase', 'destroy')).toEqual({ result: 'order 3' })
  await expect(ability('shop/pay', 'read')).rejects.toMatchObject({
    code: 'bad_input',
    fix: expect.stringContaining('as=change'),
  })
  await expect(ability('shop/erase', 'change')).rejects.toMatchObject({ code: 'bad_input' })
  await expect(ability('shop/show', 'read', { order: 0 })).rejects.toMatchObject({
    message: expect.stringContaining('at least 1'),
  })
  const { effectOf } = wordpressActions['abilities.run']
  expect((['read', 'change', 'destroy'] as const).map((as) => effectOf?.({ name: 'x', as }))).toEqual([
    'read',
    'append',
    'destructive',
  ])
})
