import { expect, test } from 'vitest'
import { insertConnection, newConnectionId } from '../../src/store/connections.ts'
import { addUser, password, totp } from '../hub/people.ts'
import { provideDesk } from './desk.ts'
import { sessionOf } from './session.ts'
import { ask } from './writing.ts'

const desk = provideDesk()

test('somebody turns a second factor on, logs in with it, and turns it off', async () => {
  const user = await addUser(desk.test, { project: desk.project })
  const page = await desk.open('/account', { user })
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByLabel('Your password').fill('wrong wrong wrong')
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('dialog').getByRole('alert').waitFor()
  await page.getByLabel('Your password').fill(password)
  await page.getByRole('button', { name: 'Go on' }).click()
  const secret = (await page.locator('pre').textContent()) ?? ''
  const code = () => totp(`otpauth://totp/x?secret=${secret}`)
  await page.getByLabel('Then type the code').fill(code())
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByText('Backup codes').first().waitFor()
  const codes = ((await page.locator('pre').textContent()) ?? '').split('\n')
  expect(codes.length).toBeGreaterThan(5)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('button', { name: 'Turn off' }).waitFor()

  const other = await desk.open('/login?next=/account', { user: null })
  await other.getByLabel('E-mail address').fill(user.email)
  await other.getByLabel('Password').fill(password)
  await other.getByRole('button', { name: 'Log in' }).click()
  await other.getByLabel('Code').fill(codes[0] ?? '')
  await other.getByRole('button', { name: 'Log in' }).click()
  await other.getByRole('heading', { name: 'Your account' }).waitFor()
  await page.getByRole('button', { name: 'Turn off' }).click()
  await page.getByLabel('Your password').fill(password)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('button', { name: 'Turn on' }).waitFor()
})

