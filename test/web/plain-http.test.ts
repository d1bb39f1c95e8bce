import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { provideDesk } from './desk.ts'
import { sessionOf } from './session.ts'

// A name that is not this machine's own, without https: browsers then keep back what they give to secure pages alone.
const desk = provideDesk({ PRESSROOM_URL: 'http://hub.wordpress.test' })

async function openPlain(path: string): Promise<Page> {
  const { cookies } = await sessionOf(desk.url, desk.owner)
  const url = desk.url.replace('127.0.0.1', 'hub.wordpress.test')
  const page = await desk.open('/login', { user: null })
  await page.context().addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  await page.goto(`${url}${path}`)
  expect(await page.evaluate('isSecureContext')).toBe(false)
  return page
}

test('a hub without https says what was done, and copies', async () => {
  const page = await openPlain(desk.at('settings'))
  await page.getByRole('textbox', { name: 'Name' }).fill('Plain words')
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByText('The project has its new name').waitFor()
  await page.goto(new URL(desk.at('settings/keys'), page.url()).href)
  await page.getByRole('textbox', { name: 'Name' }).fill('For the till')
  await page.getByRole('button', { name: 'Make a key' }).click()
  const key = (await page.locator('pre', { hasText: /^prk_/ }).textContent()) ?? ''
  await page.getByRole('button', { name: 'Copy the key' }).click()
  await page.getByRole('button', { name: 'Copied', exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'Name' }).press('Control+v')
  expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe(key)
})
