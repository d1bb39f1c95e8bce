import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { until } from './until.ts'

/** What axe finds wrong with a page as it is now, one line each; empty when nothing is. */
export async function listViolations(page: Page): Promise<string[]> {
  // Notifications that just slide in or out are measured half transparent.
  await until(page, 'document.getAnimations().every((animation) => animation.playState !== "running")')
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 5).map(({ html, any }) => `${id}: ${help}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`),
  )
}
