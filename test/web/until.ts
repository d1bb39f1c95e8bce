import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright-core'

/** Waits until an expression is true in the page. Playwright's own way asks the page to evaluate texts, which our policy forbids. */
export async function until(page: Page, expression: string, milliseconds = 60_000): Promise<void> {
  const deadline = performance.now() + milliseconds
  while ((await page.evaluate(expression)) !== true) {
    if (performance.now() > deadline) throw new Error(`Never true at ${page.url()}: ${expression}`)
    await pause(50)
  }
}
