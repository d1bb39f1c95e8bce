import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browser as startBrowser } from '../browser/browser.ts'
import { call } from '../hub/browser.ts'
import { password } from '../hub/people.ts'
import { startHub, useDataFolder } from '../hub/process.ts'
import { wordpress } from '../wordpress/site.ts'

let chromium: Browser
beforeAll(async () => {
  chromium = await startBrowser()
})
afterAll(async () => await chromium?.close())

test('from the printed link to a draft on the first site', async () => {
  const site = await wordpress({ fresh: true })
  const data = useDataFolder()
  const hub = await startHub({ PRESSROOM_DATA: data, PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  const page = await (await chromium.newContext({ reducedMotion: 'reduce' })).newPage()
  await page.goto(hub.setupLink ?? '')
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Make the account' }).click()

  await page.getByRole('heading', { name: 'Welcome' }).waitFor()
  await page.getByLabel('Name of the project').fill('Tea <b>house</b>')
  await page.getByRole('button', { name: 'Save the name' }).click()
  await page.getByText('It is called Tea <b>house</b>.').waitFor()
  expect(await page.getByRole('link', { name: 'Connect a site' }).getAttribute('href')).toMatch(/\/connections\/new$/)

  // By the API: the wizard has tests of its own. The page learns of it by the event.
  const { username, applicationPassword } = site.users.editor
  const input = { address: site.url, username, password: applicationPassword }
  await call('http://hub/api/v1/connections', { socketPath: join(data, 'hub.sock'), json: { input, name: 'Shop' } })
  await page.getByText('Shop is connected.').waitFor()
  await page.getByRole('button', { name: 'Publish the draft' }).click()
  await page.getByText('Its state is on the board').waitFor()
  const drafts = async () =>
    await site.php(`return array_column(get_posts(['post_status' => 'draft', 'numberposts' => -1]), 'post_title');`)
  await expect.poll(drafts).toEqual(['Hello from Pressroom'])
  // The page learns of its publication, and still stands where it says so.
  await page.getByRole('link', { name: 'Go to the board' }).click()
  await page.getByRole('row', { name: 'Hello from Pressroom' }).getByText('draft').waitFor()

  await page.goto(hub.url)
  await page.waitForURL(/\/connections$/)
  await page.context().close()
})
