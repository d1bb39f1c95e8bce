import { readFileSync } from 'node:fs'
import { createRouterClient } from '@orpc/server'
import { afterEach, expect, test } from 'vitest'
import { accountsSchema, migrateAccounts } from '../../src/accounts/migrate-accounts.ts'
import { provideSetupToken } from '../../src/accounts/setup-link.ts'
import { countUsers, findUser, type User } from '../../src/accounts/users.ts'
import { operations } from '../../src/operations/table.ts'
import { createProject } from '../../src/store/projects.ts'
import { useTestStore } from '../store/database.ts'
import { Browser } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { actorOfKey, addKey, addProject, addUser, password, totp } from './people.ts'

let open: TestHub | null = null
async function useHub(): Promise<TestHub> {
  open = await openTestHub()
  return open
}
afterEach(async () => {
  await open?.close()
  open = null
})

const coded = (code: string) => expect.objectContaining({ code })

/** The operations as this user calls them. */
function clientOf(hub: TestHub, { id, email, admin }: User) {
  const actor = { kind: 'user', id, email, admin } as const
  const { settings, http } = hub
  const context = { settings, http, actor, hub: async () => hub.hub, requestId: null, address: null }
  return createRouterClient(operations, { context })
}

test('the tables of the login are made once by many processes that start at the same moment, and say what made them', async () => {
  const store = await useTestStore()
  await Promise.all(Array.from({ length: 5 }, async () => await migrateAccounts(store)))
  expect(await countUsers(store.db)).toBe(0)
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  expect(accountsSchema).toContain(`better-auth ${manifest.dependencies['better-auth']},`)
  expect(manifest.dependencies['@better-auth/api-key']).toBe(manifest.dependencies['better-auth'])
})

test('the one-time link makes one account, whatever tabs do, and never works again', async () => {
  const hub = await useHub()
  const token = (await provideSetupToken(hub.hub.store)) ?? ''
  const form = { token, name: 'Ada', email: 'Ada@Example.com', password }
  const tabs = [new Browser(hub.url), new Browser(hub.url), new Browser(hub.url)]
  expect((await tabs[0]?.call(`/setup?token=${token}`))?.text).toContain('Make the account')
  const answers = await Promise.all(
    tabs.map(async (tab, index) => await tab.call('/setup', { form: { ...form, email: `ada${index}@example.com` } })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410])
  expect(await countUsers(hub.hub.store.db)).toBe(1)
  expect((await new Browser(hub.url).call(`/setup?token=${token}`)).status).toBe(410)
  expect(await provideSetupToken(hub.hub.store)).toBeNull()
  const winner = tabs.find((tab) => tab.cookies.size > 0)
  expect((await winner?.call('/api/v1/me'))?.json).toMatchObject({ kind: 'user', admin: true, name: 'Ada' })
  expect((await winner?.call('/api/v1/projects'))?.json).toMatchObject({ items: [{ name: 'Default', role: 'owner' }] })
})

test('a wrong or expired link makes no account, and a short password is refused with the form kept', async () => {
  const hub = await useHub()
  const token = (await provideSetupToken(hub.hub.store)) ?? ''
  const browser = new Browser(hub.url)
  const form = { token, name: 'Ada', email: 'ada@example.com', password: 'short' }
  const short = await browser.call('/setup', { form })
  expect([short.status, short.text]).toEqual([400, expect.stringMatching(/at least 12 characters[\s\S]*<form/)])
  expect((await browser.call('/setup', { form: { ...form, password, token: 'wrong' } })).status).toBe(410)
  await hub.hub.store.pool.query(
    `update instance set value = jsonb_set(value, '{0,expiresAt}', '"2020-01-01T00:00:00Z"') where name = 'setup'`,
  )
  expect((await browser.call('/setup', { form: { ...form, password } })).status).toBe(410)
  expect(await countUsers(hub.hub.store.db)).toBe(0)
})

test('nobody signs up, and what better-auth offers beyond the login is closed', async () => {
  const hub = await useHub()
  await addUser(hub)
  const browser = new Browser(hub.url)
  const made = { name: 'Eve', email: 'eve@example.com', password }
  for (const path of [
    'sign-up/email',
    'api-key/create',
    'api-key/list',
    'get-session',
    'list-sessions',
    'update-user',
  ]) {
    expect([path, (await browser.call(`/api/auth/${path}`, { json: made })).status]).toEqual([path, 404])
    expect([path, (await browser.call(`/api/auth/${path}`)).status]).toEqual([path, 404])
  }
  expect(await findUser(hub.hub.store.db, 'eve@example.com')).toBeNull()
})

