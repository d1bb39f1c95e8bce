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
  ...activityPages,
  ...articlesPages,
  ...calendarPages,
  ...connectionPartsPages,
  ...connectionsPages,
  ...hubPages,
  ...publishPages,
  ...settingsPages,
  ...startPages,
]

const widths = [390, 900, 1440]
/** Both themes at the narrowest and the widest with `DEEP=1`; else the pages take turns. */
const themes = ['light', 'dark'] as const
const isDeep = process.env.DEEP !== undefined || process.env.SHOTS !== undefined
const shots = resolve(import.meta.dirname, '../../shots')
const desk = provideDesk()

const shownPages = pages.map((page, index) => ({ ...page, themes: isDeep ? themes : [themes[index % 2] ?? 'light'] }))

test.each(shownPages)('$name is accessible, fits every width and keeps to its policy, in $themes', async (shown) => {
  const { name, prepare, arrive = waitForHeading, stranger } = shown
  const path = await prepare(desk)
  const before = desk.complaints.length
  const wrong: string[] = []
  const page = await desk.open(path, stranger === true ? { user: null } : {})
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
  await page.context().close()
  expect(wrong).toEqual([])
  expect(desk.complaints.slice(before)).toEqual([])
})

async function waitForHeading(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  await until(page, `document.querySelector('[role=status][aria-label=Loading]') === null`)
}

async function photograph(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}
