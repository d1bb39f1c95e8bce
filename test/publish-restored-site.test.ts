import { expect, onTestFinished, test } from 'vitest'
import { startFaultProxy } from './fault-proxy/fault-proxy.ts'
import { openPress } from './publishing/press.ts'
import { type Site, wordpress } from './wordpress/site.ts'

/**
 * A site that is restored from an older backup: posts that were made since are gone, and their ids are given a second time.
 * Made by deleting rows and setting the counter back.
 */
async function restoreWithout(site: Site, ids: readonly (number | null)[]): Promise<void> {
  await site.php(`global $wpdb;
    $ids = implode(',', array_map('intval', [${ids.map(Number).join(',')}]));
    $wpdb->query("DELETE FROM $wpdb->posts WHERE ID IN ($ids) OR post_parent IN ($ids)");
    $wpdb->query("DELETE FROM $wpdb->postmeta WHERE post_id IN ($ids)");
    $highest = (int) $wpdb->get_var("SELECT MAX(ID) FROM $wpdb->posts");
    $wpdb->query("ALTER TABLE $wpdb->posts AUTO_INCREMENT = " . ($highest + 1));
    wp_cache_flush();
    return $highest;`)
}

const file = (title: string, text = 'Some text.'): string => `---\ntitle: ${title}\nstatus: publish\n---\n\n${text}\n`
const timing = { deadlineMs: 1500, leaseMs: 2500, settleMs: 300, retryMs: 100 }

test('a stranger who has our id since a restore is neither written over nor taken away', async () => {
  const site = await wordpress({ fresh: true })
  const press = await openPress(site)
  const ours = await press.write('a.md', file('Ours'))
  await press.want([ours])
  const [row] = await press.run()
  const id = row?.remoteId ?? 0
  await restoreWithout(site, [id])
  expect(
    await site.php(`return wp_insert_post(['import_id' => ${id}, 'post_title' => 'Stranger', 'post_status' => 'publish',
    'post_content' => '<!-- wp:paragraph --><p>Theirs.</p><!-- /wp:paragraph -->']);`),
  ).toBe(id)
  const stranger = async (): Promise<unknown> =>
    site.php(`return [get_post(${id})->post_title, get_post_status(${id}), get_post(${id})->post_content];`)
  const before = await stranger()

  for (const action of ['trash', 'unpublish', 'delete'] as const) {
    await press.want([ours], {}, action)
    expect(await press.run()).toMatchObject([{ state: 'conflict', error: { code: 'other_post_there' } }])
  }
  const changed = await press.write('a.md', file('Ours', 'Changed.'))
  await press.want([changed])
  expect(await press.run()).toMatchObject([{ state: 'conflict', error: { code: 'other_post_there' } }])
  expect(await stranger()).toEqual(before)

  await press.want([changed], { overwrite: true })
  const [anew] = await press.run()
  expect(anew).toMatchObject({ state: 'live', error: null })
  expect(anew?.remoteId).not.toBe(id)
  expect(await stranger()).toEqual(before)
  await site.close()
})

test('what was made by hand under the title, address and id of an article sent as plain HTML is not taken away', async () => {
  const site = await wordpress({ fresh: true })
  const press = await openPress(site)
  const head = '---\ntitle: Ours\nstatus: publish\nslug: ours\ndate: 2026-01-02 10:00\n---\n\n'
  const ours = await press.write('a.md', `${head}Some text.\n`)
  await press.want([ours], { format: 'html' })
  const [row] = await press.run()
  const id = row?.remoteId ?? 0
  expect(row).toMatchObject({ state: 'live', receipt: { format: 'html' } })
  const edit = async (text: string): Promise<unknown> =>
    site.php(`return wp_update_post(['ID' => ${id}, 'post_content' => '${text}']);`)
  await edit('<p>Edited.</p>')
  // Ours, as somebody edited it: taken away when that is asked for, and brought back.
  await press.want([ours], {}, 'trash')
  expect(await press.run()).toMatchObject([{ state: 'trashed' }])
  await press.want([ours], { format: 'html', overwrite: true })
  expect(await press.run()).toMatchObject([{ state: 'live', remoteId: id }])

  await restoreWithout(site, [id])
  expect(
    await site.php(`return wp_insert_post(['import_id' => ${id}, 'post_title' => 'Ours', 'post_name' => 'ours',
      'post_status' => 'publish', 'post_content' => '<p>Written again by hand.</p>']);`),
  ).toBe(id)
  for (const action of ['trash', 'unpublish', 'delete'] as const) {
    await press.want([ours], {}, action)
    expect(await press.run()).toMatchObject([{ state: 'conflict', error: { code: 'other_post_there' } }])
  }
  expect(await site.php(`return get_post_status(${id});`)).toBe('publish')
  await site.close()
})

test('a new post that gets the id of one of ours that is gone is its own, and the other is told', async () => {
  const site = await wordpress({ fresh: true })
  const press = await openPress(site)
  await press.want([await press.write('a.md', file('First'))])
  const [first] = await press.run()
  await restoreWithout(site, [first?.remoteId ?? 0])
  await press.want([await press.write('b.md', file('Second'))])
  const [gone, second] = await press.run()
  expect(second).toMatchObject({ state: 'live', remoteId: first?.remoteId, error: null })
  expect(gone).toMatchObject({ state: 'conflict', remoteId: null, error: { code: 'gone_from_site' } })
  await site.close()
})

test('a post below the ids that were known before a restore is found when its answer was lost', async () => {
  const site = await wordpress({ fresh: true })
  const proxy = await startFaultProxy({ target: site.url, seed: 3, rates: {}, stallMs: 1000, lagMs: 0 })
  onTestFinished(() => proxy.close())
  const press = await openPress(site, site.users.editor, { url: proxy.url, timing })
  const many = []
  for (let index = 0; index < 4; index++) many.push(await press.write(`${index}.md`, file(`Many ${index}`)))
  await press.want(many)
  const rows = await press.run()
  await restoreWithout(
    site,
    rows.map(({ remoteId }) => remoteId),
  )
  await press.want([await press.write('new.md', file('New'))])
  proxy.onWrite = () => proxy.setRates({})
  proxy.setRates({ cut: 1 })
  const found = (await press.run()).find(({ remoteId, state }) => state === 'live' && Number(remoteId) > 0)
  expect(await site.php("return count(get_posts(['title' => 'New', 'post_status' => 'any']));")).toBe(1)
  const last = (await press.run()).at(-1)
  expect(last).toMatchObject({ state: 'live', error: null })
  expect(found).toBeDefined()
  expect(Number(last?.remoteId)).toBeLessThanOrEqual(Math.max(...rows.map(({ remoteId }) => Number(remoteId))))
  await site.close()
})