test('a new password logs the other browsers out', async () => {
  const user = await addUser(desk.test, { project: desk.project })
  const elsewhere = await sessionOf(desk.url, user)
  const page = await desk.open('/login?next=/account', { user: null })
  await page.getByLabel('E-mail address').fill(user.email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByText('this browser').waitFor()
  await page.getByLabel('Current password').fill(password)
  await page.getByLabel('New password').fill('another planted password')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('The password was changed').waitFor()
  expect((await elsewhere.call('/api/v1/me')).status).toBe(401)
  await page.reload()
  await page.getByText('this browser').waitFor()
})

test('an invited colleague joins by the link, and sees what the role allows', async () => {
  const page = await desk.open(desk.at('settings/members'))
  await page.getByLabel('E-mail address').fill('grace@example.com')
  await page.getByLabel('Role', { exact: true }).selectOption('Viewer')
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = new URL((await page.locator('pre').textContent()) ?? '')
  const guest = await desk.open(link.pathname + link.search, { user: null })
  await guest.getByLabel('Your name').fill('Grace')
  await guest.getByLabel('Password').fill(password)
  await guest.getByRole('button', { name: 'Join' }).click()
  await guest.getByRole('link', { name: 'Connections' }).waitFor()
  expect(await guest.getByRole('link', { name: 'Activity' }).count()).toBe(0)
  await guest.goto(desk.at('settings/members'))
  await guest.getByRole('row', { name: 'Grace (you)' }).waitFor()
  expect(await guest.getByRole('button', { name: 'Remove' }).count()).toBe(0)
  expect(await guest.getByLabel('E-mail address').count()).toBe(0)
  await guest.goto('/instance')
  await guest.getByRole('alert').first().waitFor()

  // By the keyboard each key is another role: who is an owner is asked first.
  const role = page.getByLabel('Role of Grace')
  await role.selectOption('Owner')
  await page.getByText('Grace is Owner now').waitFor()
  // Said at once, and shown when the members were read again.
  await expect.poll(() => role.inputValue()).toBe('owner')
  await role.selectOption('Editor')
  await page.getByRole('dialog', { name: 'Make Grace Editor?' }).getByRole('button', { name: 'Cancel' }).click()
  expect(await role.inputValue()).toBe('owner')
  await role.selectOption('Viewer')
  await page.getByRole('dialog').getByRole('button', { name: 'Change the role' }).click()
  await page.getByText('Grace is Viewer now').waitFor()

  await page.getByRole('button', { name: 'Remove Grace' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Grace is no longer a member').waitFor()
})

test('somebody who has an account is invited, logs in, is back at the invitation, and joins', async () => {
  const user = await addUser(desk.test)
  const invited = { email: user.email, role: 'viewer' }
  const { pathname, search } = new URL(String((await ask(desk, 'members/invitations', invited)).link))
  const guest = await desk.open(pathname + search, { user: null })
  await guest.getByRole('link', { name: 'log in' }).click()
  await guest.getByLabel('E-mail address').fill(user.email)
  await guest.getByLabel('Password').fill(password)
  await guest.getByRole('button', { name: 'Log in' }).click()
  await guest.getByRole('button', { name: /^Join/ }).click()
  await guest.getByRole('link', { name: 'Connections' }).waitFor()
})

test('a key is shown once, works, and no longer does when it was revoked', async () => {
  const page = await desk.open(desk.at('settings/keys'))
  await page.getByLabel('Name').fill('Deploy')
  await page.getByRole('button', { name: 'Make a key' }).click()
  const key = (await page.locator('pre').first().textContent()) ?? ''
  expect(key).toMatch(/^prk_[A-Za-z]{48}$/)
  const ask = async () => (await fetch(`${desk.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } })).status
  expect(await ask()).toBe(200)
  await page.reload()
  await page.getByRole('button', { name: 'Revoke Deploy' }).waitFor()
  expect(await page.content()).not.toContain(key)
  await page.getByRole('button', { name: 'Revoke Deploy' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('No keys yet').waitFor()
  expect(await ask()).toBe(401)
})

test('how a project wants articles is said by its owner, survives a reload before it is saved, and is shown to others', async () => {
  const page = await desk.open(desk.at('settings/publishing'))
  await page.getByLabel('Status', { exact: true }).selectOption('draft')
  await page.getByRole('combobox', { name: 'Tags', exact: true }).fill('fresh')
  await page.keyboard.press('Enter')
  await page.getByText('More: author').click()
  const width = page.getByRole('textbox', { name: 'Largest width' })
  await width.fill('5')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Too small', { exact: false }).first().waitFor()
  expect(await width.getAttribute('aria-invalid')).toBe('true')
  await width.fill('1600')
  await page.reload()
  expect(await page.getByLabel('Status', { exact: true }).inputValue()).toBe('draft')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('The defaults were saved').waitFor()
  expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
  const editor = await addUser(desk.test, { project: desk.project, role: 'editor' })
  const other = await desk.open(desk.at('settings/publishing'), { user: editor })
  const status = other.getByLabel('Status', { exact: true })
  await status.waitFor()
  expect([await status.inputValue(), await status.isDisabled()]).toEqual(['draft', true])
  expect(await other.getByRole('button', { name: 'Save' }).count()).toBe(0)
  const session = await sessionOf(desk.url, editor)
  const path = `/api/v1/publishing?project=${desk.project.id}`
  expect((await session.call(path)).json).toEqual({
    options: { status: 'draft', tags: ['fresh'], images: { maxWidth: 1600 } },
  })
  expect(await session.call('/api/v1/publishing', { json: { project: desk.project.id, options: {} } })).toMatchObject({
    status: 403,
  })
})

test('everything is reached and done by keyboard, and the focus goes along with the page', async () => {
  const page = await desk.open('/help', { width: 390 })
  await page.getByRole('heading', { name: 'Help' }).waitFor()
  await page.keyboard.press('Tab')
  expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Settings' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Settings' }).waitFor()
  await expect.poll(() => page.evaluate('document.activeElement.textContent')).toBe('Settings')
  expect(await page.title()).toBe('Settings: General · Pressroom')
  // What is closed is out of the way of the Tab key, too.
  expect(await page.evaluate('document.getElementById("navigation").inert')).toBe(true)
})

test('a key for one connection reaches that one and nothing else', async () => {
  const rows = ['Till', 'Storehouse'].map((name) => ({
    ...{ id: newConnectionId(), projectId: desk.project.id, kind: 'wordpress', name, sealed: null, createdBy: 'test' },
    ...{ url: `https://${name}.example`, siteKey: name, method: 'application-password', site: {} },
  }))
  for (const row of rows) await insertConnection(desk.test.hub.store.db, row)
  const page = await desk.open(desk.at('settings/keys'))
  await page.getByLabel('Name').fill('Till only')
  await page.getByRole('combobox', { name: 'Only these connections' }).click()
  await page.getByRole('option', { name: 'Till' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Make a key' }).click()
  const key = (await page.locator('pre').first().textContent()) ?? ''
  await page.getByRole('row', { name: 'Till only' }).getByText('1 connection').waitFor()
  // Going back is no yes, and leaves no question behind.
  await page.getByRole('link', { name: 'Members' }).click()
  await page.getByRole('link', { name: 'API keys' }).click()
  await page.getByRole('button', { name: 'Revoke Till only' }).click()
  await page.getByRole('dialog').waitFor()
  await page.goBack()
  await page.getByRole('heading', { name: 'Invite somebody' }).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const headers = { authorization: `Bearer ${key}` }
  const statuses = rows.map(async ({ id }) => (await fetch(`${desk.url}/api/v1/connections/${id}`, { headers })).status)
  expect(await Promise.all(statuses)).toEqual([200, 403])
  expect((await fetch(`${desk.url}/api/v1/articles`, { headers })).status).toBe(403)
})
