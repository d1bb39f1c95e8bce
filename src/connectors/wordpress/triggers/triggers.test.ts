import { afterEach, describe, expect, test } from 'vitest'
import { openSite } from '../../../../test/publishing/open-site.ts'
import { makePicture } from '../../../../test/publishing/picture.ts'
import type { VersionName } from '../../../../test/wordpress/cache.ts'
import { type Site, wordpress } from '../../../../test/wordpress/site.ts'
import type { Action } from '../../action.ts'
import type { Trigger } from '../../trigger.ts'
import { wordpressActions } from '../actions.ts'
import type { OpenWordPress } from '../open-site.ts'
import { wordpressTriggers } from './triggers.ts'

const actions: Readonly<Record<string, Action<OpenWordPress>>> = { ...wordpressActions }
type Told = Readonly<Record<string, unknown>>

let closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})

async function opened(site: Site, role: 'administrator' | 'author' = 'administrator') {
  const open = await openSite({ url: site.url, ...site.users[role] })
  closing.push(() => open.http.close())
  const run = async (name: string, input: object): Promise<Told> => {
    const action = actions[name]
    if (action === undefined) throw new Error(`There is no ${name}`)
    return (await action.run(open, await action.input.parseAsync(input))) as Told
  }
  return { open, run }
}

/** Follows a trigger as a hub would: each item once, by its key, with the cursor as JSON between the looks. */
async function follow(open: OpenWordPress, name: string, asked: object, change = (cursor: object): object => cursor) {
  const trigger = wordpressTriggers[name] as Trigger<OpenWordPress>
  const input = trigger.input.parse(asked)
  let cursor: unknown = change((await trigger.begin(open, input)) as object)
  const keys = new Set<string>()
  return {
    cursor: () => JSON.stringify(cursor),
    keys,
    async look(site = open): Promise<Told[]> {
      const told: Told[] = []
      for (let looks = 0; ; looks++) {
        if (looks > 100) throw new Error('There is no end')
        const { items, more, cursor: next } = await trigger.poll(site, input, trigger.cursor.parse(cursor))
        cursor = JSON.parse(JSON.stringify(next))
        for (const { key, item } of items) {
          expect(keys.has(key)).toBe(false)
          keys.add(key)
          told.push(trigger.output.parse(item) as Told)
        }
        if (!more) return told
      }
    },
  }
}

/** The same site, whose clock says that an hour has passed. */
function anHourLater({ client, ...open }: OpenWordPress): OpenWordPress {
  const date = new Date(Date.now() + 3600_000).toUTCString()
  const get: typeof client.get = async (route, query) => {
    const { exchange, ...answer } = await client.get(route, query)
    const response = exchange.response && { ...exchange.response, headers: { ...exchange.response.headers, date } }
    return { ...answer, exchange: { ...exchange, response } }
  }
  return { ...open, client: { ...client, get } }
}

/** As on a site with so many posts that a post is not among the newest hundred, and so old that nobody looks at it. */
const farAway = (cursor: object): object => ({ ...cursor, id: (cursor as { newest: number }).newest, seen: {} })
const insertOld = (site: Site, more: string) =>
  site.php(`global $wpdb;
    $id = wp_insert_post(['post_title' => 'Old', 'post_content' => 'Old', 'post_date' => '2020-01-01 00:00:00'${more}]);
    $wpdb->update($wpdb->posts, ['post_modified' => '2020-01-01 00:00:00', 'post_modified_gmt' => '2020-01-01 00:00:00'], ['ID' => $id]);
    return $id;`) as Promise<number>