test('a session begins with the password and ends at once: by logging out, by deleting the account', async () => {
  const hub = await useHub()
  const user = await addUser(hub)
  const browser = new Browser(hub.url)
  expect((await browser.login(user.email, `${password}!`)).status).toBe(401)
  expect((await browser.login('nobody@example.com', password)).status).toBe(401)
  const login = await browser.login(user.email, password)
  expect(login.status).toBe(303)
  expect(String(login.headers['set-cookie'])).toMatch(/Path=\/; HttpOnly; SameSite=Lax/)
  expect(String(login.headers['set-cookie'])).not.toContain('Secure')
  const cookies = new Map(browser.cookies)
  expect((await browser.call('/api/v1/me')).json).toMatchObject({ email: user.email })
  expect((await browser.call('/logout', { method: 'POST' })).status).toBe(303)
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  expect((await browser.call('/api/v1/me')).status).toBe(401)

  await browser.login(user.email, password)
  expect((await browser.call('/api/v1/me')).status).toBe(200)
  await clientOf(hub, await addUser(hub, { admin: true })).users.delete({ id: user.id })
  expect((await browser.call('/api/v1/me')).status).toBe(401)
  const { rows } = await hub.hub.store.pool.query('select count(*) from sessions')
  expect(rows).toEqual([{ count: 0 }])
})

test('with a second factor, the password alone logs nobody in', async () => {
  const hub = await useHub()
  const user = await addUser(hub)
  const browser = new Browser(hub.url)
  await browser.login(user.email, password)
  const enabled = await browser.call('/api/auth/two-factor/enable', { json: { password } })
  const { totpURI, backupCodes } = enabled.json as { totpURI: string; backupCodes: string[] }
  expect((await browser.call('/api/auth/two-factor/verify-totp', { json: { code: totp(totpURI) } })).status).toBe(200)

  const second = new Browser(hub.url)
  expect((await second.login(user.email, password)).headers.location).toBe('/login/code')
  expect((await second.call('/api/v1/me')).status).toBe(401)
  expect((await second.call('/login/code', { form: { code: '000000' } })).status).toBe(401)
  expect((await second.call('/api/v1/me')).status).toBe(401)
  expect((await second.call('/login/code', { form: { code: totp(totpURI) } })).headers.location).toBe('/')
  expect((await second.call('/api/v1/me')).json).toMatchObject({ twoFactor: true })

  const third = new Browser(hub.url)
  await third.login(user.email, password)
  expect((await third.call('/login/code', { form: { code: backupCodes[0] ?? '' } })).headers.location).toBe('/')
  const fourth = new Browser(hub.url)
  await fourth.login(user.email, password)
  expect((await fourth.call('/login/code', { form: { code: backupCodes[0] ?? '' } })).status).toBe(401)
})

test('after ten wrong passwords in a minute, the right one is refused as well', async () => {
  const hub = await useHub()
  const user = await addUser(hub)
  const browser = new Browser(hub.url)
  const answers = []
  for (let i = 0; i < 10; i++) answers.push((await browser.login(user.email, 'wrong wrong wrong')).status)
  expect(answers).toEqual(Array.from({ length: 10 }, () => 401))
  expect((await browser.login(user.email, password)).status).toBe(429)
  // Nobody gets around it by writing headers that only proxies of ours may write.
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-pressroom-address': '203.0.113.9' }
  const direct = await browser.call('/api/auth/sign-in/email', { json: { email: user.email, password }, headers })
  expect([direct.status, direct.json]).toEqual([429, coded('too_many_requests')])
})

