import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browser } from '../browser/browser.ts'
import { loginToWordPress } from '../browser/wordpress-admin.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { start } from './pressroom.ts'

let chromium: Awaited<ReturnType<typeof browser>>

beforeAll(async () => {
  chromium = await browser()
})

afterAll(async () => {
  await chromium.close()
})

async function openAsAuthor(site: Site): Promise<Page> {
  const page = await (await chromium.newContext()).newPage()
  await loginToWordPress(page, site, site.users.author)
  return page
}

async function proves(site: Site, credential: { username: string; password: string }): Promise<boolean> {
  const authorization = `Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString('base64')}`
  const response = await fetch(`${site.url}/wp-json/wp/v2/users/me?context=edit`, { headers: { authorization } })
  return response.status === 200
}

test('on WordPress 7 the approval comes back to 127.0.0.1 and leaves no password in the address bar', async () => {
  const site = await wordpress()
  const page = await openAsAuthor(site)
  const running = start(['authorize', site.url, '--json'])
  const approval = await running.waitForErr(/(http\S+authorize-application\.php\S+)/)
  expect(new URL(approval).searchParams.get('success_url')).toMatch(/^http:\/\/127\.0\.0\.1:/)
  await page.goto(approval)
  await page.click('#approve')
  await page.waitForURL(/\/done$/)
  const { code, out } = await running.ended
  expect(code).toBe(0)
  const credential = JSON.parse(out)
  expect(credential).toMatchObject({ username: 'author' })
  expect(await proves(site, credential)).toBe(true)
  expect(page.url()).not.toContain(credential.password)
  await page.goBack().catch(() => null)
  expect(page.url()).not.toContain(credential.password)
})

test('a rejection on the approval page ends the command with a clear word', async () => {
  const site = await wordpress()
  const page = await openAsAuthor(site)
  const running = start(['authorize', site.url])
  await page.goto(await running.waitForErr(/(http\S+authorize-application\.php\S+)/))
  await page.click('#reject')
  const { code, err } = await running.ended
  expect(code).toBe(1)
  expect(err).toContain('The connection was rejected on the site')
})

test('on older WordPress the password that the site shows is pasted', async () => {
  const site = await wordpress({ version: 'oldest' })
  const page = await openAsAuthor(site)
  const running = start(['authorize', site.url, '--json'])
  const approval = await running.waitForErr(/(http\S+authorize-application\.php\S+)/)
  expect(new URL(approval).searchParams.has('success_url')).toBe(false)
  await page.goto(approval)
  await page.click('#approve')
  const shown = page.locator('#new-application-password-value')
  await shown.waitFor()
  running.child.stdin?.end(`author\n${await shown.inputValue()}\n`)
  const { code, out } = await running.ended
  expect(code).toBe(0)
  expect(await proves(site, JSON.parse(out))).toBe(true)
})

test('a pasted password that is wrong is not printed as a credential', async () => {
  const site = await wordpress({ version: 'oldest' })
  const running = start(['authorize', site.url, '--json'])
  await running.waitForErr(/(http\S+authorize-application\.php\S+)/)
  running.child.stdin?.end('author\nabcd efgh ijkl mnop qrst uvwx\n')
  const { code, out } = await running.ended
  expect(code).toBe(1)
  expect(out).toBe('')
})

test('a site that offers no application passwords says so instead of opening a page', async () => {
  const site = await wordpress({ quirks: ['app-passwords-off'] })
  const { code, err } = await start(['authorize', site.url]).ended
  expect(code).toBe(1)
  expect(err).not.toContain('authorize-application.php')
})
