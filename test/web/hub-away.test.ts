import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browser as startBrowser } from '../browser/browser.ts'
import { useHubEnvironment } from '../hub/environment.ts'
import { password } from '../hub/people.ts'
import { type HubProcess, startHub } from '../hub/process.ts'
import { makeOlderCopy } from './older-copy.ts'

let chromium: Browser
beforeAll(async () => {
  chromium = await startBrowser()
})
afterAll(async () => await chromium?.close())

/** A hub as a process of its own, and its first user in a browser, in front of a form. */
async function setUp(program?: string): Promise<{ page: Page; hub: HubProcess; again: () => Promise<HubProcess> }> {
  const environment = await useHubEnvironment()
  const hub = await startHub(environment, [], program)
  const page = await (await chromium.newContext({ reducedMotion: 'reduce' })).newPage()
  await page.goto(hub.setupLink ?? '')
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('link', { name: 'Members' }).click()
  await page.getByRole('row', { name: 'Ada (you)' }).waitFor()
  return { page, hub, again: () => startHub({ ...environment, PRESSROOM_PORT: new URL(hub.url).port }) }
}

test('a page says that the hub is gone, keeps what is typed, and goes on when the hub is back', async () => {
  const { page, hub, again } = await setUp()
  await page.getByLabel('E-mail address').fill('grace@')
  hub.signal('SIGKILL')
  await hub.ended
  await page.getByText('The hub does not answer. It is asked again').waitFor()
  await page.getByLabel('E-mail address').fill('grace@example.com')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByRole('alert').getByText('The hub does not answer').waitFor()
  await again()
  await page.getByText('The hub answers again').waitFor()
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('grace@example.com')
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByText('The link for grace@example.com').waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
  await page.context().close()
})

test('a page of an older version goes on, until it needs a script that is gone: then it is loaded anew, and keeps what is typed', async () => {
  const { page, hub, again } = await setUp(makeOlderCopy())
  expect(await page.locator('script[src*="/older-"]').count()).toBe(1)
  await page.evaluate('globalThis.before = true')
  await page.getByLabel('E-mail address').fill('grace@example.com')
  hub.signal('SIGTERM')
  await hub.ended
  await page.getByText('The hub does not answer. It is asked again').waitFor()
  await again()
  await page.getByText('The hub answers again').waitFor()
  // What is only pointed at takes nothing from whoever types.
  const missed = page.waitForResponse((response) => response.url().includes('/assets/older-calendar-page'))
  await page.getByRole('link', { name: 'Calendar' }).hover()
  expect((await missed).status()).toBe(404)
  await page.getByLabel('E-mail address').pressSequentially('.au')
  expect(await page.evaluate('globalThis.before')).toBe(true)
  await page.getByRole('link', { name: 'Calendar' }).click()
  await page.getByRole('heading', { level: 1, name: 'Calendar' }).waitFor()
  expect(await page.evaluate('typeof globalThis.before')).toBe('undefined')
  expect(await page.locator('script[src*="/older-"]').count()).toBe(0)
  await page.goBack()
  await page.getByRole('row', { name: 'Ada (you)' }).waitFor()
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('grace@example.com.au')
  await page.context().close()
})

test('a page says that the hub is slow, and stops saying so', async () => {
  const { page, hub } = await setUp()
  hub.signal('SIGSTOP')
  await page.getByRole('link', { name: 'API keys' }).click()
  await page.getByText('The hub is slow to answer').waitFor()
  hub.signal('SIGCONT')
  await page.getByText('No keys yet').waitFor()
  await page.getByText('The hub is slow to answer').waitFor({ state: 'detached' })
  await page.context().close()
})

test('whoever is logged out in the middle logs in and is back where they were, with what they typed', async () => {
  const { page } = await setUp()
  await page.getByLabel('E-mail address').fill('grace@example.com')
  const place = page.url()
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Make the link' }).click()
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('row', { name: 'Ada (you)' }).waitFor()
  expect(page.url()).toBe(place)
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('grace@example.com')
  await page.reload()
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('grace@example.com')
  await page.getByRole('button', { name: 'Your account' }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await page.getByRole('heading', { name: 'Log in' }).waitFor()
  expect(await page.evaluate('Object.keys(sessionStorage).filter((key) => key.includes("draft"))')).toEqual([])
  await page.context().close()
})
