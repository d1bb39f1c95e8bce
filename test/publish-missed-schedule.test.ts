import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { readEvents } from '../src/store/events.ts'
import type { Publication } from '../src/store/publications.ts'
import { openPress, type Press } from './publishing/press.ts'
import { wordpress } from './wordpress/site.ts'

// The cron of every site of these tests is off (DISABLE_WP_CRON), as on hosts that call it themselves, or forgot to.
const site = await wordpress()
const timing = { deadlineMs: 3000, leaseMs: 4500, settleMs: 150, retryMs: 100 }

/** Scheduled for later, and then, as if that had come: its time on the site is over, and we look. */
async function schedule(press: Press, name: string): Promise<number> {
  const date = '2036-05-01T10:00:00Z'
  await press.want([
    await press.write(`${name}.md`, `---\ntitle: ${name}\ndate: ${date}\nstatus: future\n---\n\nLater.\n`),
  ])
  const [row] = await press.step()
  expect(row).toMatchObject({ state: 'scheduled', remoteStatus: 'future', error: null })
  expect(row?.wakeAt?.getTime()).toBeGreaterThan(Date.parse(date))
  const id = Number(row?.remoteId)
  await site.php(`global $wpdb; $then = gmdate('Y-m-d H:i:s', time() - 60); clean_post_cache(${id});
    return $wpdb->update($wpdb->posts, ['post_date' => $then, 'post_date_gmt' => $then], ['ID' => ${id}]);`)
  await press.store.pool.query('update publications set wake_at = now()')
  return id
}

async function stepUntil(press: Press, is: (row: Publication) => boolean): Promise<Publication> {
  for (;;) {
    const [row] = await press.step()
    if (row !== undefined && is(row)) return row
    await sleep(50)
  }
}

test('a post that the site holds back past its time is told once, with the cause, and is live when it went public', async () => {
  const press = await openPress(site, site.users.editor, { timing })
  const id = await schedule(press, 'Held back')
  const missed = await stepUntil(press, ({ error }) => error !== null)
  expect(missed).toMatchObject({ state: 'scheduled', error: { code: 'schedule_missed', fix: /wp-cron/ } })
  await stepUntil(press, ({ emptyFinds }) => emptyFinds >= 4)
  await site.php(`wp_publish_post(${id}); return true;`)
  expect(await stepUntil(press, ({ state }) => state !== 'scheduled')).toMatchObject({
    state: 'live',
    remoteStatus: 'publish',
    error: null,
    wakeAt: null,
  })
  const { items } = await readEvents(press.store.db, { after: 0 })
  expect(items.map(({ payload: { state, code } }) => [state, code])).toEqual([
    ['scheduled', null],
    ['scheduled', 'schedule_missed'],
    ['live', null],
  ])
})

test('a post that went public at its time is live after one look, and somebody else’s edit of it is still theirs', async () => {
  const press = await openPress(site, site.users.editor, { timing })
  const id = await schedule(press, 'In time')
  await site.php(`wp_publish_post(${id}); wp_update_post(['ID' => ${id}, 'post_title' => 'Theirs']); return true;`)
  const before = press.requests()
  expect(await stepUntil(press, ({ state }) => state !== 'scheduled')).toMatchObject({ state: 'live', error: null })
  expect(press.requests() - before).toBe(1)
  await press.want([await press.write('In time.md', '---\ntitle: In time\n---\n\nChanged.\n')])
  expect(await press.run()).toMatchObject([{ state: 'conflict', error: { code: 'edited_on_site' } }])
})
