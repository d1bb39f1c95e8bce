import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { keepDiagnosis } from '../../src/connections/keep-diagnosis.ts'
import { getConnection, insertConnection, newConnectionId, updateConnection } from '../../src/store/connections.ts'
import { addEvent } from '../../src/store/events.ts'
import { createProject } from '../../src/store/projects.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { provideDesk } from './desk.ts'
import { refused } from './shown/connections.ts'
import { until } from './until.ts'
import { addArticle, ask } from './writing.ts'

const desk = provideDesk({
  PRESSROOM_ALLOW_PRIVATE: '127.0.0.1,localhost',
  ...{ PRESSROOM_WEBFLOW_CLIENT_ID: 'our-app', PRESSROOM_WEBFLOW_CLIENT_SECRET: 'kept-to-itself' },
})

let site: Site
beforeAll(async () => {
  site = await wordpress()
})

test('an address that cannot be looked at is told, whether it was taken for one or asked for', async () => {
  const page = await desk.open(desk.at('connections/new'))
  const address = page.getByLabel('Address of the site')
  await address.fill('shop.example:99999')
  await page.getByRole('alert').getByText('What to do').waitFor()
  await address.fill('wordpress')
  await page.getByRole('alert').waitFor({ state: 'detached' })
  await address.press('Enter')
  await page.getByText('wordpress is not a full host name').waitFor()
})

test('a corrected address and another way to log in cost nothing that was typed', async () => {
  const page = await desk.open(desk.at('connections/new'))
  const password = page.getByRole('textbox', { name: 'Application password' })
  await page.getByLabel('Address of the site').fill(`${site.url}/?p=1`)
  // A site that does not bring people back shows a password, once.
  await page.context().route('**/wp-admin/**', (route) => route.fulfill({ body: 'The approval page' }))
  await page.getByRole('button', { name: 'Open the approval page' }).click()
  await page.getByRole('button', { name: 'Approve once more, and paste' }).click()
  await page.getByText('Copy the password that the site shows').waitFor()
  await password.fill('abcd efgh ijkl mnop qrst uvwx')
  await page.getByRole('button', { name: 'Look' }).click()
  await page.getByRole('radio', { name: /^Manual/ }).click()
  await page.getByRole('radio', { name: /^Automatic/ }).click()
  expect(await password.inputValue()).toBe('abcd efgh ijkl mnop qrst uvwx')
  await page.getByRole('radio', { name: /^Manual/ }).click()
  await page.getByLabel('User name or e-mail address').fill('editor')
  await password.fill(site.users.editor.applicationPassword)
  await page.getByLabel('Address of the site').fill(site.url)
  await page.getByText('Looking at the site').waitFor()
  await page.getByRole('radio', { name: /^JWT/ }).click()
  await page.getByRole('radio', { name: /^Manual/ }).click()
  expect(await password.inputValue()).toBe(site.users.editor.applicationPassword)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByRole('status').filter({ hasText: 'is connected' }).waitFor()
  await page.reload()
  await page.getByRole('status').filter({ hasText: 'is connected' }).waitFor()
  await until(page, 'document.activeElement === document.querySelector("input[maxlength=\'100\']")')
})

test('a site whose API is at another host gets the login there after a yes alone', async () => {
  const moved = await wordpress({ quirks: ['redirects-host'] })
  const page = await desk.open(desk.at('connections/new'))
  await page.getByLabel('Address of the site').fill(moved.url)
  await page.getByRole('radio', { name: /^Manual/ }).click()
  await page.getByLabel('User name or e-mail').fill('editor')
  await page.getByRole('textbox', { name: 'Application password' }).fill(moved.users.editor.applicationPassword)
  const yes = page.getByRole('checkbox', { name: `Send the login to localhost:${moved.port}, too` })
  expect(await yes.isChecked()).toBe(false)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByText('redirect_strips_auth').waitFor()
  expect(await page.getByText('--allow-root').count()).toBe(0)
  await yes.check()
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByRole('status').filter({ hasText: 'is connected' }).waitFor()
  // The next login needs no second yes.
  const { username, applicationPassword: password } = moved.users.editor
  const id = new URL(page.url()).searchParams.get('made')
  expect(await ask(desk, `connections/${id}/reconnect`, { input: { username, password } })).toMatchObject({
    connection: { id, verdict: 'connected' },
  })
})

test('Webflow is approved there where the hub has an app, and a token is still there after a look at another kind', async () => {
  const page = await desk.open(desk.at('connections/new'))
  await page.getByRole('radio', { name: /^Webflow/ }).click()
  await page.context().route('https://webflow.com/**', (route) => route.fulfill({ body: 'The approval page' }))
  const opened = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Open the approval page' }).click()
  expect((await opened).url()).toMatch(/^https:\/\/webflow\.com\/oauth\/authorize\?.*client_id=our-app/)
  await page.getByText('choose the one site').waitFor()
  await page.getByRole('radio', { name: /^Manual/ }).click()
  const token = page.getByRole('textbox', { name: 'Site token' })
  await token.fill('typed-once')
  await page.getByRole('radio', { name: /^Webhook/ }).click()
  await token.waitFor({ state: 'hidden' })
  await page.getByRole('radio', { name: /^Webflow/ }).click()
  expect(await token.inputValue()).toBe('typed-once')
  expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain('typed-once')
})

