import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { addUser } from '../hub/people.ts'
import { startReceiver } from '../webhook/receiver.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { provideDesk } from './desk.ts'
import { look } from './look.ts'
import { sessionOf } from './session.ts'
import { hostile, plantWebflow } from './shown/connection-parts.ts'

const desk = provideDesk({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1,localhost' })

let site: Site
let connection = ''

beforeAll(async () => {
  site = await wordpress()
  await site.php('foreach (range(1, 3) as $n) wp_insert_term("Term $n", "category");')
  const { username, applicationPassword: password } = site.users.administrator
  const session = await sessionOf(desk.url, desk.owner)
  const input = { address: site.url, username, password }
  const { json } = await session.call('/api/v1/connections', {
    json: { project: desk.project.id, name: 'Shop', input },
  })
  connection = (json as { connection: { id: string } }).connection.id
})

const openAction = (name: string, options = {}) =>
  desk.open(desk.at(`connections/${connection}/actions?action=${name}`), options)

test('an action is found by its words, and a list is read page by page', async () => {
  const page = await desk.open(desk.at(`connections/${connection}`))
  await page.getByRole('link', { name: 'Actions' }).click()
  await page.getByRole('heading', { level: 1, name: 'Actions' }).waitFor()
  await page.getByLabel('Search actions').fill('list categories')
  await page.getByRole('link', { name: 'List categories', exact: true }).click()
  await page.getByRole('textbox', { name: 'Limit' }).fill('1')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('Done with').waitFor()
  await page.getByRole('button', { name: 'Next page' }).focus()
  await page.keyboard.press('Enter')
  await page.getByText('Page 2').waitFor()
  // Keyboards go on from there.
  await page.keyboard.press('Enter')
  await page.getByText('Page 3').waitFor()
  expect(desk.complaints).toEqual([])
})

test('a form that is cleared is empty, also as JSON', async () => {
  const page = await openAction('categories.list')
  await page.getByRole('tab', { name: 'JSON' }).click()
  const whole = page.getByRole('textbox', { name: 'The whole input as JSON' })
  await whole.fill('{ "limit": 1, "search": "Term" }')
  await page.getByRole('button', { name: 'Clear the form' }).click()
  expect(await whole.inputValue()).toBe('{}')
  expect(await page.evaluate('document.activeElement.tagName')).not.toBe('BODY')
  await whole.fill('{ "limit": 1 }')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('Done with').waitFor()
  expect(desk.complaints).toEqual([])
})

test('a post is made by its form once, and what the site says of it runs nothing', async () => {
  const page = await openAction('posts.create')
  await page.getByRole('textbox', { name: 'Title' }).fill(hostile)
  await page.getByRole('textbox', { name: 'Content' }).fill('<p>Hello</p>')
  await page.getByRole('combobox', { name: 'Categories' }).click()
  await page.getByRole('option', { name: /^Term 1/ }).click()
  await page.getByRole('combobox', { name: 'Categories' }).fill('Made by hand')
  await page.getByRole('option', { name: 'Use “Made by hand”' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Dry run' }).click()
  await page.getByText('Dry run: nothing was changed').waitFor()
  expect(await site.php('return (int) wp_count_posts()->draft;')).toBe(0)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('Done with').waitFor()
  expect(await site.php('return (int) wp_count_posts()->draft;')).toBe(1)
  expect(
    await site.php(
      'return wp_get_object_terms(get_posts(["post_status"=>"draft"])[0]->ID, "category", ["fields"=>"names"]);',
    ),
  ).toEqual(['Made by hand', 'Term 1'])
  await page.getByRole('tab', { name: 'JSON' }).last().click()
  await page.locator('pre', { hasText: 'Hello' }).waitFor()
  expect(await page.evaluate('typeof planted')).toBe('undefined')
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  expect(await page.evaluate('/\\u202E/.test(document.body.innerText)')).toBe(false)
  await page.goto(desk.at(`connections/${connection}/actions?action=posts.list`))
  await page.getByRole('combobox', { name: 'Status' }).fill('draft')
  await page.getByRole('option', { name: /^Draft/ }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.locator('summary', { hasText: 'onerror' }).click()
  expect(await page.evaluate('typeof planted')).toBe('undefined')
  await look(page, 'action-answer')
  expect(desk.complaints).toEqual([])
})

test('what is refused stands at its field', async () => {
  const page = await openAction('posts.create')
  await page.getByRole('textbox', { name: 'Slug' }).fill('x'.repeat(300))
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('alert').waitFor()
  expect(await page.getByRole('textbox', { name: 'Slug' }).getAttribute('aria-invalid')).toBe('true')
  // What was typed outlives the page.
  await page.reload()
  expect(await page.getByRole('textbox', { name: 'Slug' }).inputValue()).toBe('x'.repeat(300))
})

test('what takes something away asks first, and does nothing when the answer is no', async () => {
  const id = await site.php('return wp_insert_post(["post_title" => "Old"]);')
  const page = await openAction('posts.delete')
  await page.getByRole('tab', { name: 'JSON' }).click()
  await page.getByLabel('The whole input as JSON').fill(JSON.stringify({ id }))
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  expect(await site.php(`return get_post_status(${id});`)).toBe('draft')
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Do it' }).click()
  await page.getByText('Done with').waitFor()
  expect(await site.php(`return get_post_status(${id});`)).toBe('trash')
})

test('a file is sent as it is', async () => {
  const page = await openAction('media.upload')
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const buffer = Buffer.from(png, 'base64')
  await page.locator('input[type=file]').setInputFiles({ name: 'dot.png', mimeType: 'image/png', buffer })
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('Done with').waitFor()
  const kept = await site.php('return md5_file(get_attached_file(get_posts(["post_type" => "attachment"])[0]->ID));')
  expect(kept).toBe(createHash('md5').update(buffer).digest('hex'))
})

test('who may only look runs what reads, and nothing else', async () => {
  const user = await addUser(desk.test, { project: desk.project, role: 'viewer' })
  const page = await openAction('posts.create', { user })
  await page.getByText('needs the role editor').waitFor()
  expect(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled()).toBe(true)
  await page.goto(desk.at(`connections/${connection}/actions?action=types.list`))
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByText('Done with').waitFor()
})

test('a site tells what can be written there, and keeps how it wants articles', async () => {
  const page = await desk.open(desk.at(`connections/${connection}`))
  await page.getByText('Taxonomies').waitFor()
  await page.getByText('wp/v2', { exact: true }).waitFor()
  await page.getByText('post_tag', { exact: true }).waitFor()
  // All that comes late is there: what moves the page closes a list that is open on it.
  await page.getByText('Password made').waitFor()
  await page.getByLabel('Status').selectOption('draft')
  await page.getByRole('combobox', { name: 'Categories', exact: true }).fill('uncat')
  await page.getByRole('option', { name: 'Uncategorized' }).click()
  await page.getByText('More: author').click()
  await page.getByRole('combobox', { name: 'Author' }).fill('edit')
  await page.getByRole('option', { name: site.users.editor.email }).click()
  await page.getByRole('textbox', { name: 'Largest width' }).fill('1600')
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText('The defaults were saved').waitFor()
  const session = await sessionOf(desk.url, desk.owner)
  const { json } = await session.call(`/api/v1/connections/${connection}/publishing?project=${desk.project.id}`)
  expect(json).toMatchObject({
    options: {
      status: 'draft',
      categories: ['Uncategorized'],
      author: site.users.editor.email,
      images: { maxWidth: 1600 },
    },
  })
})

test('a wrong password is refused and loses nothing, the right one logs in again', async () => {
  const page = await desk.open(desk.at(`connections/${connection}`))
  await page.getByRole('button', { name: 'Log in again' }).click()
  const password = page.getByRole('textbox', { name: 'Password' })
  await password.fill('abcd efgh ijkl mnop qrst uvwx')
  await page.getByRole('button', { name: 'Log in again' }).click()
  await page.getByText('Nothing was kept').waitFor()
  const { username, applicationPassword } = site.users.administrator
  expect(await page.getByRole('textbox', { name: 'Username' }).inputValue()).toBe(username)
  await password.fill(applicationPassword)
  await page.getByRole('button', { name: 'Log in again' }).click()
  await page.getByText('It is logged in again').waitFor()
})

test('fields of Webflow are guessed, changed and kept', async () => {
  const id = await plantWebflow(desk, 'Mapped')
  const page = await desk.open(desk.at(`connections/${id}`))
  await page.getByText('Guessed by names').waitFor()
  await page.getByLabel('What fills Summary').selectOption('A custom field …')
  await page.getByLabel('Name of the custom field for Summary').fill('teaser')
  // Another collection that is looked at takes nothing back.
  await page.getByLabel('Collection').selectOption('Teams')
  await page.getByRole('rowheader', { name: 'Post Body' }).waitFor({ state: 'detached' })
  await page.getByLabel('Collection').selectOption('Blog posts')
  await page.getByRole('rowheader', { name: 'Post Body' }).waitFor()
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText('The fields were saved').waitFor()
  await page.reload()
  await page.getByText('Chosen by hand').waitFor()
  expect(await page.getByLabel('Name of the custom field for Summary').inputValue()).toBe('teaser')
  expect(await page.evaluate('typeof planted')).toBe('undefined')
})

test('an endpoint is tested, its answer shown as text, its secret once', async () => {
  const receiver = await startReceiver()
  const session = await sessionOf(desk.url, desk.owner)
  const input = { address: receiver.url, signingSecret: receiver.secret }
  const asked = { project: desk.project.id, kind: 'webhook', method: 'none', name: 'Endpoint', input }
  const { json } = await session.call('/api/v1/connections', { json: asked })
  const { id } = (json as { connection: { id: string } }).connection
  receiver.answer((response) => response.writeHead(200, { 'content-type': 'text/html' }).end(hostile))
  const page = await desk.open(desk.at(`connections/${id}`))
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('onerror').first().waitFor()
  expect(await page.evaluate('typeof planted')).toBe('undefined')
  expect(receiver.received.map(({ event }) => event.type)).toEqual(['test'])
  await page.getByRole('button', { name: 'Details of test' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click()
  await page.getByText('It is sent again').waitFor()
  await page.keyboard.press('Escape')
  await page.getByLabel('article.ready').check()
  await page.getByRole('button', { name: 'Save' }).first().click()
  await page.getByText('The events were saved').waitFor()
  await page.getByRole('button', { name: 'Make a new secret' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make a new secret' }).click()
  await page.locator('code', { hasText: 'whsec_' }).waitFor()
  await page.reload()
  await page.getByRole('button', { name: 'Make a new secret' }).waitFor()
  expect(await page.locator('code', { hasText: 'whsec_' }).count()).toBe(0)
})
