import { expect, test } from 'vitest'
import { importArticles } from '../src/publishing/import-articles.ts'
import { getProject } from '../src/store/projects.ts'
import { cancelPublications } from '../src/store/publication-holds.ts'
import { openPress, type Press } from './publishing/press.ts'
import { type Site, wordpress } from './wordpress/site.ts'

// Each press has a database of its own: the second one knows nothing of what the first one published.
const site = await wordpress({ fresh: true })
const file = (title: string, text = 'Some text.', head = ''): string =>
  `---\ntitle: ${title}\nstatus: publish\n${head}---\n\n${text}\n`
const page = 'type: page\n'

async function publish(press: Press, title: string, text?: string, head?: string, options?: object) {
  const article = await press.write(`${title}.md`, file(title, text, head))
  await press.want([article], options)
  return (await press.run()).find(({ articleId }) => articleId === article.id)
}

async function edit(id: number | null | undefined): Promise<void> {
  await site.php(`return wp_update_post(wp_slash(['ID' => ${id},
    'post_content' => str_replace('Some text', 'Theirs', get_post(${id})->post_content)]));`)
}

function contentOf(id: number | null | undefined): Promise<unknown> {
  return site.php(`return get_post(${id})->post_content;`)
}

function titlesOf(of: Site): Promise<unknown> {
  return of.php(`global $wpdb; return $wpdb->get_col("SELECT post_title FROM $wpdb->posts
    WHERE post_title LIKE 'found %' AND post_type IN ('post', 'page') ORDER BY post_title");`)
}

test('posts from before the database was lost are found whenever their articles are wanted, of whatever type', async () => {
  const first = await openPress(site)
  await publish(first, 'found a')
  const [b, c] = [await publish(first, 'found b'), await publish(first, 'found c', 'A page.', page)]
  const second = await openPress(site)
  expect(await publish(second, 'found a')).toMatchObject({ state: 'live', result: 'unchanged' })
  expect(await publish(second, 'found new')).toMatchObject({ state: 'live', result: 'created' })
  expect(await publish(second, 'found b')).toMatchObject({ result: 'unchanged', remoteId: b?.remoteId })
  expect(await publish(second, 'found c', 'A page.', page)).toMatchObject({
    result: 'unchanged',
    remoteId: c?.remoteId,
  })
  const titles = ['found a', 'found b', 'found c', 'found new']
  expect(await titlesOf(site)).toEqual(titles)
})

test('a post that is found with other content is written over only when that is said, also the second time', async () => {
  const before = await publish(await openPress(site), 'other words')
  await edit(before?.remoteId)
  const second = await openPress(site)
  for (const _ of [1, 2]) {
    const found = await publish(second, 'other words', 'Newer.')
    expect(found).toMatchObject({ state: 'conflict', error: { code: 'found_on_site' }, remoteId: before?.remoteId })
    expect(await contentOf(before?.remoteId)).toContain('Theirs')
  }
  // Given up, it stays as it is, and is still nobody's to write over.
  const { projectId } = second
  await second.store.transaction((tx) => cancelPublications(tx, { projectId }))
  expect(await second.run()).toMatchObject([{ state: 'live', error: null }])
  expect(await publish(second, 'other words', 'Newest.')).toMatchObject({ state: 'conflict' })

  const third = await openPress(site)
  const over = await publish(third, 'other words', 'Newer.', '', { overwrite: true })
  expect(over).toMatchObject({ state: 'live', result: 'updated', remoteId: before?.remoteId, error: null })
  expect(await contentOf(before?.remoteId)).toContain('Newer.')
})

test('a scheduled post that is found is in the calendar, and is looked at when its time has come', async () => {
  const head = 'date: 2036-05-01T10:00:00Z\n'
  const text = (title: string): string => `---\ntitle: ${title}\n${head}status: future\n---\n\nLater.\n`
  const first = await openPress(site)
  await first.want([await first.write('later.md', text('later'))])
  await first.step()
  const second = await openPress(site)
  await second.want([await second.write('later.md', text('later'))])
  const [found] = await second.step()
  expect(found).toMatchObject({ state: 'scheduled', result: 'unchanged', remoteDate: new Date('2036-05-01T10:00:00Z') })
  expect(found?.wakeAt?.getTime()).toBeGreaterThan(Date.parse('2036-05-01T10:00:00Z'))
})

test('a new file where a moved one was before is an article of its own, and after a lost database both find their posts', async () => {
  const publishFiles = async (press: Press, texts: Record<string, string>) => {
    const files = Object.entries(texts).map(([path, text]) => ({
      ...{ path, text: file(`was moved, ${text}`, text), format: 'markdown' as const, images: new Map() },
    }))
    const project = await getProject(press.store.db, press.projectId)
    const request = { project, source: 'test', files, by: 'test', dryRun: false, remote: null }
    const articles = (await importArticles(press.store, request)).flatMap((one) =>
      'article' in one && one.article !== null ? one.article : [],
    )
    await press.want(articles)
    const rows = await press.run()
    return articles.map(({ id }) => rows.find(({ articleId }) => articleId === id))
  }
  const first = await openPress(site)
  const [before] = await publishFiles(first, { 'old.md': 'One.' })
  expect(await publishFiles(first, { 'new.md': 'One.' })).toMatchObject([{ id: before?.id, result: 'unchanged' }])
  const [moved, added] = await publishFiles(first, { 'new.md': 'One.', 'old.md': 'Two.' })
  expect(moved).toMatchObject({ state: 'live', remoteId: before?.remoteId })
  expect(added).toMatchObject({ state: 'live', result: 'created', error: null })

  // As in a database that saw the move before marks were kept.
  await publishFiles(first, { 'newest.md': 'Two.' })
  await first.store.pool.query('update articles set mark_identity = null')
  expect(await publishFiles(first, { 'newest.md': 'Two.', 'old.md': 'Three.' })).toMatchObject([
    { remoteId: added?.remoteId },
    { state: 'live', result: 'created', error: null },
  ])

  const second = await openPress(site)
  const found = await publishFiles(second, { 'old.md': 'Two.', 'new.md': 'One.' })
  expect(found).toMatchObject([
    { state: 'live', result: 'unchanged', remoteId: added?.remoteId, mark: added?.mark },
    { state: 'live', result: 'unchanged', remoteId: moved?.remoteId, mark: moved?.mark },
  ])
})
