import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Jobs } from '../../src/jobs/jobs.ts'
import { startWorkers } from '../hub/workers.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { listViolations } from './axe.ts'
import { provideDesk } from './desk.ts'
import { addArticle, ask } from './writing.ts'

const desk = provideDesk({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
let jobs: Jobs
let site: Site

beforeAll(async () => {
  jobs = await startWorkers(desk.test)
  site = await wordpress()
  const { username, applicationPassword: password } = site.users.editor
  await ask(desk, 'connections', { input: { address: site.url, username, password }, name: 'Blog' })
})
afterAll(async () => await jobs?.stop(5))

/** At ten in the morning of a day of the next month, in the time zone of this machine and its browser. */
const nextMonth = (day: number) => new Date(new Date().getFullYear(), new Date().getMonth() + 1, day, 10)
const spelled = new Intl.DateTimeFormat('en', { weekday: 'long', month: 'long', day: 'numeric' })

/** An article that the site holds back until the tenth, and the calendar of that month. */
async function openCalendar(title: string): Promise<{ page: Page; entry: string }> {
  const article = await addArticle(desk, title, 'Later.')
  const date = { kind: 'instant', utc: nextMonth(10).toISOString() }
  await ask(desk, 'publications', { articles: [article], connections: ['Blog'], options: { status: 'future', date } })
  const month = `${nextMonth(10).getFullYear()}-${String(nextMonth(10).getMonth() + 1).padStart(2, '0')}`
  const page = await desk.open(desk.at(`calendar?month=${month}`))
  const entry = `10:00 ${title} Blog`
  await dayOf(page, 10).getByRole('button', { name: entry, exact: true }).waitFor()
  return { page, entry }
}

const dayOf = (page: Page, day: number) =>
  page.getByRole('listitem', { name: new RegExp(`^${spelled.format(nextMonth(day))}(?:$|:)`) })

const stored = (title: string) =>
  site.php(
    `return array_map(fn ($p) => [$p->post_status, $p->post_date_gmt], get_posts(['title' => '${title}', 'post_status' => 'any', 'post_type' => 'post']));`,
  )
const onSite = (day: number) => [['future', nextMonth(day).toISOString().slice(0, 19).replace('T', ' ')]]

test('what is scheduled is dragged to another day, there and on the site, and back by one click', async () => {
  const { page, entry } = await openCalendar('Dragged')
  expect(await stored('Dragged')).toEqual(onSite(10))
  await dayOf(page, 10).getByRole('button', { name: entry }).dragTo(dayOf(page, 17))
  await page.getByText('It will be public').waitFor()
  await dayOf(page, 17).getByRole('button', { name: entry, exact: true }).waitFor()
  await expect.poll(() => stored('Dragged')).toEqual(onSite(17))
  await page.getByRole('button', { name: 'Undo' }).click()
  await dayOf(page, 10).getByRole('button', { name: entry, exact: true }).waitFor()
  await expect.poll(() => stored('Dragged')).toEqual(onSite(10))
  expect(desk.complaints).toEqual([])
})

test('the same by keyboard alone: the entry, its new time, and the focus comes along', async () => {
  const { page, entry } = await openCalendar('By keys')
  const focused = () => page.evaluate('document.activeElement.textContent')
  await dayOf(page, 10).getByRole('button', { name: entry }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  expect(await listViolations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(focused).toContain('By keys')
  await page.keyboard.press('Enter')
  const time = page.getByRole('dialog').getByLabel('New time')
  await time.waitFor()
  const isThere = () => page.evaluate('document.activeElement.type === "datetime-local"')
  for (let turn = 0; turn < 10 && (await isThere()) !== true; turn++) await page.keyboard.press('Tab')
  // Month, day, year: a week later, one day with each press.
  await page.keyboard.press('ArrowRight')
  for (let days = 0; days < 7; days++) await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await dayOf(page, 17).getByRole('button', { name: entry, exact: true }).waitFor()
  await expect.poll(focused).toContain('By keys')
  await expect.poll(() => stored('By keys')).toEqual(onSite(17))
})

test('what is on its way to the site stays in the calendar, and gets another day meanwhile', async () => {
  const { page, entry } = await openCalendar('On its way')
  await ask(desk, 'connections/Blog/pause', {})
  await dayOf(page, 10).getByRole('button', { name: entry }).dragTo(dayOf(page, 17))
  await dayOf(page, 17)
    .getByRole('button', { name: `${entry}, on its way to the site` })
    .click()
  const time = page.getByRole('dialog').getByLabel('New time')
  await time.fill((await time.inputValue()).replace(/-17T/, '-18T'))
  await page.getByRole('dialog').getByRole('button', { name: 'Reschedule' }).click()
  await dayOf(page, 18)
    .getByRole('button', { name: `${entry}, on its way to the site` })
    .waitFor()
  expect(await stored('On its way')).toEqual(onSite(10))
  await ask(desk, 'connections/Blog/resume', {})
  await dayOf(page, 18).getByRole('button', { name: entry, exact: true }).waitFor()
  expect(await stored('On its way')).toEqual(onSite(18))
})

test('publish pressed in two tabs at once makes one post', async () => {
  const article = await addArticle(desk, 'Pressed twice', 'Once.')
  const path = desk.at(`articles/${article}/publish`)
  const tabs = await Promise.all([desk.open(path), desk.open(path)])
  for (const tab of tabs) {
    await tab.getByRole('checkbox', { name: 'Blog' }).click()
    await tab.getByLabel('Status', { exact: true }).selectOption('publish')
  }
  await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Publish on 1 target' }).click()))
  for (const tab of tabs) {
    await tab.getByText('1 of 1 done').waitFor()
    await tab.getByRole('table', { name: 'Where it is' }).getByRole('row', { name: 'Blog' }).getByText('live').waitFor()
  }
  await expect.poll(() => stored('Pressed twice')).toHaveLength(1)
  expect(desk.complaints).toEqual([])
})

test('another day that the site refuses is told where the entry still is, and asked for again from there', async () => {
  const { page, entry } = await openCalendar('Refused')
  const become = (role: string) => site.php(`get_user_by('login', 'editor')->set_role('${role}');`)
  await become('subscriber')
  await dayOf(page, 10).getByRole('button', { name: entry }).dragTo(dayOf(page, 17))
  await dayOf(page, 10)
    .getByRole('button', { name: `${entry}, the change failed` })
    .click()
  await page.getByRole('dialog').getByRole('link', { name: 'Receipt' }).waitFor()
  expect(await stored('Refused')).toEqual(onSite(10))
  await become('editor')
  const time = page.getByRole('dialog').getByLabel('New time')
  await time.fill((await time.inputValue()).replace(/-10T/, '-18T'))
  await page.getByRole('dialog').getByRole('button', { name: 'Reschedule' }).click()
  await dayOf(page, 18).getByRole('button', { name: entry, exact: true }).waitFor()
  expect(await stored('Refused')).toEqual(onSite(18))
})
