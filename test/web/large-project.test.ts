import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import type { User } from '../../src/accounts/users.ts'
import { insertConnection, newConnectionId } from '../../src/store/connections.ts'
import { wantPublications } from '../../src/store/publications.ts'
import { addUser } from '../hub/people.ts'
import { provideDesk } from './desk.ts'
import { sessionOf } from './session.ts'
import { until } from './until.ts'
import { addArticle, ask } from './writing.ts'

const desk = provideDesk()
const sites = 250
const second = 70
const made: { connections: string[]; publications: string[]; everywhere: string; article: string } = {
  ...{ connections: [], publications: [], everywhere: '', article: '' },
}

/** A project with 250 sites, and 320 publications that nobody sends: of one article on all of them, of another on 70. */
beforeAll(async () => {
  const { db, pool } = desk.test.hub.store
  const projectId = desk.project.id
  const rows = Array.from({ length: sites }, (_, index) => {
    const name = `Site ${String(index + 1).padStart(3, '0')}`
    const host = `s${index + 1}.example`
    return {
      ...{ id: newConnectionId(), projectId, kind: 'wordpress', name, url: `https://${host}`, siteKey: host },
      ...{ method: 'application-password', sealed: null, createdBy: 'test', verdict: 'connected', code: null },
      groups: index < 40 ? ['first'] : index >= 240 ? ['last'] : [],
      site: { version: index % 2 === 0 ? '7.1.4' : '6.9.1' },
    }
  })
  for (const row of rows) made.connections.push((await insertConnection(db, row)).id)
  for (const [title, count] of [
    ['Tea', sites],
    ['Coffee', second],
  ] as const) {
    made.article = await addArticle(desk, title, 'Leaves.')
    made.everywhere ||= made.article
    const wishes = rows.slice(0, count).map(({ id, siteKey }) => ({
      ...{
        projectId,
        articleId: made.article,
        connectionId: id,
        siteKey,
        mark: randomUUID(),
        action: 'publish' as const,
      },
      ...{ version: 1, options: {}, wantedHash: 'w', alone: false, by: 'test' },
    }))
    made.publications.push(...(await wantPublications(db, wishes)).map(({ id }) => id))
  }
  const [, live, scheduled, ...others] = made.publications
  const when = `date_trunc('month', now()) + interval '10 days'`
  await pool.query(`update publications set state = 'live', remote_date = ${when} where id = $1`, [live])
  await pool.query(`update publications set state = 'scheduled', remote_date = ${when} where id = $1`, [scheduled])
  await pool.query(`update publications set state = 'failed' where id = any($1)`, [others.slice(0, 20)])
  // What happened until now is nothing new to the pages below.
  const session = await sessionOf(desk.url, desk.owner)
  expect((await session.call(`/api/v1/events?project=${projectId}`)).status).toBe(200)
  // A page is told what happened in the two seconds before it began, too.
  await sleep(3000)
})

const waiting = sites + second - 22

async function countStates(state: string): Promise<number> {
  const { rows } = await desk.test.hub.store.pool.query(
    `select count(*)::int as count from publications where project_id = $1 and state = $2`,
    [desk.project.id, state],
  )
  return (rows[0] as { count: number }).count
}

/** How often a page asks for something, from now on. */
function countCalls(page: Page, path: string): () => number {
  let count = 0
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === `/api/rpc/${path}`) count++
  })
  return () => count
}

const countRows = (page: Page) => page.locator('tbody > tr').count()
const seeRows = async (page: Page, count: number) => await expect.poll(() => countRows(page)).toBe(count)
const press = async (page: Page, role: 'button' | 'checkbox' | 'radio', name: string | RegExp, key = 'Enter') => {
  await page.getByRole(role, { name }).focus()
  await page.keyboard.press(key)
}
/** Where the keyboard is: nowhere would mean to begin anew at the top of the page. */
const isLost = (page: Page) => page.evaluate('document.activeElement === document.body')

