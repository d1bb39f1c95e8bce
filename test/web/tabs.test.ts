import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addUser } from '../hub/people.ts'
import { provideDesk } from './desk.ts'
import { addArticle, ask } from './writing.ts'

const desk = provideDesk()

/** Another tab is in front, or this one again: Chromium without a window shows all of them at once. */
async function show(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate(`{
    Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }`)
}

test('any number of tabs open, and each shows what happened when somebody looks at it again', async () => {
  await addArticle(desk, 'There before', 'Words.')
  const tabs = [await desk.open(desk.at('articles'))]
  const [first] = tabs
  if (first === undefined) throw new Error('No tab')
  for (let n = 0; n < 7; n++) {
    const last = tabs.at(-1) ?? first
    await last.getByRole('link', { name: 'There before' }).waitFor()
    await show(last, 'hidden')
    const next = await first.context().newPage()
    await next.goto(desk.at('articles'))
    tabs.push(next)
  }
  const last = tabs.at(-1) ?? first
  await last.getByRole('link', { name: 'There before' }).waitFor()
  await addArticle(desk, 'Made meanwhile', 'Words.')
  await last.getByRole('link', { name: 'Made meanwhile' }).waitFor()
  expect(await first.getByRole('link', { name: 'Made meanwhile' }).count()).toBe(0)
  await show(first, 'visible')
  await first.getByRole('link', { name: 'Made meanwhile' }).waitFor()
})

test('a role that changes is seen at once by whoever has it', async () => {
  const editor = await addUser(desk.test, { project: desk.project, role: 'editor' })
  const page = await desk.open(desk.at('connections'), { user: editor })
  await page.getByRole('link', { name: 'Connect', exact: true }).first().waitFor()
  await ask(desk, `members/${editor.id}`, { role: 'viewer' }, 'PATCH')
  await page.getByRole('link', { name: 'Connect', exact: true }).first().waitFor({ state: 'detached' })
})

test('what happened between the first reading of a page and the opening of its stream is shown too', async () => {
  const page = await desk.open('/help')
  const gate = Promise.withResolvers<void>()
  await page.route('**/api/rpc/events/follow*', async (route) => {
    await gate.promise
    await route.continue()
  })
  await page.goto(desk.at('articles'))
  await page
    .getByRole('button', { name: 'New article' })
    .or(page.getByRole('link', { name: 'New article' }))
    .first()
    .waitFor()
  await addArticle(desk, 'Made in between', 'Words.')
  expect(await page.getByRole('link', { name: 'Made in between' }).count()).toBe(0)
  gate.resolve()
  await page.getByRole('link', { name: 'Made in between' }).waitFor()
})

test('what happened while the reader was on a page outside the project is shown when they come back', async () => {
  const page = await desk.open(desk.at('articles'))
  const places = page.getByRole('navigation', { name: 'Main' })
  const back = async (title: string) => {
    await places.getByRole('link', { name: 'Help' }).click()
    await page.getByRole('heading', { level: 1, name: 'Help' }).waitFor()
    await addArticle(desk, title, 'Words.')
    await places.getByRole('link', { name: 'Articles' }).click()
    await page.getByRole('link', { name: title }).waitFor()
  }
  await places.waitFor()
  // First before any event came, then after one.
  await back('Made before any event')
  await addArticle(desk, 'Told by an event', 'Words.')
  await page.getByRole('link', { name: 'Told by an event' }).waitFor()
  await back('Made after an event')
})
