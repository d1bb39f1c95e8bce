import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { until } from './until.ts'

/** What axe finds wrong with a page as it is now, one line each; empty when nothing is. */
export async function listViolations(page: Page): Promise<string[]> {
  // Notifications that just slide in or out are measured half transparent.
  await until(page, 'document.getAnimations().every((animation) => animation.playState !== "running")')
  // Nothing runs in our frames, axe included, which would wait for them; that they have titles is asked below.
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze()
  const untitled = await page.locator('iframe:not([title])').count()
  const frames = untitled === 0 ? [] : [`${untitled} frames have no title`]
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 5).map(({ html, any }) => `${id}: ${help}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`),
  )
  return [...frames, ...found]
}