describe.each(['oldest', 'newest'] satisfies VersionName[])('on the %s WordPress', (version) => {
  test('a post is told when it is written, backdated, changed, republished, trashed and restored, each once', async () => {
    const site = await wordpress({ version })
    await insertOld(site, ", 'post_status' => 'publish'")
    const { open, run } = await opened(site)
    const posts = await follow(open, 'posts.changed', { type: 'post' })
    expect(await posts.look()).toEqual([])
    const { id } = await run('posts.create', {
      title: 'Backdated',
      content: 'One',
      status: 'publish',
      date_gmt: '2019-05-05T05:05:05',
    })
    expect(await posts.look()).toEqual([
      expect.objectContaining({ id, change: 'new', status: 'publish', date: '2019-05-05T05:05:05', content: 'One' }),
    ])
    expect(await posts.look()).toEqual([])
    for (const status of ['draft', 'publish']) {
      await run('posts.update', { id, status })
      expect(await posts.look()).toEqual([expect.objectContaining({ id, change: 'changed', status })])
    }
    await run('posts.delete', { id })
    expect(await posts.look()).toEqual([expect.objectContaining({ id, status: 'trash' })])
    await run('posts.update', { id, status: 'publish' })
    expect(await posts.look()).toEqual([expect.objectContaining({ id, status: 'publish' })])
    await run('posts.delete', { id, force: true })
    expect(await posts.look()).toEqual([])
  })

  test('an old post is told when it is changed, and a scheduled one when it goes live', async () => {
    const site = await wordpress({ version, fresh: true })
    const old = await insertOld(site, ", 'post_status' => 'publish'")
    const scheduled = await insertOld(site, ", 'post_status' => 'draft'")
    const { open, run } = await opened(site)
    const later = await run('posts.create', { title: 'Newest', status: 'publish' })
    const posts = await follow(open, 'posts.changed', {}, farAway)
    // What was made a moment before is told once, since nothing is known of it here.
    expect((await posts.look()).map(({ id }) => id).sort()).toEqual([1, later.id])
    await run('posts.update', { id: old, content: 'New' })
    expect(await posts.look()).toEqual([expect.objectContaining({ id: old, change: 'changed', content: 'New' })])
    await site.php(`global $wpdb;
      $wpdb->update($wpdb->posts, ['post_status' => 'future', 'post_date' => current_time('mysql'), 'post_date_gmt' => current_time('mysql', true)], ['ID' => ${scheduled}]);
      clean_post_cache(${scheduled});
      wp_publish_post(${scheduled});
      return 1;`)
    expect(await posts.look()).toEqual([
      expect.objectContaining({ id: scheduled, status: 'publish', modified: '2020-01-01T00:00:00' }),
    ])
    expect(await posts.look()).toEqual([])
    await site.close()
  })

  test('a second change in the same second is told, and one that changes nothing is not', async () => {
    const site = await wordpress({ version })
    const { open, run } = await opened(site)
    const { id } = await run('posts.create', { title: 'Twice', content: 'One', status: 'publish' })
    const posts = await follow(open, 'posts.changed', {})
    await run('posts.update', { id, content: 'Two' })
    await posts.look()
    const write = (content: string) =>
      site.php(
        `global $wpdb; $wpdb->update($wpdb->posts, ['post_content' => '${content}'], ['ID' => ${id}]); clean_post_cache(${id}); return 1;`,
      )
    await write('Three')
    expect(await posts.look()).toEqual([expect.objectContaining({ id, content: 'Three' })])
    await write('Three')
    expect(await posts.look()).toEqual([])
    // However long it takes until the next look.
    await write('Four')
    expect(await posts.look(anHourLater(open))).toEqual([expect.objectContaining({ id, content: 'Four' })])
  })
})

test('nothing is missed or told twice when the site is in another zone, or moves to one', async () => {
  const site = await wordpress({ version: 'newest', fresh: true })
  const old = await insertOld(site, ", 'post_status' => 'publish'")
  const zone = (name: string) => site.php(`update_option('timezone_string', '${name}'); return 1;`)
  await zone('Pacific/Auckland')
  const { open, run } = await opened(site)
  const posts = await follow(open, 'posts.changed', {}, farAway)
  await posts.look()
  await run('posts.update', { id: old, title: 'In Auckland' })
  expect(await posts.look()).toEqual([expect.objectContaining({ id: old, title: 'In Auckland' })])
  await zone('Pacific/Honolulu')
  await run('posts.update', { id: old, title: 'In Honolulu' })
  expect(await posts.look()).toEqual([expect.objectContaining({ id: old, title: 'In Honolulu' })])
  const { id } = await run('posts.create', { title: 'There', status: 'publish' })
  expect(await posts.look()).toEqual([expect.objectContaining({ id, change: 'new' })])
  expect(await posts.look()).toEqual([])
  await site.close()
})