test('hundreds of publications are filtered, read on, selected, paused and resumed by keyboard, with one request a page', async () => {
  const page = await desk.open('/help')
  const calls = countCalls(page, 'publications/board')
  await page.goto(desk.at('board'))
  await seeRows(page, 100)
  for (const shown of [200, 300, 320]) {
    const before = calls()
    await press(page, 'button', 'Show more')
    await seeRows(page, shown)
    expect(await isLost(page)).toBe(false)
    expect(calls()).toBe(before + 1)
  }
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0)

  await press(page, 'checkbox', 'Select all that are shown', 'Space')
  await page.getByRole('toolbar', { name: '320 selected' }).waitFor()
  await press(page, 'button', 'Pause')
  await page.getByText(`paused ${waiting}`, { exact: true }).waitFor()
  expect(await countStates('paused')).toBe(waiting)
  await press(page, 'button', 'Resume')
  await page.getByText(`waiting ${waiting}`, { exact: true }).waitFor()
  expect(await countStates('planned')).toBe(waiting)
  await press(page, 'button', 'Select none')
  await expect.poll(() => isLost(page), { timeout: 20_000 }).toBe(false)

  await press(page, 'radio', 'failed 20', 'Space')
  await seeRows(page, 20)
  await page.getByRole('searchbox', { name: 'Search by title' }).focus()
  await page.keyboard.type('cof')
  await page.getByText('No publication is like that').waitFor()
  for (let letters = 0; letters < 3; letters++) await page.keyboard.press('Backspace')
  await seeRows(page, 20)
  expect(await page.evaluate('document.activeElement.type')).toBe('search')
  expect(desk.complaints).toEqual([])
})

test('more of a list comes although things happen meanwhile, and what happened is shown with it', async () => {
  const page = await desk.open(desk.at('board'))
  await seeRows(page, 100)
  const { promise: isTold, resolve: goOn } = Promise.withResolvers<void>()
  const isAsked = Promise.withResolvers<void>()
  const next = (url: URL) => url.pathname === '/api/rpc/publications/board'
  await page.route(next, async (route) => {
    isAsked.resolve()
    await isTold
    await route.continue()
  })
  await press(page, 'button', 'Show more')
  await isAsked.promise
  const [, , , , , failed = ''] = made.publications
  const recount = page.waitForResponse((response) => response.url().includes('/api/rpc/publications/counts'))
  await ask(desk, 'publications/retry', { publications: [failed] })
  await recount
  goOn()
  await seeRows(page, 200)
  await page.getByText('failed 19', { exact: true }).waitFor()
})

test('hundreds of connections are searched, narrowed to a group, paused and resumed together, and others see it', async () => {
  const page = await desk.open('/help')
  const calls = countCalls(page, 'fleet/list')
  await page.goto(desk.at('connections'))
  await seeRows(page, 200)
  expect(calls()).toBe(1)
  const other = await desk.open(desk.at('connections?search=site+24'))
  await seeRows(other, 10)
  // A group of those that are not loaded yet is there to choose, too.
  await page.getByLabel('Group').selectOption('last')
  await seeRows(page, 10)
  await press(page, 'checkbox', 'Select all that are shown', 'Space')
  await press(page, 'button', 'Pause')
  await page.getByText('Pause: done for 10').waitFor()
  expect(await isLost(page)).toBe(false)
  await page.getByRole('row', { name: 'Site 250' }).getByText('paused').waitFor()
  await other.getByRole('row', { name: 'Site 249' }).getByText('paused').waitFor()
  await page.getByRole('toolbar', { name: '10 selected' }).waitFor()
  await press(page, 'button', 'Resume')
  await page.getByText('Resume: done for 10').waitFor()
  await other.getByRole('row', { name: 'Site 249' }).getByText('works').waitFor()
  await page.getByLabel('Group').selectOption('')
  await seeRows(page, 200)
  await press(page, 'button', 'Show more')
  await seeRows(page, sites)
  expect(await isLost(page)).toBe(false)
  await page.getByRole('searchbox').fill('s77.example')
  await seeRows(page, 1)
  await page.getByRole('searchbox').fill('')
  await expect.poll(() => countRows(page)).toBeGreaterThan(100)
  expect(desk.complaints).toEqual([])
})

if (process.env.DEEP !== undefined)
  test('two hundred at once are paused and resumed, one after the other, and stay selected', async () => {
    const page = await desk.open(desk.at('connections'))
    await seeRows(page, 200)
    const calls = countCalls(page, 'fleet/list')
    await press(page, 'checkbox', 'Select all that are shown', 'Space')
    for (const what of ['Pause', 'Resume']) {
      await press(page, 'button', what)
      await page.getByText(`${what}: done for 200`).waitFor()
      await page.getByRole('toolbar', { name: '200 selected' }).waitFor()
    }
    await page.getByRole('row', { name: 'Site 200' }).getByText('works').waitFor()
    expect(calls()).toBeLessThan(200)
  })

