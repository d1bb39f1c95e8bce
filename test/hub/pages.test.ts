import type { Browser as Chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { provideSetupToken } from '../../src/accounts/setup-link.ts'
import { browser as startBrowser } from '../browser/browser.ts'
import { Browser } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addUser, password } from './people.ts'

let hub: TestHub
let chromium: Chromium
beforeAll(async () => {
  ;[hub, chromium] = await Promise.all([openTestHub(), startBrowser()])
})
afterAll(async () => {
  await chromium?.close()
  await hub?.close()
})

test('in a real browser without scripts, people set the hub up, log out and log in', async () => {
  const context = await chromium.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  const token = await provideSetupToken(hub.hub.store)
  await page.goto(`${hub.url}/setup?token=${token}`)
  await page.getByLabel('Your name').fill('Ada')
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('button', { name: 'Log out' }).waitFor()
  const cookies = await context.cookies()
  expect(cookies).toMatchObject([{ name: 'pressroom.session_token', httpOnly: true, sameSite: 'Lax', secure: false }])

  await page.getByRole('button', { name: 'Log out' }).click()
  expect(await context.cookies()).toEqual([])
  await page.getByLabel('E-mail address').fill('ada@example.com')
  await page.getByLabel('Password').fill('not this one at all')
  await page.getByRole('button', { name: 'Log in' }).click()
  expect(await page.getByRole('alert').textContent()).toContain('Invalid email or password')
  expect(await page.getByLabel('E-mail address').inputValue()).toBe('ada@example.com')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('button', { name: 'Log out' }).waitFor()
  await context.close()
})

test('the login leads on to where somebody was, and never away from the hub', async () => {
  const user = await addUser(hub)
  const browser = new Browser(hub.url)
  const form = { email: user.email, password }
  for (const [next, path] of [
    ['/help/hub?a=b#c', '/help/hub?a=b#c'],
    ['//evil.example/x', '/'],
    ['/\\evil.example/x', '/'],
    ['/.//evil.example/x', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    [`/${'x'.repeat(5000)}`, `/${'x'.repeat(1999)}`],
  ] as const) {
    const page = await browser.call(`/login?${new URLSearchParams({ next })}`)
    expect(page.text.includes('name="next"')).toBe(path !== '/')
    const answer = await browser.call('/login', { form: { ...form, next } })
    expect([answer.status, answer.headers.location]).toEqual([303, path])
  }
})

test('a page of another site cannot log anybody in or out', async () => {
  const context = await chromium.newContext()
  const page = await context.newPage()
  await page.goto(hub.url)
  await page.goto('data:text/html,<p>elsewhere')
  await page.setContent(
    `<form method="post" action="${hub.url}/login"><input name="email" value="a"><button>Go</button></form>`,
  )
  const [answer] = await Promise.all([page.waitForResponse(`${hub.url}/login`), page.getByRole('button').click()])
  expect(answer.status()).toBe(403)
  await context.close()
})

test('no page breaks its own policy or asks anybody else, in light and in dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await chromium.newContext({ colorScheme, viewport: { width: 900, height: 800 } })
    const page = await context.newPage()
    const complaints: string[] = []
    const asked = new Set<string>()
    page.on('console', (message) => complaints.push(message.text()))
    page.on('request', (request) => asked.add(new URL(request.url()).origin))
    for (const path of ['/', '/login', '/login/code', '/api/docs', '/connect/done']) {
      await page.goto(hub.url + path)
      for (const width of [360, 900]) {
        await page.setViewportSize({ width, height: 800 })
        const fits = await page.evaluate('document.documentElement.scrollWidth <= innerWidth')
        expect([path, width, fits]).toEqual([path, width, true])
      }
      const [ink, paper] = (await page.evaluate(
        '[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]',
      )) as [string, string]
      expect([path, contrast(ink, paper) > 7]).toEqual([path, true])
      if (process.env.SCREENSHOTS !== undefined)
        await page.screenshot({ path: `${process.env.SCREENSHOTS}/${colorScheme}${path.replaceAll('/', '-')}.png` })
    }
    expect(complaints).toEqual([])
    expect([...asked].filter((origin) => origin !== hub.url && origin !== 'null')).toEqual([])
    await context.close()
  }
})

/** As WCAG measures it. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
    const value = Number(part) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