test('an invitation makes an account once, with the role it says; who has an account logs in first', async () => {
  const hub = await useHub()
  const project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'owner' })
  const { link } = await clientOf(hub, owner).members.invite({ email: 'Grace@example.com', role: 'editor' })
  const { pathname, searchParams } = new URL(link)
  const secret = searchParams.get('secret') ?? ''
  const guest = new Browser(hub.url)
  expect((await guest.call(`${pathname}?secret=wrong`)).status).toBe(410)
  expect((await guest.call(`${pathname}?secret=${secret}`)).text).toContain('grace@example.com')
  const form = { secret, name: 'Grace', password }
  const both = await Promise.all([guest.call(pathname, { form }), new Browser(hub.url).call(pathname, { form })])
  expect(both.map(({ status }) => status).sort()).toEqual([303, 410])
  await guest.login('grace@example.com', password)
  expect((await guest.call('/api/v1/projects')).json).toMatchObject({ items: [{ id: project.id, role: 'editor' }] })

  const again = await addProject(hub)
  const other = await addUser(hub, { project: again, role: 'owner' })
  const second = new URL(
    (await clientOf(hub, other).members.invite({ email: 'grace@example.com', role: 'viewer' })).link,
  )
  const into = { form: { secret: second.searchParams.get('secret') ?? '', name: 'Eve', password: 'eve eve eve eve' } }
  expect((await new Browser(hub.url).call(second.pathname, into)).status).toBe(401)
  const wrong = new Browser(hub.url)
  await wrong.login(owner.email, password)
  expect((await wrong.call(second.pathname, into)).text).toContain('This invitation is for grace@example.com')
  expect((await guest.call(second.pathname, into)).status).toBe(303)
  expect((await guest.call('/api/v1/projects')).json).toMatchObject({ items: [{ role: 'editor' }, { role: 'viewer' }] })
})

test('an invitation dies when it is taken back, and when who made it is no longer an owner', async () => {
  const hub = await useHub()
  const project = await addProject(hub)
  const [owner, second] = [
    await addUser(hub, { project, role: 'owner' }),
    await addUser(hub, { project, role: 'owner' }),
  ]
  const client = clientOf(hub, owner)
  const works = async (link: string) => (await new Browser(hub.url).call(link)).status === 200
  const taken = await client.members.invite({ email: 'a@example.com', role: 'viewer' })
  expect(await works(taken.link)).toBe(true)
  expect(await client.members.uninvite({ id: taken.id })).toEqual({ deleted: true })
  expect(await works(taken.link)).toBe(false)

  const theirs = await clientOf(hub, second).members.invite({ email: 'b@example.com', role: 'owner' })
  expect((await client.members.invitations({})).items).toHaveLength(1)
  await client.members.update({ user: second.id, role: 'editor' })
  expect(await works(theirs.link)).toBe(false)
})

test('a key is never more than its maker: it shrinks with them, and dies when they leave or are deleted', async () => {
  const hub = await useHub()
  const project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'owner' })
  const maker = await addUser(hub, { project, role: 'owner' })
  const client = clientOf(hub, owner)
  const key = await addKey(hub, project, maker)
  expect(await actorOfKey(hub, key)).toMatchObject({ role: 'owner', admin: false })
  await client.members.update({ user: maker.id, role: 'viewer' })
  expect(await actorOfKey(hub, key)).toMatchObject({ role: 'viewer' })
  await expect(clientOf(hub, maker).keys.create({ name: 'more', role: 'editor' })).rejects.toThrow(coded('forbidden'))
  await client.members.remove({ user: maker.id })
  await expect(actorOfKey(hub, key)).rejects.toThrow(coded('login_required'))
  // Coming back does not bring old keys back.
  await clientOf(hub, await addUser(hub, { admin: true })).projects.list({})
  await hub.hub.store.pool.query('insert into members (project_id, user_id, role) values ($1, $2, $3)', [
    project.id,
    maker.id,
    'owner',
  ])
  await expect(actorOfKey(hub, key)).rejects.toThrow(coded('login_required'))
  const last = await addKey(hub, project, maker)
  await clientOf(hub, await addUser(hub, { admin: true })).users.delete({ id: maker.id })
  await expect(actorOfKey(hub, last)).rejects.toThrow(coded('login_required'))
})

test('a key of an administrator loses the hub when they lose it', async () => {
  const hub = await useHub()
  const project = await addProject(hub)
  const [admin, boss] = [await addUser(hub, { admin: true }), await addUser(hub, { admin: true })]
  const key = await addKey(hub, project, admin, { operations: ['users.list'] })
  const ask = async () =>
    (await new Browser(hub.url).call('/api/v1/users', { headers: { authorization: `Bearer ${key}` } })).status
  expect(await ask()).toBe(200)
  await clientOf(hub, boss).users.update({ id: admin.id, admin: false })
  expect(await ask()).toBe(401)
})

