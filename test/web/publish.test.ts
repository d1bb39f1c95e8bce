import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Jobs } from '../../src/jobs/jobs.ts'
import { startWorkers } from '../hub/workers.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { listViolations } from './axe.ts'
import { provideDesk } from './desk.ts'
import { addArticle, ask, type } from './writing.ts'

const desk = provideDesk({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
const script = '<img src=x onerror="planted=1">'
let jobs: Jobs
let blog: Site
let shop: Site

beforeAll(async () => {
  jobs = await startWorkers(desk.test)
  ;[blog, shop] = await Promise.all([wordpress({ fresh: true }), wordpress({ fresh: true })])
  for (const [name, site] of [
    ['Blog', blog],
    [`Shop ${script}`, shop],
  ] as const) {
    const { username, applicationPassword: password } = site.users.editor
    await ask(desk, 'connections', { input: { address: site.url, username, password }, name })
  }
})
afterAll(async () => await jobs?.stop(5))

const posts = (site: Site) =>
  site.php(
    `return array_map(fn ($p) => [$p->post_title, $p->post_status, wp_strip_all_tags($p->post_content)], get_posts(['post_status' => 'any', 'numberposts' => -1, 'exclude' => [1]]));`,
  )

test('an article goes to two sites, is changed and goes again, and what somebody changed there meanwhile is not lost', async () => {
  const article = await addArticle(desk, 'How tea grows', 'Mist until noon.')
  const page = await desk.open(desk.at(`articles/${article}/publish`))
  await page.getByText('It is nowhere yet').waitFor()
  await page.getByRole('button', { name: 'All', exact: true }).click()
  await page.getByLabel('Status', { exact: true }).selectOption('publish')
  await page.getByRole('button', { name: 'Own settings of Shop' }).click()
  await page.getByRole('dialog').getByLabel('Status', { exact: true }).selectOption('draft')
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click()
  await page.getByText('own settings', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await page.getByText('2 of 2 sites looked at').waitFor()
  await page.getByText('publish · post').waitFor()
  await page.getByText('draft · post').waitFor()
  expect(await page.getByText('would be made').count()).toBe(2)
  expect(await page.getByText('What would change there').count()).toBe(0)
  await page.getByRole('button', { name: 'Publish on 2 targets' }).click()
  await page.getByText('2 of 2 done').waitFor()
  const where = page.getByRole('table', { name: 'Where it is' })
  await where.getByRole('row', { name: 'Blog' }).getByText('live').waitFor()
  await where.getByRole('row', { name: 'Shop' }).getByText('draft').waitFor()
  expect(await posts(blog)).toEqual([['How tea grows', 'publish', 'Mist until noon.']])
  expect(await posts(shop)).toEqual([['How tea grows', 'draft', 'Mist until noon.']])

  await page.getByRole('link', { name: 'Write', exact: true }).click()
  await type(page, ' Then sun.')
  await page.keyboard.press('Control+s')
  await page.getByText('Version 2, saved').waitFor()
  await blog.php(
    `wp_update_post(['ID' => get_posts(['numberposts' => 1])[0]->ID, 'post_content' => '<!-- wp:paragraph --><p>Mist until one.</p><!-- /wp:paragraph -->']);`,
  )
  await page.getByRole('link', { name: 'Publish', exact: true }).click()
  await where.getByRole('row', { name: 'Shop' }).getByText('version 1; version 2 is newer').waitFor()
  await page.getByRole('button', { name: 'Show the plan' }).click()
  await page.getByText('What would change there').nth(1).waitFor()
  await page.getByLabel('What would change on Blog', { exact: true }).first().click()
  await page.getByRole('region', { name: 'Changes of the content on Blog' }).getByText('Mist until one.').waitFor()
  await page.getByRole('button', { name: 'Publish on 2 targets' }).click()
  await where.getByRole('row', { name: 'Blog' }).getByText('conflict').waitFor()
  await expect.poll(() => posts(shop)).toEqual([['How tea grows', 'draft', 'Mist until noon. Then sun.']])
  expect(await posts(blog)).toEqual([['How tea grows', 'publish', 'Mist until one.']])

  await page.getByRole('link', { name: 'Receipt of Blog' }).click()
  await page.getByText('Mist until one.').waitFor()
  await page.getByText('Then sun.').waitFor()
  expect(await listViolations(page)).toEqual([])
  await page.getByRole('button', { name: 'Write ours over it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Write ours over it' }).click()
  await expect.poll(() => posts(blog)).toEqual([['How tea grows', 'publish', 'Mist until noon. Then sun.']])
  await page.getByRole('heading', { level: 1 }).getByText('How tea grows on Blog').waitFor()
  await page.getByText('The site stored everything as it was sent.').waitFor()
  expect(desk.complaints).toEqual([])
})

test('theirs is kept as the next version of the article', async () => {
  const article = await addArticle(desk, 'Kept theirs', 'Ours.')
  const publish = async () =>
    await ask(desk, 'publications', { articles: [article], connections: ['Blog'], options: { status: 'publish' } })
  await publish()
  const page = await desk.open(desk.at(`board?article=${article}`))
  const row = page.getByRole('row', { name: 'Kept theirs' })
  await row.getByText('live').waitFor()
  await blog.php(
    `wp_update_post(['ID' => get_posts(['title' => 'Kept theirs', 'post_type' => 'post', 'numberposts' => 1])[0]->ID, 'post_content' => '<!-- wp:paragraph --><p>Theirs.</p><!-- /wp:paragraph -->']);`,
  )
  const content = { title: 'Kept theirs', body: { format: 'markdown', text: 'Ours, again.' } }
  await ask(desk, `articles/${article}`, { version: 1, content }, 'PUT')
  await publish()
  await row.getByText('conflict').waitFor()
  await row.getByRole('link', { name: 'Receipt of Blog' }).click()
  await page.getByRole('button', { name: 'Keep theirs' }).click()
  await page.getByText('Their words are version 3 of the article').waitFor()
  await page.goto(desk.at(`articles/${article}`))
  await page.getByRole('textbox', { name: 'Text', exact: true }).getByText('Theirs.').waitFor()
})

test('what is published is taken away and brought back, from the board, after a question', async () => {
  const article = await addArticle(desk, 'Comes and goes', 'Here.')
  await ask(desk, 'publications', { articles: [article], connections: ['Blog'], options: { status: 'publish' } })
  const page = await desk.open(desk.at(`board?article=${article}`))
  const row = page.getByRole('row', { name: 'Comes and goes' })
  await row.getByText('live').waitFor()
  await page.getByRole('checkbox', { name: 'Select Comes and goes on Blog' }).click()
  await page.getByRole('button', { name: 'Trash' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Trash' }).click()
  await row.getByText('in the trash').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await row.getByText(/live|draft/).waitFor()
  await page.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await row.getByText('deleted').waitFor()
  await page.getByText('deleted 1').waitFor()
})

test('several articles go out at once from the list, and posts that a site has come in', async () => {
  for (const title of ['Bulk one', 'Bulk two']) await addArticle(desk, title, 'Many.')
  const page = await desk.open(desk.at('articles?search=Bulk'))
  await page.getByRole('checkbox', { name: 'Select all that are shown' }).click()
  await page.getByRole('link', { name: 'Publish …' }).click()
  await page.getByRole('heading', { name: 'Publish 2 articles' }).waitFor()
  await page.getByRole('checkbox', { name: 'Blog' }).click()
  await page.getByRole('button', { name: 'Publish 2 articles on 1 target' }).click()
  await page.getByText('2 of 2 done').waitFor()
  await page.goto(desk.at('articles?search=Bulk'))
  await page.getByRole('row', { name: 'Bulk two' }).getByText('draft · Blog').waitFor()

  const made = `wp_insert_post(['post_title' => 'Was there', 'post_content' => '<!-- wp:paragraph --><p>Old words.</p><!-- /wp:paragraph -->', 'post_status' => 'publish']);`
  await blog.php(made)
  await page.goto(desk.at('articles/import'))
  await page.getByLabel('Site', { exact: true }).selectOption('Blog')
  await page.getByLabel('Words to look for').fill('Old words')
  await page.reload()
  const form = page.getByRole('region', { name: 'From a site' })
  await form.getByRole('button', { name: 'Only look' }).click()
  await form.getByRole('row', { name: 'Was there' }).getByText('new').waitFor()
  await form.getByText('1 post', { exact: true }).waitFor()
  expect(await form.getByRole('link', { name: 'Was there' }).count()).toBe(0)
  await form.getByRole('switch', { name: 'Only look' }).uncheck()
  await form.getByRole('button', { name: 'Import' }).click()
  await form.getByRole('link', { name: 'Was there' }).click()
  await page.getByRole('textbox', { name: 'Text', exact: true }).getByText('Old words.').waitFor()
})

test('what a site answers runs nothing, and what it refuses says why and is tried again', async () => {
  const article = await addArticle(desk, `Refused ${script}`, 'Text.')
  await jobs.stop(5)
  await ask(desk, 'publications', { articles: [article], connections: ['Blog'] })
  const error = { code: script, message: `Refused ${script}`, fix: script }
  const { db } = desk.test.hub.store
  const set = { state: 'failed' as const, error: JSON.stringify(error), remoteUrl: 'javascript:planted=1' }
  await db.updateTable('publications').set(set).where('articleId', '=', article).execute()
  const page = await desk.open(desk.at(`board?article=${article}&state=failed`))
  await page.getByRole('cell', { name: `Refused ${script}`, exact: true }).waitFor()
  expect(await page.locator('a[href^="javascript"]').count()).toBe(0)
  await page.getByRole('link', { name: 'Receipt of Blog' }).click()
  await page.getByText('What went wrong').waitFor()
  expect(await page.locator('a[href^="javascript"], img[src="x"]').count()).toBe(0)
  expect(await page.evaluate('typeof planted')).toBe('undefined')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('waiting').first().waitFor()
  await page.getByRole('button', { name: 'Pause' }).click()
  await page.getByText('paused').first().waitFor()
  await page.getByRole('button', { name: 'Take back' }).click()
  await page.getByRole('dialog', { name: 'Take it back?' }).getByRole('button', { name: 'Take back' }).click()
  await page.getByText('cancelled').first().waitFor()
})
