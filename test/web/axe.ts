import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { until } from './until.ts'

/** Nothing runs in our frames, axe included, which would wait for them. Nobody reads what is well, nor selectors. */
const options: axe.RunOptions = { iframes: false, resultTypes: ['violations'], selectors: false }

/**
 * What axe finds wrong with a page as it is now, one line each; empty when nothing is. Run in the page itself: axe's own
 * way for Playwright joins the results in a second page, whose process costs five times as much as all the looking.
 */
export async function listViolations(page: Page): Promise<string[]> {
  // Notifications that just slide in or out are measured half transparent.
  await until(page, 'document.getAnimations().every((animation) => animation.playState !== "running")')
  if ((await page.evaluate('typeof axe')) === 'undefined') await page.evaluate(axe.source)
  const { violations }: axe.AxeResults = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 5).map(({ html, any }) => `${id}: ${help}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`),
  )
}