test('a fleet of hundreds is counted whole, read on, and narrowed by what it runs', async () => {
  const page = await desk.open('/fleet')
  await seeRows(page, 200)
  // The map has all of them, also while the list has not.
  const map = page.getByRole('region', { name: 'Health of every connection' }).getByRole('link')
  await map.nth(sites - 1).waitFor()
  const calls = countCalls(page, 'fleet/list')
  await page.getByText(String(sites), { exact: true }).first().waitFor()
  await press(page, 'button', 'Show more')
  await seeRows(page, sites)
  expect(calls()).toBe(1)
  expect(await isLost(page)).toBe(false)
  await press(page, 'checkbox', '6.9.1 · 125', 'Space')
  await seeRows(page, 125)
  await page.getByRole('searchbox').focus()
  await page.keyboard.type('site 24')
  await seeRows(page, 5)
  await press(page, 'button', 'Clear the filters')
  await expect.poll(() => countRows(page)).toBeGreaterThan(100)
  expect(desk.complaints).toEqual([])
})

/** What can be pressed or filled in on a page, by its name. */
async function listControls(page: Page): Promise<string[]> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await until(page, `document.querySelector('[role=status][aria-label=Loading]') === null`)
  const usable = ':is(button, select, textarea, input:not([type=hidden])):not(:disabled, [readonly])'
  return (await page.evaluate(`[...document.querySelectorAll('main ${usable}')]
    .filter((one) => one.checkVisibility())
    .map((one) => one.getAttribute('aria-label') ?? (one.labels?.[0] ?? one).textContent.trim())`)) as string[]
}

/** What is asked of the hub by its API, and what it answers. */
async function tryAll(user: User, tries: readonly (readonly [path: string, json: object])[]) {
  const session = await sessionOf(desk.url, user)
  const answers = await Promise.all(
    tries.map(async ([path, json]) => {
      const whole = { project: desk.project.id, ...json }
      return [path, (await session.call(`/api/v1/${path}`, { json: whole })).status]
    }),
  )
  return { answers, refused: tries.map(([path]) => [path, 403]) }
}

test('a viewer finds on no page a way to write, and the hub refuses each', async () => {
  const user = await addUser(desk.test, { project: desk.project, role: 'viewer' })
  const page = await desk.open('/help', { user })
  const { article } = made
  const [connection = ''] = made.connections
  const [publication = ''] = made.publications
  const looking: Readonly<Record<string, readonly (string | RegExp)[]>> = {
    'connections?search=site+001': ['Export', 'Search by name or address', 'Health', 'Kind', 'Group'],
    'connections/new': [],
    'connections/import': [],
    // Its site is not asked here: it has no credential.
    [`connections/${connection}`]: ['Try again'],
    articles: ['Search by title or path', 'State', 'Order'],
    'articles/new': [],
    'articles/import': [],
    [`articles/${article}`]: ['More'],
    [`articles/${article}/versions`]: ['More', 'Look at version 1'],
    [`articles/${article}/publish`]: [],
    'board?state=failed': ['Search by title', 'Connection', /^All/, /^failed/, /^live/, /^waiting/, /^scheduled/],
    [`publications/${publication}`]: [],
    calendar: ['The month before', 'Today', 'The month after', 'Site', /Tea Site/, /Tea Site/],
    settings: ['Leave this project'],
    'settings/publishing': [],
    'settings/members': [],
    // Keys of their own, which may no more than they do.
    'settings/keys': ['Name *', 'Role', 'Valid for days *', 'Only these connections', 'Make a key'],
    activity: ['Who', 'Operation', 'Try again'],
  }
  for (const [path, names] of Object.entries(looking)) {
    await page.goto(desk.at(path))
    const expected = names.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one)))
    await expect.poll(() => listControls(page), { message: path }).toEqual(expected)
    if (path === 'settings/keys')
      expect(await page.getByLabel('Role').locator('option').allTextContents()).toEqual(['Viewer'])
    if (path === `articles/${article}`) {
      await page.getByRole('button', { name: 'More' }).click()
      expect(await page.getByRole('menuitem').allTextContents()).toEqual(['Save as a file'])
    }
    if (path === 'calendar') {
      expect(await page.locator('[draggable=true]').count()).toBe(0)
      await page
        .getByRole('button', { name: /Tea Site/ })
        .first()
        .click()
      expect(await page.getByRole('dialog').locator('input, button[type=submit]').count()).toBe(0)
    }
  }
  const publications = { publications: [publication] }
  const content = { title: 'Mine', body: { format: 'markdown', text: 'x' } }
  const { answers, refused } = await tryAll(user, [
    ['connections', { input: { address: 'x.example' } }],
    [`connections/${connection}/pause`, {}],
    [`connections/${connection}/resume`, {}],
    [`publications/${publication}/reschedule`, { at: new Date().toISOString() }],
    ['publications', { articles: [article], connections: [connection] }],
    ['publications/pause', publications],
    ['publications/retry', publications],
    ['publications/change', { ...publications, action: 'trash' }],
    ['articles', { content }],
    ['keys', { name: 'Up', role: 'editor' }],
    ['members/invitations', { email: 'x@example.com', role: 'owner' }],
  ])
  expect(answers).toEqual(refused)
})

