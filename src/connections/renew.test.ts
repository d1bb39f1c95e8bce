import { expect, test } from 'vitest'
import { type TestHub, useTestHub } from '../../test/connections/hub.ts'
import { type Site, wordpress } from '../../test/wordpress/site.ts'
import { wordpress as connector } from '../connectors/wordpress.ts'
import { readConnectionSecrets, writeConnectionSecrets } from '../store/connection-secrets.ts'
import { type Connection, getConnection } from '../store/connections.ts'
import { openStore } from '../store/open-store.ts'
import { checkNow } from './check-now.ts'
import { tendExpiring } from './expiry.ts'
import { openSiteOf } from './open.ts'
import { revokeConnection } from './revoke.ts'
import { rotateConnection } from './rotate.ts'
import { openSecret, sealSecret } from './sealed-secret.ts'

const hour = 3_600_000
const ref = (hub: TestHub, { id }: Connection) => ({ projectId: hub.projectId, id })
const now = (hub: TestHub, { id }: Connection) => getConnection(hub.store.db, hub.projectId, id)

async function connectJwt(hub: TestHub, site: Site, more: object = {}): Promise<Connection> {
  const { username, password } = site.users.editor
  const { connection, diagnosis } = await hub.connectBy('jwt', { address: site.url, username, password, ...more })
  if (connection === null) throw new Error(`${diagnosis.code}: ${diagnosis.cause}`)
  return connection
}

async function ask(hub: TestHub, connection: Connection): Promise<unknown> {
  const {
    site: { client },
  } = await openSiteOf(hub, connector, ref(hub, connection))
  return (await client.get('/wp/v2/users/me', { context: 'edit' })).json?.value
}

async function readSecret(hub: TestHub, { id }: Connection): Promise<Record<string, unknown>> {
  const { sealed } = await readConnectionSecrets(hub.store.db, id)
  return { ...openSecret(hub, connector, id, sealed) }
}

/** Puts the clock of a token forward: for us it has ended. */
async function change(hub: TestHub, connection: Connection, changes: Record<string, unknown>): Promise<void> {
  const sealed = sealSecret(hub, connection.id, { ...(await readSecret(hub, connection)), ...changes })
  await writeConnectionSecrets(hub.store.db, connection.id, { sealed })
}

const tokens = async (site: Site): Promise<string[]> =>
  (await site.log()).filter(({ uri }) => uri.includes('/token')).map(({ uri }) => uri)

test("usefulteam's token is renewed by its refresh token, once, however many need it at once", async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ quirks: ['jwt-usefulteam'] })]
  const connection = await connectJwt(hub, site)
  const before = await readSecret(hub, connection)
  expect(before).toMatchObject({ plugin: 'usefulteam', password: null, device: expect.any(String) })
  expect(connection.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 29 * 24 * hour)
  await change(hub, connection, { token: 'a.b.c', expiresAt: Date.now() - 1000 })
  await site.clearLog()
  // Half of them in another process, as far as the database can tell.
  const store = await openStore({ databaseUrl: hub.databaseUrl, migrated: false })
  const other = { ...hub, store }
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => ask(i % 2 === 0 ? hub : other, connection)))
  await store.close()
  expect(answers).toMatchObject(Array.from({ length: 8 }, () => ({ username: 'editor' })))
  expect(await tokens(site)).toHaveLength(1)
  expect(await readSecret(hub, connection)).toMatchObject({ refreshToken: before.refreshToken, device: before.device })
})

test("usefulteam's refresh token is exchanged in the second half of its life, and kept before it is used", async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ quirks: ['jwt-usefulteam'] })]
  const connection = await connectJwt(hub, site)
  const before = await readSecret(hub, connection)
  await change(hub, connection, { expiresAt: Date.now() - 1000, refreshExpiresAt: Date.now() + 14 * 24 * hour })
  await site.clearLog()
  expect(await ask(hub, connection)).toMatchObject({ username: 'editor' })
  expect(await tokens(site)).toEqual([expect.stringContaining('/token/refresh'), expect.stringMatching(/\/token$/)])
  const after = await readSecret(hub, connection)
  expect(after.refreshToken).not.toBe(before.refreshToken)
  expect((await now(hub, connection)).expiresAt?.getTime()).toBeGreaterThan(Date.now() + 29 * 24 * hour)
})

