import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { listViolations } from './axe.ts'
import { provideDesk } from './desk.ts'
import { activityPages } from './shown/activity.ts'
import { articlesPages } from './shown/articles.ts'
import { calendarPages } from './shown/calendar.ts'
import { connectionPartsPages } from './shown/connection-parts.ts'
import { connectionsPages } from './shown/connections.ts'
import { hubPages } from './shown/hub.ts'
import { publishPages } from './shown/publish.ts'
import { settingsPages } from './shown/settings.ts'
import { startPages } from './shown/start.ts'
import type { ShownPage } from './shown-page.ts'
import { until } from './until.ts'

/** Each area has its list in `shown/`. With SHOTS=1 (`npm run shots`) every page is photographed into shots/. */
const pages: readonly ShownPage[] = [
  ...startPages,
  ...activityPages,
  ...articlesPages,
  ...calendarPages,
  ...connectionPartsPages,
  ...connectionsPages,
  ...hubPages,
  ...publishPages,
  ...settingsPages,
]

const widths = [390, 900, 1440]
/** Both themes at the narrowest and the widest with `DEEP=1`; else the pages take turns. */
const themes = ['light', 'dark'] as const
const isDeep = process.env.DEEP !== undefined || process.env.SHOTS !== undefined
const shots = resolve(import.meta.dirname, '../../shots')
const desk = provideDesk()
/** The owner's window, after a page of it was found well. */
let standing: Page | null = null

const shownPages = pages.map((page, index) => ({ ...page, themes: isDeep ? themes : [themes[index % 2] ?? 'light'] }))

test.each(shownPages)('$name is accessible, fits every width and keeps to its policy, in $themes', async (shown) => {
  const { name, prepare, arrive = waitForHeading, stranger = false } = shown
  const path = await prepare(desk)
  const before = desk.complaints.length
  const wrong: string[] = []
  const page = await visit(path, stranger)
  await arrive(page)
  for (const theme of shown.themes) {
    await page.emulateMedia({ colorScheme: theme })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      const fits = await page.evaluate('document.documentElement.scrollWidth <= innerWidth')
      if (fits !== true) wrong.push(`${theme} ${width}: wider than the window`)
      const isAsked = isDeep ? width !== 900 : width === (theme === 'light' ? 390 : 1440)
      if (isAsked) wrong.push(...(await listViolations(page)).map((line) => `${theme} ${width}: ${line}`))
      if (process.env.SHOTS !== undefined) await photograph(page, `${name}-${width}-${theme}`)
    }
  }
  expect(wrong).toEqual([])
  expect(desk.complaints.slice(before)).toEqual([])
  if (isDeep || stranger) await page.context().close()
  else standing = page
})

test('what is wrong is found, also a frame without a title', async () => {
  const page = await desk.open('/login', { user: null })
  await page.evaluate(`document.querySelector('main').innerHTML += '<iframe sandbox srcdoc="Hello"></iframe><input>'`)
  expect((await listViolations(page)).map((line) => line.split(':')[0])).toEqual(['frame-title', 'label'])
})

/** The owner walks on in one window, as people do: to load the pages anew costs eight times as much. With `DEEP=1` each is loaded. */
async function visit(path: string, stranger: boolean): Promise<Page> {
  const page = standing
  if (stranger || page === null) return await desk.open(path, stranger ? { user: null } : {})
  standing = null
  // Closes what the page before had opened.
  await page.keyboard.press('Escape')
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`)
  // The page before stays until the next one is there, with a heading of its own.
  await until(page, '__TSR_ROUTER__.state.resolvedLocation.href === location.pathname + location.search')
  return page
}

async function waitForHeading(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await until(page, `document.querySelector('[role=status][aria-label=Loading]') === null`)
}

async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}
