import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { listViolations } from './axe.ts'

const shots = resolve(import.meta.dirname, '../../shots')
const isDeep = process.env.DEEP !== undefined || process.env.SHOTS !== undefined
// A journey that is looked at in each of its steps takes as long as that.
if (isDeep) vi.setConfig({ testTimeout: 300_000 })

/** Asks axe about a page in the middle of a journey, at each width and in both themes; with SHOTS=1 photographs it, too. */
export async function look(page: Page, name: string): Promise<void> {
  const wrong: string[] = []
  const before = page.viewportSize()
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme })
    for (const width of [390, 900, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      if ((await page.evaluate('document.documentElement.scrollWidth <= innerWidth')) !== true)
        wrong.push(`${theme} ${width}: wider than the window`)
      if (width !== 900) wrong.push(...(await listViolations(page)).map((line) => `${theme} ${width}: ${line}`))
      if (process.env.SHOTS === undefined) continue
      mkdirSync(shots, { recursive: true })
      // The header of a page that is scrolled would stand in the middle of the picture.
      await page.evaluate('scrollTo(0, 0)')
      await page.screenshot({ path: join(shots, `${name}-${width}-${theme}.png`), fullPage: true })
    }
  }
  if (before !== null) await page.setViewportSize(before)
  expect(wrong).toEqual([])
}

/** The same for steps that are many: only with SHOTS=1 or DEEP=1. */
export async function lookClosely(page: Page, name: string): Promise<void> {
  if (isDeep) await look(page, name)
}