test('an editor connects and publishes, and does nothing that is an owner’s', async () => {
  const user = await addUser(desk.test, { project: desk.project, role: 'editor' })
  const page = await desk.open(desk.at('connections?search=site+001'), { user })
  const [connection = ''] = made.connections
  await page.getByRole('link', { name: 'Connect', exact: true }).waitFor()
  await press(page, 'checkbox', 'Select all that are shown', 'Space')
  await page.getByRole('toolbar', { name: '1 selected' }).getByRole('button', { name: 'Pause' }).waitFor()
  expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0)
  expect(await page.getByRole('link', { name: 'Activity' }).count()).toBe(0)
  await page.goto(desk.at(`connections/${connection}`))
  await page.getByRole('button', { name: 'Rename' }).waitFor()
  expect(await page.getByRole('button', { name: /^(?:Delete|Move)/ }).count()).toBe(0)
  for (const [path, controls] of [
    ['settings', ['Leave this project']],
    ['settings/members', []],
  ] as const) {
    await page.goto(desk.at(path))
    expect([path, await listControls(page)]).toEqual([path, controls])
  }
  await page.goto(desk.at('settings/keys'))
  await page.getByRole('button', { name: 'Make a key' }).waitFor()
  expect(await page.getByLabel('Role').locator('option').allTextContents()).toEqual(['Viewer', 'Editor'])
  const { answers, refused } = await tryAll(user, [
    [`connections/${connection}/delete`, {}],
    [`connections/${connection}/move`, { to: desk.project.id }],
    [`connections/${connection}/revoke`, {}],
    ['members/invitations', { email: 'x@example.com', role: 'viewer' }],
    [`members/${desk.owner.id}/remove`, {}],
    ['keys', { name: 'Up', role: 'owner' }],
    [`projects/${desk.project.id}/delete`, { name: desk.project.name }],
  ])
  expect(answers).toEqual(refused)
})

test('an article that is on hundreds of sites goes to all of them, and is taken back from all of them after a question', async () => {
  const page = await desk.open(desk.at(`articles/${made.everywhere}/publish`))
  await page.getByRole('button', { name: `Publish on ${sites} targets` }).waitFor()
  await seeRows(page, sites)
  await press(page, 'button', 'Take back')
  await page.getByRole('dialog', { name: `Take ${sites - 2} of them back?` }).waitFor()
  await page.keyboard.press('Escape')
  expect(await countStates('cancelled')).toBe(0)
})

test('a plan is shown only of what was saved last, since that is what is sent', async () => {
  const page = await desk.open(desk.at(`articles/${made.article}/publish`))
  await press(page, 'button', 'None')
  await page.getByRole('checkbox', { name: 'Site 001' }).press('Space')
  await press(page, 'button', 'Show the plan')
  const plan = page.getByText('1 of 1 sites looked at')
  await plan.waitFor()
  const content = { title: 'Coffee', body: { format: 'markdown', text: 'Beans.' } }
  await ask(desk, `articles/${made.article}`, { version: 1, content }, 'PUT')
  await page.getByText('Something newer was saved').waitFor()
  expect(await plan.count()).toBe(0)
  await press(page, 'button', 'Show the plan')
  await plan.waitFor()
})
