import { randomUUID } from 'node:crypto'
import { putArticle } from '../../../src/store/articles.ts'
import { insertConnection, newConnectionId } from '../../../src/store/connections.ts'
import { wantPublications } from '../../../src/store/publications.ts'
import type { Desk } from '../desk.ts'
import type { ShownPage } from '../shown-page.ts'

let made: Promise<void> | undefined

/** What is scheduled and public in this month, on one site. */
async function prepare({ test, project }: Desk): Promise<void> {
  const { db, pool } = test.hub.store
  const id = newConnectionId()
  const host = 'calendar.example'
  await insertConnection(db, {
    ...{ id, projectId: project.id, kind: 'wordpress', name: 'Magazine of the month', url: `https://${host}` },
    ...{ siteKey: host, method: 'application-password', sealed: null, createdBy: 'test' },
  })
  const titles = [
    ...['A public one', '<img src=x onerror=alert(1)>', 'One that the site holds back past its time'],
    ...['One on its way to another day', 'One whose other day was refused'],
  ]
  for (const [index, title] of titles.entries()) {
    const origin = { projectId: project.id, identity: randomUUID(), source: null, path: null, by: 'test' }
    const article = await putArticle(db, origin, { title, hash: title, body: {}, assets: {} })
    const wish = { projectId: project.id, articleId: article.id, connectionId: id, siteKey: host, mark: randomUUID() }
    const rest = { action: 'publish', version: 1, options: {}, wantedHash: 'w', alone: false, by: 'test' } as const
    await wantPublications(db, [{ ...wish, ...rest }])
    const code = [null, null, 'schedule_missed', null, 'role_too_low'][index] ?? null
    const error = code === null ? null : JSON.stringify({ code, message: '', fix: '' })
    const state = ['live', 'scheduled', 'scheduled', 'planned', 'failed'][index] ?? 'live'
    const previous = index > 2 ? JSON.stringify({ state: 'scheduled' }) : null
    // In the middle of the month, whenever the test runs.
    await pool.query(
      `update publications set state = $2, error = $3, previous = $5,
        remote_date = date_trunc('month', now()) + interval '10 days' + $4 * interval '2 hours' where article_id = $1`,
      [article.id, state, error, index + 6, previous],
    )
  }
}

export const calendarPages: readonly ShownPage[] = [
  {
    name: 'calendar',
    prepare: async (desk) => {
      made ??= prepare(desk)
      await made
      return desk.at('calendar')
    },
    arrive: async (page) => void (await page.getByRole('button', { name: /A public one/ }).waitFor()),
  },
  {
    name: 'calendar-entry',
    prepare: async (desk) => {
      made ??= prepare(desk)
      await made
      return desk.at('calendar')
    },
    arrive: async (page) => {
      await page.getByRole('button', { name: /past its time/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
]
