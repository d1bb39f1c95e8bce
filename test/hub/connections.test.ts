import { createRouterClient, type RouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../../src/operations/table.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { Browser, call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addKey, addProject, addUser, password } from './people.ts'

let hub: TestHub
let site: Site
beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  site = await wordpress()
})
afterAll(async () => await hub.close())

const coded = (code: string) => expect.objectContaining({ code })

/** The operations as somebody at the machine calls them. */
function local(): RouterClient<typeof operations> {
  return createRouterClient(operations, {
    context: {
      settings: hub.settings,
      actor: { kind: 'local', name: 'ada' },
      hub: async () => hub.hub,
      http: hub.http,
      requestId: null,
      address: null,
    },
  })
}

const login = () => {
  const { username, applicationPassword } = site.users.editor
  return { address: site.url, username, password: applicationPassword }
}

test('over the API: a site is connected, read, checked, compared, rotated, revoked and forgotten', async () => {
  const project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'owner' })
  const authorization = `Bearer ${await addKey(hub, project, owner)}`
  const ask = async (path: string, json?: object) => {
    const answer = await call(`${hub.url}/api/v1${path}`, {
      headers: { authorization },
      ...(json === undefined ? {} : { json }),
    })
    return { status: answer.status, body: answer.json as Record<string, unknown> }
  }
  const refused = await ask('/connections', { input: { ...login(), password: 'planted planted planted' } })
  expect(refused).toMatchObject({ status: 200, body: { connection: null, diagnosis: { verdict: 'refused' } } })
  const made = await ask('/connections', { input: login(), name: 'Shop', groups: ['eu'] })
  expect(made).toMatchObject({ status: 200, body: { connection: { name: 'Shop', verdict: 'connected', code: null } } })
  const twice = await ask('/connections', { input: login() })
  expect(twice).toMatchObject({ status: 409, body: { code: 'already_exists' } })
  const { id } = made.body.connection as { id: string }
  expect(await ask(`/connections?group=eu`)).toMatchObject({ body: { items: [{ id }], next: null } })
  expect(await ask(`/connections/Shop`)).toMatchObject({ body: { id, account: 'editor', doubted: false } })
  expect(await ask(`/connections/${id}/check`, {})).toMatchObject({ body: { verdict: 'connected' } })
  expect(await ask(`/connections/${id}/diagnose`, {})).toMatchObject({ body: { verdict: 'connected' } })
  const told = await ask(`/connections/${id}/credential`)
  const credential = {
    name: 'Test harness',
    createdAt: expect.any(String),
    usedAt: expect.any(String),
    usedFrom: '127.0.0.1',
  }
  expect(told).toMatchObject({ status: 200, body: { credential } })
  expect(await ask(`/connections/${id}/compare`)).toMatchObject({ body: { differences: [] } })
  const history = await ask(`/connections/${id}/checks`)
  const [newest] = history.body.items as { id: number }[]
  expect(await ask(`/connections/${id}/checks/${newest?.id}`)).toMatchObject({
    body: { kind: 'diagnosis', result: { diagnosis: { verdict: 'connected' } } },
  })
  expect(await ask(`/connections/export`)).toMatchObject({ body: { content: expect.stringContaining('Shop') } })
  expect(await ask(`/connections/${id}/rotate`, {})).toMatchObject({ body: { connection: { rotating: true } } })
  expect(await ask(`/connections/${id}/revoke`, {})).toMatchObject({
    body: { atSite: 'deleted', connection: { state: 'needs-login' } },
  })
  expect(await ask(`/connections/${id}/delete`, {})).toMatchObject({ body: { deleted: true, atSite: 'gone' } })
  expect(await ask(`/connections/${id}`)).toMatchObject({ status: 404 })
  const everything = [...hub.logged, JSON.stringify([refused, made, history])].join('\n')
  expect(everything).not.toContain(site.users.editor.applicationPassword)
  expect(everything).not.toContain('planted planted')
  await site.reset()
})

