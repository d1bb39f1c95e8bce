import type { Page } from 'playwright-core'
import type { Desk } from './desk.ts'
import { sessionOf } from './session.ts'

/** Asks the hub's API as the owner of the desk; throws what it refuses. */
export async function ask(desk: Desk, path: string, json: object, method = 'POST'): Promise<Record<string, unknown>> {
  const session = await sessionOf(desk.url, desk.owner)
  const answer = await session.call(`/api/v1/${path}`, { method, json: { project: desk.project.id, ...json } })
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 500)}`)
  return answer.json as Record<string, unknown>
}

/** An article of these words; its id. */
export async function addArticle(desk: Desk, title: string, text: string): Promise<string> {
  const content = { title, body: { format: 'markdown', text } }
  return String((await ask(desk, 'articles', { content })).id)
}

/** The text of the open article. */
export const textOf = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true })

/** Goes to the end of the text and types. */
export async function type(page: Page, text: string): Promise<void> {
  await textOf(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(text)
}
