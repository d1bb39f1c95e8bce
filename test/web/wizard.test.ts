import { beforeAll, expect, test } from 'vitest'
import { keepDiagnosis } from '../../src/connections/keep-diagnosis.ts'
import { getConnection, insertConnection, newConnectionId, updateConnection } from '../../src/store/connections.ts'
import { addEvent } from '../../src/store/events.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { provideDesk } from './desk.ts'
import { refused } from './shown/connections.ts'

const desk = provideDesk({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1,localhost' })

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
})

test('a token that was typed is still there after a look at another kind', async () => {
  const page = await desk.open(desk.at('connections/new'))
  await page.getByRole('radio', { name: /^Webflow/ }).click()
  const token = page.getByRole('textbox', { name: 'Site token' })
  await token.fill('typed-once')
  await page.getByRole('radio', { name: /^Webhook/ }).click()
  await token.waitFor({ state: 'hidden' })
  await page.getByRole('radio', { name: /^Webflow/ }).click()
  expect(await token.inputValue()).toBe('typed-once')
  expect(await page.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain('typed-once')
})

test('a connection that works again says no more why it did not', async () => {
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
})

test('logging in again takes away what the check before had found', async () => {
  const { username, applicationPassword } = site.users.author
  const page = await desk.open(desk.at('connections/new'))
  await page.getByLabel('Address of the site').fill(site.url)
  await page.getByRole('radio', { name: /^Manual/ }).click()
  await page.getByLabel('User name or e-mail address').fill(username)
  await page.getByRole('textbox', { name: 'Application password' }).fill(applicationPassword)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page.getByRole('link', { name: 'Show the connection' }).click()
  const made = await site.php(`
    $user = get_user_by('login', '${username}');
    WP_Application_Passwords::delete_all_application_passwords($user->ID);
    return WP_Application_Passwords::create_new_application_password($user->ID, ['name' => 'Second'])[0];`)
  await page.getByRole('button', { name: 'Check again' }).click()
  await page.getByRole('heading', { name: 'What to do' }).waitFor()
  const button = page.getByRole('button', { name: 'Log in again' })
  if ((await button.count()) === 1 && (await page.getByLabel('Username').count()) === 0) await button.click()
  await page.getByLabel('How do you log in?').selectOption('application-password')
  await page.getByRole('textbox', { name: 'Password' }).fill(String(made))
  await button.click()
  await page.getByText('It is logged in again').waitFor()
  await page.getByRole('heading', { name: 'What to do' }).waitFor({ state: 'detached' })
})