test('a key is shown once, listed without it, expires, and is revoked at once', async () => {
  const hub = await useHub()
  const project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'owner' })
  const viewer = await addUser(hub, { project, role: 'viewer' })
  const client = clientOf(hub, owner)
  const made = await client.keys.create({
    name: 'deploy',
    role: 'editor',
    operations: ['events.list'],
    expiresInDays: 7,
  })
  expect(made.key).toMatch(/^prk_[A-Za-z]{48}$/)
  expect(Date.parse(made.expiresAt ?? '') - Date.now()).toBeGreaterThan(6.9 * 24 * 3600_000)
  const { items } = await client.keys.list({})
  expect(items).toMatchObject([{ id: made.id, role: 'editor', operations: ['events.list'], connections: null }])
  expect(JSON.stringify(items)).not.toContain(made.key)
  expect((await clientOf(hub, viewer).keys.list({})).items).toEqual([])
  await expect(clientOf(hub, viewer).keys.revoke({ id: made.id })).rejects.toThrow(coded('not_found'))
  await expect(client.keys.create({ name: 'x', operations: ['events.nothing'] })).rejects.toThrow(coded('bad_input'))
  await expect(client.keys.create({ name: 'x', connections: ['con_none'] })).rejects.toThrow(coded('not_found'))
  await client.keys.revoke({ id: made.id })
  await expect(actorOfKey(hub, made.key)).rejects.toThrow(coded('login_required'))

  const late = await client.keys.create({ name: 'late' })
  expect(await actorOfKey(hub, late.key)).toMatchObject({ role: 'viewer' })
  await hub.hub.store.pool.query(`update api_keys set "expiresAt" = now() - interval '1 second' where id = $1`, [
    late.id,
  ])
  await expect(actorOfKey(hub, late.key)).rejects.toThrow(coded('login_required'))
})

test('a project keeps an owner and the hub an administrator, also when two try at once', async () => {
  const hub = await useHub()
  const project = await addProject(hub)
  const [a, b] = [await addUser(hub, { project, role: 'owner' }), await addUser(hub, { project, role: 'owner' })]
  const leaving = await Promise.allSettled([clientOf(hub, a).members.leave({}), clientOf(hub, b).members.leave({})])
  expect(leaving.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const [x, y] = [await addUser(hub, { admin: true }), await addUser(hub, { admin: true })]
  const removing = await Promise.allSettled([
    clientOf(hub, x).users.update({ id: x.id, admin: false }),
    clientOf(hub, y).users.delete({ id: y.id }),
  ])
  expect(removing.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('deleting a project needs its name, and takes its keys along', async () => {
  const hub = await useHub()
  const project = await createProject(hub.hub.store.db, { name: 'Old' })
  const owner = await addUser(hub, { project, role: 'owner' })
  const key = await addKey(hub, project, owner)
  const client = clientOf(hub, owner)
  await expect(client.projects.delete({ project: project.id, name: 'old' })).rejects.toThrow(coded('bad_input'))
  await client.projects.delete({ project: project.id, name: 'Old' })
  await expect(actorOfKey(hub, key)).rejects.toThrow(coded('login_required'))
  expect((await client.projects.list({})).items).toEqual([])
})

test('people see where they are logged in, and log one of their browsers out', async () => {
  const hub = await useHub()
  const [user, other] = [await addUser(hub), await addUser(hub)]
  const [here, there, stranger] = [new Browser(hub.url), new Browser(hub.url), new Browser(hub.url)]
  await here.login(user.email, password)
  await there.login(user.email, password)
  await stranger.login(other.email, password)
  const { items } = (await here.call('/api/v1/me/sessions')).json as { items: { id: string; current: boolean }[] }
  expect(items.map(({ current }) => current).sort()).toEqual([false, true])
  expect(JSON.stringify(items)).not.toContain(here.cookies.get('pressroom.session_token')?.split('.')[0])
  const elsewhere = items.find(({ current }) => !current)?.id ?? ''
  expect((await stranger.call(`/api/v1/me/sessions/${elsewhere}/end`, { method: 'POST' })).json).toEqual({
    ended: false,
  })
  expect((await there.call('/api/v1/me')).status).toBe(200)
  expect((await here.call(`/api/v1/me/sessions/${elsewhere}/end`, { method: 'POST' })).json).toEqual({ ended: true })
  expect((await there.call('/api/v1/me')).status).toBe(401)
  expect((await here.call('/api/v1/me')).status).toBe(200)
})