test('a refresh token that was lost in a crash means that somebody has to log in, and says so once', async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ quirks: ['jwt-usefulteam'] })]
  const connection = await connectJwt(hub, site)
  const { refreshToken } = await readSecret(hub, connection)
  await change(hub, connection, { refreshToken: `${refreshToken}x`, expiresAt: Date.now() - 1000 })
  const attempts = await Promise.allSettled([ask(hub, connection), ask(hub, connection)])
  expect(attempts).toMatchObject([{ reason: { code: 'needs_login' } }, { reason: { code: 'needs_login' } }])
  expect(await now(hub, connection)).toMatchObject({ state: 'needs-login', verdict: 'refused', nextCheckAt: null })
  expect(await hub.events('connection.changed')).toMatchObject([
    { payload: { before: { state: 'active' }, after: { state: 'needs-login' } } },
  ])
})

test('a site that is down while a token is renewed does not lose the login', async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ quirks: ['jwt-usefulteam'], fresh: true })]
  const connection = await connectJwt(hub, site)
  await change(hub, connection, { expiresAt: Date.now() - 1000 })
  await site.setQuirks(['jwt-usefulteam', 'fatal'])
  await expect(ask(hub, connection)).rejects.toThrow(expect.objectContaining({ retry: 'later' }))
  await site.setQuirks(['jwt-usefulteam'])
  expect(await ask(hub, connection)).toMatchObject({ username: 'editor' })
  await site.close()
})

test("Tmeister's token without a kept password is told a day ahead, once, and then needs a login", async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ quirks: ['jwt-tmeister'] })]
  const connection = await connectJwt(hub, site)
  expect(await readSecret(hub, connection)).toMatchObject({ plugin: 'tmeister', password: null })
  const ends = connection.expiresAt?.getTime() ?? 0
  expect(ends).toBeGreaterThan(Date.now() + 6 * 24 * hour)
  const at = (before: number): Promise<number> => tendExpiring(hub, new Date(ends - before))
  expect([await at(25 * hour), await at(23 * hour), await at(22 * hour)]).toEqual([0, 1, 0])
  expect(await hub.events('connection.expiring')).toMatchObject([{ subject: connection.id }])
  expect((await now(hub, connection)).state).toBe('active')
  expect(await at(-1)).toBe(1)
  expect((await now(hub, connection)).state).toBe('needs-login')
  expect(await at(-hour)).toBe(0)
})

test("Tmeister's token is renewed by the password, which is kept where its owner agreed", async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ quirks: ['jwt-tmeister'] })]
  const connection = await connectJwt(hub, site, { keepPassword: true })
  expect(connection.expiresAt).toBeNull()
  expect(await hub.dump()).not.toContain(site.users.editor.password)
  await change(hub, connection, { token: 'a.b.c', expiresAt: Date.now() - 1000 })
  expect(await ask(hub, connection)).toMatchObject({ username: 'editor' })
})

test('an application password is made to be kept, so it renews without being asked; a no is a no', async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ quirks: ['jwt-tmeister'] })]
  const { applicationPassword: password } = site.users.editor
  const kept = await connectJwt(hub, site, { password })
  expect(kept.expiresAt).toBeNull()
  await change(hub, kept, { token: 'a.b.c', expiresAt: Date.now() - 1000 })
  expect(await ask(hub, kept)).toMatchObject({ username: 'editor' })
  await hub.store.pool.query('delete from connections')
  const refused = await connectJwt(hub, site, { password, keepPassword: false })
  expect(await readSecret(hub, refused)).toMatchObject({ password: null })
})

test('a wrong password for JWT is refused with a diagnosis, and nothing is stored', async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ quirks: ['jwt-tmeister'] })]
  const input = { address: site.url, username: 'editor', password: 'planted-gibberish' }
  const { connection, diagnosis } = await hub.connectBy('jwt', input)
  expect(connection).toBeNull()
  expect(diagnosis.verdict).toBe('refused')
  expect(JSON.stringify(diagnosis) + (await hub.dump())).not.toContain('planted-gibberish')
})

test('a token can neither be rotated nor deleted at the site, and both say so', async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ quirks: ['jwt-tmeister'] })]
  const connection = await connectJwt(hub, site)
  await expect(rotateConnection(hub, ref(hub, connection), { actor: 'a' })).rejects.toThrow(
    expect.objectContaining({ code: 'bad_input' }),
  )
  expect((await now(hub, connection)).rotation).toBeNull()
  expect(await revokeConnection(hub, ref(hub, connection))).toMatchObject({ atSite: 'left' })
})

test('a connection that needed a login and works again is active after a check', async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ quirks: ['jwt-tmeister'] })]
  const connection = await connectJwt(hub, site)
  await tendExpiring(hub, new Date((connection.expiresAt?.getTime() ?? 0) + 1))
  expect((await now(hub, connection)).state).toBe('needs-login')
  expect(await checkNow(hub, ref(hub, connection), { actor: 'a' })).toMatchObject({
    state: 'active',
    verdict: 'connected',
    code: null,
  })
})