test('a connection that works again keeps why it did not in its history, and is moved after a question', async () => {
  const { db } = desk.test.hub.store
  const { id } = await insertConnection(db, {
    ...{ id: newConnectionId(), projectId: desk.project.id, kind: 'wordpress', name: 'Healed', sealed: null },
    ...{ url: 'https://healed.example', siteKey: 'healed.example', method: 'application-password', createdBy: 'test' },
    ...{ site: {}, verdict: 'refused', code: 'auth_header_stripped', state: 'paused' },
  })
  await keepDiagnosis(db, id, refused, 'sweep')
  const page = await desk.open(desk.at(`connections/${id}`))
  await page.getByRole('heading', { name: 'What to do' }).waitFor()
  await updateConnection(db, id, { verdict: 'connected', code: null, checkedAt: new Date() })
  const payload = { name: (await getConnection(db, desk.project.id, id)).name }
  await addEvent(db, { projectId: desk.project.id, type: 'connection.changed', subject: id, payload })
  await page.getByRole('heading', { name: 'What to do' }).waitFor({ state: 'detached' })
  // Its history still has it, with all that was seen.
  await page.getByRole('button', { name: /^What was seen/ }).click()
  await page.getByRole('dialog').getByText('The server removes the Authorization header').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  const away = await createProject(db, { name: 'Elsewhere' })
  const article = await addArticle(desk, 'Still to come', 'Words.')
  await ask(desk, 'publications', { articles: [article], connections: [id] })
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Typed, not sent')
  await page.reload()
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Typed, not sent')
  await page.getByLabel('Move to another project').selectOption('Elsewhere')
  await page.getByRole('button', { name: 'Move to another project' }).click()
  await page.getByRole('dialog').getByText('1 publication that waits to be published there is cancelled').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  expect(await getConnection(db, desk.project.id, id)).toMatchObject({ id })
  await page.getByRole('button', { name: 'Move to another project' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Move' }).click()
  await page.waitForURL(`**/projects/${away.id}/**`)
})

/** A connection that somebody made, in its page, with what the page has to wait for. */
async function openConnection(name: string): Promise<Page> {
  const { username, applicationPassword: password } = site.users.author
  const made = await ask(desk, 'connections', { name, input: { address: site.url, username, password } })
  return await desk.open(desk.at(`connections/${(made.connection as { id: string }).id}`))
}

test('what a diagnosis saw is taken away by what the check and the next login find', async () => {
  const page = await openConnection('Flickering')
  const { id } = site.users.author
  const kept = `get_user_meta(${id}, '_application_passwords', true)`
  const passwords = await site.php(`$all = ${kept}; delete_user_meta(${id}, '_application_passwords'); return $all;`)
  const back = `update_user_meta(${id}, '_application_passwords', json_decode('${JSON.stringify(passwords)}', true));`
  const letGo = Promise.withResolvers<void>()
  await page.route('**/api/rpc/connections/check', async (route) => {
    await letGo.promise
    await route.continue()
  })
  const fix = page.getByRole('heading', { name: 'What to do' })
  await page.getByRole('button', { name: 'Check again' }).click()
  await fix.waitFor()
  await site.php(back)
  letGo.resolve()
  await fix.waitFor({ state: 'detached' })

  // A login that ends while the next one is typed takes nothing of it.
  await page.getByRole('button', { name: 'Log in again' }).click()
  await page.getByLabel('How do you log in?').selectOption('application-password')
  const password = page.getByRole('textbox', { name: 'Password' })
  const made = await site.php(`
    WP_Application_Passwords::delete_all_application_passwords(${id});
    return WP_Application_Passwords::create_new_application_password(${id}, ['name' => 'Second'])[0];`)
  await page.getByRole('button', { name: 'Check again' }).click()
  await password.fill(String(made))
  await page.getByText('Its login ended').waitFor()
  await fix.waitFor()
  expect(await password.inputValue()).toBe(made)
  expect(await page.evaluate('document.activeElement.value')).toBe(made)
  // Nor does a hub that cannot tell how the connection is.
  const broken = {
    status: 409,
    json: { json: { code: 'conflict', message: 'It is unwell', status: 409, defined: false } },
  }
  await page.route('**/api/rpc/connections/get', (route) => route.fulfill(broken))
  await ask(desk, `connections/${page.url().split('/').at(-1)}/rename`, { name: 'Flickered' })
  await page.getByText('It is unwell').waitFor()
  expect(await password.inputValue()).toBe(made)
  await page.unroute('**/api/rpc/connections/get')
  await page.getByRole('button', { name: 'Log in again' }).click()
  await page.getByText('It is logged in again').waitFor()
  await fix.waitFor({ state: 'detached' })
})
