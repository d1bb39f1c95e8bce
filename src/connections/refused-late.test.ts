import { beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../../test/connections/hub.ts'
import { type Site, wordpress } from '../../test/wordpress/site.ts'
import type { Connection } from '../store/connections.ts'
import { type Acted, type ActOptions, act, readCall } from './act.ts'
import type { ActTiming } from './act-timing.ts'
import type { Started } from './perform-action.ts'

const timing: ActTiming = { writeMs: 20_000, settleMs: 60_000, pauseMs: 50, callMs: 30_000 }

let hub: TestHub
let site: Site
let connection: Connection

/** A site with a custom field that it shows and nobody may write, and with a plugin that refuses before anything is stored. */
beforeAll(async () => {
  hub = await openTestHub()
  site = await wordpress()
  await site.php(`return file_put_contents(WPMU_PLUGIN_DIR . '/late.php', <<<'PHP'
<?php
add_action('init', fn () => register_post_meta('post', '_price', ['type' => 'number', 'single' => true, 'show_in_rest' => true]));
add_filter('rest_pre_insert_post', fn ($post, $request) =>
  $request['title'] === 'Not liked' ? new WP_Error('not_liked', 'No.', ['status' => 400]) : $post, 10, 2);
PHP);`)
  connection = await hub.connect(site)
  return () => hub.close()
})

const refused = {
  title: 'Refused late',
  content: 'Text',
  status: 'publish',
  meta: { _price: 4.5 },
  key: 'refused0late',
}

async function create(input: object, options: ActOptions = {}): Promise<Acted> {
  const ref = { projectId: connection.projectId, id: connection.id }
  return act(hub, await readCall(hub, ref, 'posts.create', input), { timing, ...options })
}

async function postsCalled(title: string): Promise<number[]> {
  return site.php(
    `return array_column(get_posts(['title' => '${title}', 'post_status' => 'any', 'numberposts' => -1]), 'ID');`,
  ) as Promise<number[]>
}

test('a post that was stored although WordPress refused a part of it is told so, and not made again by the next try', async () => {
  const notes: (Started | null)[] = []
  const onStarted = async (note: Started | null): Promise<void> => void notes.push(note)
  const first: unknown = await create(refused, { onStarted }).catch((thrown: unknown) => thrown)
  const [id] = await postsCalled('Refused late')
  const told = {
    code: 'rest_cannot_update',
    message: expect.stringContaining(`on the site as ${id}, but not all of it`),
  }
  expect(first).toMatchObject(told)
  const earlier = notes.at(-1) ?? null
  await expect(create(refused, { earlier, onStarted })).rejects.toMatchObject(told)
  expect(await postsCalled('Refused late')).toEqual([id])

  await site.php(`return wp_delete_post(${id}, true);`)
  await expect(create(refused, { earlier, onStarted })).rejects.toMatchObject({ code: 'rest_cannot_update' })
  const others = await postsCalled('Refused late')
  expect(others).toHaveLength(1)
  expect(others).not.toContain(id)
})

test('what was refused before anything was stored is refused at once, and may be sent again', async () => {
  const notes: (Started | null)[] = []
  const onStarted = async (note: Started | null): Promise<void> => void notes.push(note)
  const refusal = create({ ...refused, title: 'Not liked', key: 'not0liked' }, { onStarted })
  await expect(refusal).rejects.toMatchObject({
    code: 'not_liked',
    message: expect.not.stringContaining('on the site'),
  })
  expect(notes.at(-1)).toBe(null)
  expect(await postsCalled('Not liked')).toEqual([])
})