test('an approval comes back to the hub, is received, and is finished by who began it', async () => {
  const project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'editor' })
  const browser = new Browser(hub.url)
  await browser.login(owner.email, password)
  const begun = (await browser.call('/api/v1/connections/begin', { json: { address: site.url } })).json as {
    handshake: string
    url: string
    mode: string
  }
  // WordPress 7.0 and newer send people back to 127.0.0.1.
  expect(begun.mode).toBe('callback')
  const page = new URL(begun.url)
  const name = page.searchParams.get('app_name')
  const made = await site.php(
    `return WP_Application_Passwords::create_new_application_password(${site.users.author.id}, ['name' => '${name}'])[0];`,
  )
  const back = new URL(page.searchParams.get('success_url') ?? '')
  back.searchParams.set('site_url', site.coreUrl)
  back.searchParams.set('user_login', 'author')
  back.searchParams.set('password', String(made))
  expect(await local().connections.receive({ address: back.href })).toEqual({
    handshake: begun.handshake,
    project: project.id,
  })
  const stranger = await addUser(hub, { project: await addProject(hub), role: 'owner' })
  const other = new Browser(hub.url)
  await other.login(stranger.email, password)
  const json = { handshake: begun.handshake }
  expect((await other.call('/api/v1/connections/finish', { json })).json).toEqual(coded('authorization_mismatch'))
  expect((await browser.call('/api/v1/connections/finish', { json })).json).toMatchObject({
    connection: { account: 'author', verdict: 'connected' },
  })
})

test('a list is connected piece by piece, and given again it finds all connected', async () => {
  const project = await addProject(hub)
  const { username, password: secret, address } = login()
  const rows = Array.from({ length: 55 }, (_, i) => (i === 52 ? `${address},${username},${secret}` : `,u${i},p`))
  const content = ['address,username,password', ...rows].join('\n')
  const first = await local().connections.import({ project: project.id, format: 'csv', content })
  expect(first).toMatchObject({ total: 55, next: 50 })
  expect(first.lines).toHaveLength(50)
  const rest = { project: project.id, format: 'csv', content, after: first.next ?? 0 } as const
  const second = await local().connections.import(rest)
  expect(second.next).toBeNull()
  expect(second.lines[2]).toMatchObject({ outcome: 'connected', account: 'editor' })
  expect((await local().connections.import(rest)).lines[2]).toMatchObject({ outcome: 'already' })
})

test('a connection moves only into a project where its mover may edit', async () => {
  const [from, to, foreign] = [await addProject(hub), await addProject(hub), await addProject(hub)]
  const owner = await addUser(hub, { project: from, role: 'owner' })
  await hub.hub.store.pool.query(`insert into members (project_id, user_id, role) values ($1, $2, 'viewer')`, [
    to.id,
    owner.id,
  ])
  const { connection } = await local().connections.connect({ project: from.id, input: login() })
  const browser = new Browser(hub.url)
  await browser.login(owner.email, password)
  const move = async (target: string) =>
    (await browser.call(`/api/v1/connections/${connection?.id}/move`, { json: { project: from.id, to: target } })).json
  expect(await move(to.id)).toEqual(coded('forbidden'))
  expect(await move(foreign.id)).toEqual(coded('not_found'))
  await hub.hub.store.pool.query(`update members set role = 'editor' where project_id = $1`, [to.id])
  expect(await move(to.id)).toMatchObject({ project: to.id })
})

test('a key for one connection sees and touches that one alone', async () => {
  const project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'owner' })
  const one = (await local().connections.connect({ project: project.id, input: login() })).connection
  const author = site.users.author
  const input = { address: site.url, username: author.username, password: author.applicationPassword }
  const two = (await local().connections.connect({ project: project.id, input })).connection
  const key = await addKey(hub, project, owner, { connectionIds: [one?.id ?? ''] })
  const ask = async (path: string) =>
    (await call(`${hub.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })).json
  expect(await ask('/connections')).toMatchObject({ items: [{ id: one?.id }] })
  expect(((await ask('/connections/export')) as { content: string }).content.trim().split('\n')).toHaveLength(2)
  expect(await ask(`/connections/${one?.id}`)).toMatchObject({ id: one?.id })
  expect(await ask(`/connections/${two?.id}`)).toEqual(coded('forbidden'))
  expect(await ask(`/connections/${encodeURIComponent(two?.name ?? '')}`)).toEqual(coded('forbidden'))
})
