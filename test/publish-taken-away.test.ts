import { expect, onTestFinished, test } from 'vitest'
import { cancelPublications } from '../src/store/publication-holds.ts'
import { startFaultProxy } from './fault-proxy/fault-proxy.ts'
import { openPress } from './publishing/press.ts'
import { wordpress } from './wordpress/site.ts'

const site = await wordpress()
const file = (title: string, text = 'Some text.'): string => `---\ntitle: ${title}\nstatus: publish\n---\n\n${text}\n`
const timing = { deadlineMs: 1500, leaseMs: 2500, settleMs: 300, retryMs: 100 }

test('what somebody edited before it was unpublished is still theirs when it is published again', async () => {
  const press = await openPress(site)
  const article = await press.write('a.md', file('Edited, then unpublished'))
  await press.want([article])
  const [{ remoteId: id } = { remoteId: 0 }] = await press.run()
  await site.php(`return wp_update_post(['ID' => ${id}, 'post_title' => 'Theirs']);`)
  await press.want([article], {}, 'unpublish')
  expect(await press.run()).toMatchObject([{ state: 'draft', error: null }])
  await press.want([article])
  expect(await press.run()).toMatchObject([{ state: 'conflict', error: { code: 'edited_on_site' } }])
  expect(await site.php(`return get_post(${id})->post_title;`)).toBe('Theirs')
})

test('what is published out of the trash is sent again when it was lost on its way in, and not at once', async () => {
  const proxy = await startFaultProxy({ target: site.url, seed: 1, rates: {}, stallMs: 1000, lagMs: 0 })
  onTestFinished(() => proxy.close())
  const press = await openPress(site, site.users.editor, { url: proxy.url, timing })
  const article = await press.write('b.md', file('Out of the trash'))
  await press.want([article])
  await press.run()
  await press.want([article], {}, 'trash')
  expect(await press.run()).toMatchObject([{ state: 'trashed' }])
  await press.want([article])
  const writes = (): number => proxy.seen.filter(({ method }) => method === 'POST').length
  const before = writes()
  proxy.setRates({ errorBefore: 1 })
  expect(await press.step()).toMatchObject([{ state: 'unknown' }])
  expect(writes() - before).toBe(1)
  proxy.setRates({})
  expect(await press.run()).toMatchObject([{ state: 'live', result: 'updated', remoteStatus: 'publish', error: null }])
})

test('what was deleted and is made anew in two steps has the address of its title', async () => {
  const press = await openPress(site)
  const article = await press.write('c.md', file('Made anew'))
  const strict = { strict: true }
  await press.want([article], strict)
  await press.run()
  await press.want([article], {}, 'delete')
  await press.run()
  await press.want([article], strict)
  const [row] = await press.run()
  expect(row).toMatchObject({ state: 'live' })
  expect(await site.php(`return get_post(${row?.remoteId})->post_name;`)).toBe('made-anew')
})

test('what is scheduled goes on being looked at when a later wish failed and was given up', async () => {
  const press = await openPress(site, site.users.editor, { timing })
  const later = (text: string, head = ''): string =>
    `---\ntitle: Scheduled\ndate: 2036-05-01T10:00:00Z\nstatus: future\n${head}---\n\n${text}\n`
  await press.want([await press.write('d.md', later('One.'))])
  const [scheduled] = await press.step()
  expect(scheduled?.wakeAt).toBeInstanceOf(Date)
  await press.want([await press.write('d.md', later('Two.', 'author: nobody here\n'))])
  expect(await press.step()).toMatchObject([{ state: 'failed' }])
  const { projectId } = press
  await press.store.transaction((tx) => cancelPublications(tx, { projectId }))
  expect(await press.step()).toMatchObject([{ state: 'scheduled', wakeAt: scheduled?.wakeAt, error: null }])
})

test('a scheduled post that somebody deleted is gone when its conflict is given up', async () => {
  const press = await openPress(site, site.users.editor, { timing })
  const text = '---\ntitle: Deleted\ndate: 2036-05-01T10:00:00Z\nstatus: future\n---\n\nLater.\n'
  await press.want([await press.write('e.md', text)])
  const [scheduled] = await press.step()
  await site.php(`return wp_delete_post(${scheduled?.remoteId}, true)->ID;`)
  await press.store.pool.query('update publications set wake_at = now()')
  expect(await press.step()).toMatchObject([{ state: 'conflict', error: { code: 'gone_from_site' } }])
  const { projectId } = press
  await press.store.transaction((tx) => cancelPublications(tx, { projectId }))
  expect(await press.step()).toMatchObject([{ state: 'gone', error: null }])

  await press.want([await press.write('e.md', text)])
  const [anew] = await press.step()
  expect(anew).toMatchObject({ state: 'scheduled', result: 'created', error: null })
  expect(anew?.remoteId).toBeGreaterThan(Number(scheduled?.remoteId))
})

test('what was deleted without an answer is made anew when it is published again', async () => {
  const proxy = await startFaultProxy({ target: site.url, seed: 1, rates: {}, stallMs: 1000, lagMs: 0 })
  onTestFinished(() => proxy.close())
  const press = await openPress(site, site.users.editor, { url: proxy.url, timing })
  const article = await press.write('f.md', file('Deleted unheard'))
  await press.want([article])
  const [first] = await press.run()
  await press.want([article], {}, 'delete')
  proxy.setRates({ cut: 1 })
  await press.step()
  proxy.setRates({})
  expect(await press.run()).toMatchObject([{ state: 'gone', remoteId: null, remoteUrl: first?.remoteUrl }])
  await press.want([article])
  expect(await press.run()).toMatchObject([{ state: 'live', result: 'created', error: null }])
})

test.each(['cut', 'errorBefore'] as const)(
  'a copy that somebody made is not taken for the post that was sent (%s)',
  async (fault) => {
    const proxy = await startFaultProxy({ target: site.url, seed: 1, rates: {}, stallMs: 1000, lagMs: 0 })
    onTestFinished(() => proxy.close())
    const press = await openPress(site, site.users.editor, { url: proxy.url, timing })
    const path = `copied-${fault}.md`
    await press.want([await press.write(path, file('Copied'))])
    const [first] = await press.run()
    const copy =
      await site.php(`$post = get_post(${first?.remoteId}); return wp_insert_post(wp_slash(['post_title' => 'A copy',
      'post_status' => 'draft', 'post_content' => $post->post_content]));`)
    const changed = await press.write(path, file('Copied', 'Other words.'))
    await press.want([changed], {}, 'delete')
    await press.run()
    await press.want([changed])
    proxy.setRates({ [fault]: 1 })
    await press.step()
    proxy.setRates({})
    const [anew] = await press.run()
    expect(anew).toMatchObject({ state: 'live', error: null })
    expect(Number(anew?.remoteId)).toBeGreaterThan(Number(copy))
    expect(await site.php(`return [get_post(${copy})->post_title, get_post_status(${copy})];`)).toEqual([
      'A copy',
      'draft',
    ])
  },
)
