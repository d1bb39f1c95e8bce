import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browser as startBrowser } from '../browser/browser.ts'
import { password } from '../hub/people.ts'
import { startHub, useDataFolder } from '../hub/process.ts'
import { textOf, type } from './writing.ts'

let chromium: Browser
beforeAll(async () => {
  chromium = await startBrowser()
})
afterAll(async () => await chromium?.close())

test('a hub that is killed while somebody writes costs no letter', async () => {
  const PRESSROOM_DATA = useDataFolder()
  const hub = await startHub({ PRESSROOM_DATA })
  const page = await (await chromium.newContext({ reducedMotion: 'reduce' })).newPage()
  await page.goto(hub.setupLink ?? '')
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('link', { name: 'Articles' }).click()
  await page.getByRole('link', { name: 'New article' }).first().click()
  await page.getByLabel('Title', { exact: true }).fill('Written twice')
  await type(page, 'Before.')
  await page.keyboard.press('Control+s')
  await page.getByText('Version 1, saved').waitFor()
  await type(page, ' While it goes')
  hub.signal('SIGKILL')
  await hub.ended
  await type(page, ' and while it is away.')
  await page.keyboard.press('Control+s')
  await page.getByRole('alert').getByText('The hub does not answer').first().waitFor()
  await startHub({ PRESSROOM_DATA, PRESSROOM_PORT: new URL(hub.url).port })
  await page.getByText('The hub answers again').waitFor()
  const whole = 'Before. While it goes and while it is away.'
  expect(await textOf(page).textContent()).toBe(whole)
  await page.reload()
  await textOf(page).getByText(whole).waitFor()
  await page.keyboard.press('Control+s')
  await page.getByText('Version 2, saved').waitFor()
  await page.context().close()
})
