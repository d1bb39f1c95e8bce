import { expect, test } from 'vitest'
import { retryPublications } from '../src/store/publication-holds.ts'
import { makePicture } from './publishing/picture.ts'
import { openPress, type Press } from './publishing/press.ts'
import { openBehindProxy } from './publishing/press-behind-proxy.ts'
import { type Site, wordpress } from './wordpress/site.ts'

const file = (title: string, { text = 'Some text.', head = '' } = {}): string =>
  `---\ntitle: ${title}\nstatus: publish\n${head}---\n\n${text}\n`
const price = { head: 'fields:\n  _price: 4.5\n' }
const timing = { deadlineMs: 800, leaseMs: 1500, settleMs: 100, retryMs: 50 }

/**
 * A site with a custom field that it shows, and that nobody may write until `late_open` is set; without a trash; and that answers
 * with the status `media_status`, if that is set, to whoever looks for images.
 */
const site = await wordpress()
await site.php(`return file_put_contents(WPMU_PLUGIN_DIR . '/late.php', <<<'PHP'
<?php
add_filter('rest_post_trashable', '__return_false');
add_filter('rest_pre_dispatch', function ($result, $server, $request) {
  $status = (int) get_option('media_status');
  $isLook = $request->get_method() === 'GET' && $request->get_route() === '/wp/v2/media';
  return $status > 0 && $isLook ? new WP_Error('media_closed', 'Not here.', ['status' => $status]) : $result;
}, 10, 3);
add_action('init', function () {
  $open = get_option('late_open') ? ['auth_callback' => '__return_true'] : [];
  register_post_meta('post', '_price', ['type' => 'number', 'single' => true, 'show_in_rest' => true] + $open);
});
PHP);`)

const postsCalled = async (at: Site, title: string): Promise<unknown> =>
  at.php(`return count(get_posts(['title' => '${title}', 'post_status' => 'any', 'numberposts' => -1]));`)

async function retry({ store, projectId }: Press): Promise<void> {
  await store.transaction((tx) => retryPublications(tx, { projectId }))
}

test('a post that was stored although WordPress refused a part of it is told as failed, and not made again', async () => {
  const press = await openPress(site, site.users.editor, { timing })
  await site.php("return update_option('late_open', '');")
  await press.want([await press.write('late.md', file('Refused late', price))])
  const [row] = await press.run()
  expect(row).toMatchObject({ state: 'failed', error: { code: 'rest_cannot_update' }, remoteStatus: 'publish' })
  expect(row?.error?.message).toContain('not all of it')
  await retry(press)
  expect(await press.run()).toMatchObject([{ state: 'failed', remoteId: row?.remoteId }])

  await site.php("return update_option('late_open', '1');")
  await retry(press)
  const [whole] = await press.run()
  expect(whole).toMatchObject({ state: 'live', result: 'created', remoteId: row?.remoteId, error: null })
  expect(await site.php(`return get_post_meta(${row?.remoteId}, '_price', true);`)).toBe('4.5')
  expect(await postsCalled(site, 'Refused late')).toBe(1)
})

test('what WordPress changed and then refused a part of is no edit of somebody else', async () => {
  const press = await openPress(site, site.users.editor, { timing })
  await site.php("return update_option('late_open', '');")
  await press.want([await press.write('change.md', file('Changed late'))])
  await press.run()
  await press.want([await press.write('change.md', file('Changed late', { ...price, text: 'Two.' }))])
  expect(await press.run()).toMatchObject([{ state: 'failed', result: null, error: { code: 'rest_cannot_update' } }])
  await press.want([await press.write('change.md', file('Changed late', { text: 'Three.' }))])
  expect(await press.run()).toMatchObject([{ state: 'live', result: 'updated', error: null }])
})

test('what WordPress refuses before it stores anything has failed at once', async () => {
  const press = await openPress(site, site.users.author, { timing })
  await press.want([await press.write('early.md', file('Refused early', { head: 'author: editor\n' }))])
  expect(await press.step()).toMatchObject([
    { state: 'failed', remoteId: null, error: { code: 'rest_cannot_edit_others' } },
  ])
})

test('one article whose words a layer refuses fails alone, and the others of its batch are published', async () => {
  const { press, proxy } = await openBehindProxy(site, timing)
  proxy.refusedWords = 'UNION SELECT'
  const articles = []
  for (const name of ['One', 'Two', 'Three', 'Four'])
    articles.push(await press.write(`${name}.md`, file(name, name === 'Two' ? { text: 'A UNION SELECT.' } : {})))
  await press.want(articles)
  const rows = await press.run()
  expect(rows.map(({ state }) => state)).toEqual(['live', 'live', 'failed', 'live', 'live'])
  expect(rows[2]?.error).toMatchObject({ code: 'remote_refused', message: expect.stringContaining('(403)') })
  for (const name of ['One', 'Three', 'Four']) expect(await postsCalled(site, name)).toBe(1)
})

test('a write that never comes to anything is given up, and says why all the while', async () => {
  const { press, proxy } = await openBehindProxy(site, timing)
  await press.want([await press.write('never.md', file('Never'))])
  proxy.setRates({ errorBefore: 1 })
  const [, doubtful] = await press.step()
  expect(doubtful).toMatchObject({ state: 'unknown', error: { message: expect.stringContaining('(502)') } })
  await press.store.pool.query("update publications set attempts = 7 where state = 'unknown'")
  expect((await press.run())[1]).toMatchObject({
    state: 'failed',
    attempts: 8,
    error: { message: expect.stringContaining('(502)') },
  })
})

test('the trash of a site that has none is refused, not tried for ever', async () => {
  const press = await openPress(site, site.users.editor, { timing })
  const article = await press.write('trash.md', file('No trash'))
  await press.want([article])
  await press.run()
  await press.want([article], {}, 'trash')
  expect(await press.step()).toMatchObject([{ state: 'failed', error: { code: 'rest_trash_not_supported' } }])
})

test('an image that may not be looked for fails its article; one that cannot be for now makes it wait, and say why', async () => {
  const press = await openPress(site, site.users.editor, { timing })
  const article = await press.write(
    'image.md',
    file('With image', { text: '![A](a.png)' }),
    new Map([['a.png', makePicture(3)]]),
  )
  await site.php("return update_option('media_status', '503');")
  await press.want([article])
  expect(await press.step()).toMatchObject([{ state: 'planned', error: { code: 'media_closed' } }])
  await site.php("return update_option('media_status', '403');")
  expect(await press.run()).toMatchObject([{ state: 'failed', error: { code: 'media_closed' } }])
  await site.php("return update_option('media_status', '0');")
  await retry(press)
  expect(await press.run()).toMatchObject([{ state: 'live', error: null }])
})
