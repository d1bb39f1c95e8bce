import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { loginToWordPress } from '../browser/wordpress-admin.ts'
import { addUser } from '../hub/people.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { provideDesk } from './desk.ts'
import { lookClosely } from './look.ts'
import { until } from './until.ts'
import { ask } from './writing.ts'

const desk = provideDesk({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1,localhost' })

/** The wizard with an address in it, at the moment when the site was found. */
async function openWizard(site: Site, width = 1440): Promise<Page> {
  const page = await desk.open(desk.at('connections/new'), { width })
  await page.getByLabel('Address of the site').fill(site.url)
  return page
}

/** The approval page of the site, in the tab that the wizard opened. */
async function approve(page: Page, site: Site, user = site.users.author): Promise<Page> {
  // Somebody who works with the site is logged in there.
  const before = await page.context().newPage()
  await loginToWordPress(before, site, user)
  await before.close()
  const opened = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Open the approval page' }).click()
  const tab = await opened
  await tab.locator('#approve').click()
  return tab
}

/** What pages of the hub complained about; those of WordPress are its own. */
const complaints = () => desk.complaints.filter((line) => line.startsWith(desk.url))

test('one click: the site is found while typing, approves, and is connected without another word', async () => {
  const site = await wordpress()
  const page = await openWizard(site)
  await page.getByText('Found ').waitFor()
  await lookClosely(page, 'connect-methods')
  await approve(page, site)
  await page.getByRole('status').filter({ hasText: 'is connected' }).waitFor()
  await lookClosely(page, 'connect-done')
  await page.getByLabel('Name').fill('Corner shop')
  await page.getByLabel('Groups').fill('eu, shops')
  await page.getByRole('button', { name: 'Done' }).click()
  // The first page of the project knows what comes next.
  await page.getByText('Corner shop is connected.').waitFor()
  await page.getByRole('link', { name: 'Connections', exact: true }).click()
  await page.getByRole('link', { name: 'Corner shop' }).click()
  await page.getByRole('heading', { level: 1, name: 'Corner shop' }).waitFor()
  expect(await page.getByText('works').first().isVisible()).toBe(true)
  // A diagnosis is told request by request.
  await page.getByRole('button', { name: 'Check again' }).click()
  await page.locator('summary', { hasText: 'What was asked' }).click()
  await page.getByRole('rowheader', { name: 'API root' }).waitFor()
  await page.goto(desk.at('connections'))
  await page.getByRole('link', { name: 'Corner shop' }).waitFor()
  await page
    .getByRole('row', { name: /Corner shop/ })
    .getByText('shops')
    .waitFor()
  // Where a bar was that goes, keyboards go on.
  await page.getByRole('checkbox', { name: 'Select Corner shop' }).check()
  await page.getByRole('button', { name: 'Select none' }).click()
  await until(
    page,
    'document.activeElement.querySelector("table") !== null && document.activeElement !== document.body',
  )
  expect(complaints()).toEqual([])
})

test('a connection logs in again by the approval page: it stays what it was, and its former password is needed no more', async () => {
  const site = await wordpress()
  const { id: userId, username, applicationPassword: password, applicationPasswordUuid: uuid } = site.users.editor
  const input = { address: site.url, username, password }
  const made = await ask(desk, 'connections', { input, name: 'Tea shop', groups: ['eu', 'tea'] })
  const { id } = made.connection as { id: string }
  const page = await desk.open(desk.at(`connections/${id}`))
  await page.getByRole('button', { name: 'Log in again' }).click()
  await page.getByLabel('How do you log in?').selectOption('Automatic: approve at the site')
  await approve(page, site, site.users.editor)
  await page.getByText('It is logged in again').waitFor()
  await page.getByRole('heading', { level: 1, name: 'Tea shop' }).waitFor()

  const forget = `WP_Application_Passwords::delete_application_password(${userId}, '${uuid}');`
  await site.php(`${forget} return count(WP_Application_Passwords::get_user_application_passwords(${userId}));`)
  await site.clearLog()
  const checked = await ask(desk, `connections/${id}/check`, {})
  expect(checked).toMatchObject({ id, name: 'Tea shop', groups: ['eu', 'tea'], verdict: 'connected' })
  const sent = (await site.log()).filter(({ hasAuthorization }) => hasAuthorization)
  expect(sent.length).toBeGreaterThan(0)
  expect(sent.filter(({ status }) => status === 401)).toEqual([])
  expect(complaints()).toEqual([])
})

test('on an older site the password that it shows is pasted, which is enough', async () => {
  const site = await wordpress({ version: 'oldest' })
  const page = await openWizard(site, 390)
  const tab = await approve(page, site)
  const shown = tab.locator('#new-application-password-value')
  await shown.waitFor()
  const password = await shown.inputValue()
  await page.getByText('Copy the password').waitFor()
  await lookClosely(page, 'connect-paste')
  await page.getByLabel('User name or e-mail address').fill('author')
  await page.getByRole('textbox', { name: 'Application password' }).fill('wrong')
  // What is typed is tried only when somebody says so; what is pasted whole is tried at once.
  expect(await page.getByText('is connected').count()).toBe(0)
  await page.getByRole('textbox', { name: 'Application password' }).fill(password)
  await page.getByRole('status').filter({ hasText: 'is connected' }).waitFor()
  // The password is in no storage of the browser.
  const kept = await page.evaluate('JSON.stringify([{...localStorage}, {...sessionStorage}])')
  expect(kept).not.toContain(password)
  expect(complaints()).toEqual([])
})

test('by hand: a wrong password says so and loses nothing, the right one connects', async () => {
  const site = await wordpress({ layout: 'subdirectory' })
  const page = await openWizard(site)
  await page.getByRole('radio', { name: /^Manual/ }).click()
  await page.getByLabel('User name or e-mail address').fill('editor')
  await page.getByRole('textbox', { name: 'Application password' }).fill('abcd efgh ijkl mnop qrst uvwx')
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByText('Nothing was kept').waitFor()
  await page.getByText('What to do').waitFor()
  await lookClosely(page, 'connect-refusal')
  expect(await page.getByLabel('User name or e-mail address').inputValue()).toBe('editor')
  await page.reload()
  await page.getByRole('radio', { name: /^Manual/ }).waitFor()
  expect(await page.getByLabel('Address of the site').inputValue()).toBe(site.url)
  expect(await page.getByLabel('User name or e-mail address').inputValue()).toBe('editor')
  expect(await page.getByRole('textbox', { name: 'Application password' }).inputValue()).toBe('')
  await page.getByRole('textbox', { name: 'Application password' }).fill(site.users.editor.applicationPassword)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByRole('status').filter({ hasText: 'is connected' }).waitFor()
  expect(complaints()).toEqual([])
})

test('a site with a JWT plugin takes the usual password', async () => {
  const site = await wordpress({ quirks: ['jwt-tmeister'] })
  const page = await openWizard(site)
  await page.getByRole('radio', { name: /^JWT/ }).click()
  await lookClosely(page, 'connect-jwt')
  const { username, password } = site.users.editor
  await page.getByLabel('User name or e-mail address').fill(username)
  await page.getByRole('textbox', { name: /^Password/ }).fill(password)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByRole('status').filter({ hasText: 'is connected' }).waitFor()
  expect(complaints()).toEqual([])
})

test('sites that refuse are told with the layer and the fix', async () => {
  const noHttps = await openWizard(await wordpress({ environment: 'production' }))
  await noHttps.getByText('app_pw_no_https').waitFor()
  await noHttps.getByRole('heading', { name: 'What to do' }).waitFor()
  const hidden = await openWizard(await wordpress({ quirks: ['firewall-rest'] }))
  await hidden.getByText('rest_hidden').waitFor()
  const site = await wordpress({ quirks: ['header-dropped'] })
  const dropped = await openWizard(site)
  await dropped.getByRole('radio', { name: /^Manual/ }).click()
  await dropped.getByLabel('User name or e-mail address').fill('editor')
  const password = dropped.getByRole('textbox', { name: 'Application password' })
  await password.fill(site.users.editor.applicationPassword)
  await dropped.getByRole('button', { name: 'Connect', exact: true }).click()
  await dropped.getByText('auth_header_stripped').waitFor()
  await dropped.getByRole('button', { name: 'Copy the lines' }).first().waitFor()
  expect(await password.inputValue()).toBe(site.users.editor.applicationPassword)
  const nobody = await desk.open(desk.at('connections/new'))
  await nobody.getByLabel('Address of the site').fill('http://127.0.0.1:9')
  await nobody.getByText('unreachable', { exact: true }).waitFor()
  expect(complaints()).toEqual([])
})

test('who may only look sees no way to connect, and the hub would not let them', async () => {
  const viewer = await addUser(desk.test, { project: desk.project, role: 'viewer' })
  const page = await desk.open(desk.at('connections'), { user: viewer })
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Corner shop' }).waitFor()
  expect(await page.getByRole('link', { name: 'Connect', exact: true }).count()).toBe(0)
  expect(await page.getByRole('checkbox').count()).toBe(0)
  const status = await page.evaluate(
    `fetch('/api/v1/connections?project=${desk.project.id}', {method: 'POST', headers: {'content-type': 'application/json'}, body: '{"input":{"address":"x.example"}}'}).then((answer) => answer.status)`,
  )
  expect(status).toBe(403)
})

test('a time that is shown after a while is told from now on', async () => {
  const page = await desk.open(desk.at('articles/import'))
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.clock.setFixedTime(Date.now() + 600_000)
  await page.getByRole('link', { name: 'Connections', exact: true }).click()
  await page.getByRole('link', { name: 'Corner shop' }).click()
  await page
    .getByText(/1\d minutes ago/)
    .first()
    .waitFor()
})

// Last: a refusal is a complaint of the browser.
test('a page that is loaded again in the middle waits for the same approval', async () => {
  const site = await wordpress({ layout: 'own-directory' })
  const page = await openWizard(site)
  await page.getByText('Found ').waitFor()
  const before = await page.context().newPage()
  await loginToWordPress(before, site, site.users.editor)
  await before.close()
  const opened = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Open the approval page' }).click()
  const tab = await opened
  await tab.locator('#approve').waitFor()
  await page.reload()
  await page.getByText('Waiting for the site').waitFor()
  await tab.locator('#reject').click()
  await page.getByText('What to do:').waitFor()
  const again = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Open the approval page' }).click()
  await (await again).locator('#approve').click()
  await page.getByRole('status').filter({ hasText: 'is connected' }).waitFor()
})