test('a cache in front of the API hides nothing', async () => {
  const site = await wordpress({ version: 'newest', quirks: ['shared-cache'] })
  const { open, run } = await opened(site)
  const posts = await follow(open, 'posts.changed', {})
  const { id } = await run('posts.create', { title: 'Cached?', status: 'publish' })
  expect(await posts.look()).toEqual([expect.objectContaining({ id })])
  await run('posts.update', { id, title: 'Cached!' })
  expect(await posts.look()).toEqual([expect.objectContaining({ id, title: 'Cached!' })])
})

test('many posts are each told once while others come in between, backdated ones too, and the cursor stays small', async () => {
  const site = await wordpress({ version: 'newest', fresh: true })
  const { open } = await opened(site)
  const many = process.env.DEEP === '1' ? 1700 : 230
  const insert = (count: number, when = 'now') =>
    site.php(`global $wpdb; $now = gmdate('Y-m-d H:i:s', strtotime('${when}'));
      for ($i = 0; $i < ${count}; $i++) $wpdb->insert($wpdb->posts, ['post_title' => "Post $i", 'post_status' => 'publish', 'post_author' => 1, 'post_date' => $now, 'post_date_gmt' => $now, 'post_modified' => $now, 'post_modified_gmt' => $now, 'post_content' => 'Text', 'post_excerpt' => '', 'to_ping' => '', 'pinged' => '', 'post_content_filtered' => '']);
      return 1;`)
  await insert(many, '-2 months')
  const posts = await follow(open, 'posts.changed', {})
  await insert(many)
  const [told] = await Promise.all([posts.look(), insert(7)])
  const all = [...told, ...(await posts.look())]
  expect(new Set(all.map(({ id }) => id)).size).toBe(many + 7)
  expect(all).toHaveLength(many + 7)
  await insert(many, '-1 year')
  expect(await posts.look()).toHaveLength(many)
  expect(posts.cursor().length).toBeLessThan(64 * 1024)
  expect(await posts.look()).toEqual([])
  await site.close()
}, 300_000)

test('files, comments and users are told too, and an author sees what visitors see', async () => {
  const site = await wordpress({ version: 'newest' })
  const { open, run } = await opened(site)
  const author = await opened(site, 'author')
  const files = await follow(open, 'posts.changed', { type: 'attachment' })
  const comments = await follow(open, 'comments.changed', {})
  const again = await follow(open, 'comments.changed', {})
  const users = await follow(open, 'users.changed', {})
  const seen = await follow(author.open, 'posts.changed', { status: ['publish'] })
  const file = await run('media.upload', { bytes: makePicture(5).toString('base64'), name: 'five.png' })
  expect(await files.look()).toEqual([expect.objectContaining({ id: file.id, type: 'attachment', change: 'new' })])
  await run('media.update', { id: file.id, alt_text: 'Five' })
  expect(await files.look()).toEqual([expect.objectContaining({ id: file.id, change: 'changed' })])
  const comment = await run('comments.create', { post: 1, content: 'A word' })
  expect(await comments.look()).toEqual([{ change: 'new', item: expect.objectContaining({ id: comment.id }) }])
  // A trigger that begins again gives no key a second time.
  expect(await again.look()).toHaveLength(1)
  expect(again.keys).not.toEqual(comments.keys)
  await run('comments.update', { id: comment.id, status: 'hold' })
  expect(await comments.look()).toEqual([{ change: 'changed', item: expect.objectContaining({ status: 'hold' }) }])
  const user = await run('users.create', { username: 'newcomer', email: 'newcomer@example.com' })
  await run('users.update', { id: site.users.editor.id, roles: ['author'] })
  expect((await users.look()).map(({ change }) => change).sort()).toEqual(['changed', 'new'])
  expect(await users.look()).toEqual([])
  await run('users.delete', { id: user.id, reassign: 1 })
  expect(await users.look()).toEqual([])
  const post = await run('posts.create', { title: 'By the administrator', status: 'publish' })
  await run('posts.create', { title: 'Nobody knows', status: 'draft' })
  expect(await seen.look()).toEqual([expect.objectContaining({ id: post.id, content: null })])
})
