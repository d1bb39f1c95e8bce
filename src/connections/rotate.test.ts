import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../../test/connections/hub.ts'
import { type Site, wordpress } from '../../test/wordpress/site.ts'
import { wordpress as connector } from '../connectors/wordpress.ts'
import { readConnectionSecrets } from '../store/connection-secrets.ts'
import { type Connection, getConnection } from '../store/connections.ts'
import { openSite, openSiteOf } from './open.ts'
import { revokeConnection } from './revoke.ts'
import { rotateConnection } from './rotate.ts'
import { settleRotations } from './settle-rotations.ts'

let hub: TestHub
let site: Site
beforeAll(async () => {
  hub = await openTestHub()
  site = await wordpress()
})
afterAll(async () => await hub.close())
beforeEach(async () => await site.reset())

const ref = ({ id }: Connection) => ({ projectId: hub.projectId, id })
const later = (minutes: number): Date => new Date(Date.now() + minutes * 60_000)

async function newConnection(): Promise<Connection> {
  await hub.store.pool.query('delete from connections')
  return hub.connect(site)
}

/** The ids of the editor's application passwords at the site. */
async function atSite(): Promise<string[]> {
  const listed = await site.php(
    `return array_column(WP_Application_Passwords::get_user_application_passwords(${site.users.editor.id}), 'uuid');`,
  )
  return listed as string[]
}

async function works(connection: Connection): Promise<void> {
  const {
    site: { client },
  } = await openSiteOf(hub, connector, ref(connection))
  const { json } = await client.get('/wp/v2/users/me', { context: 'edit' })
  expect(json?.value).toMatchObject({ username: 'editor' })
}

test('a rotation gives a new password, and the old one is deleted once nobody can be using it', async () => {
  const connection = await newConnection()
  const old = site.users.editor.applicationPasswordUuid
  const { retireAt } = await rotateConnection(hub, ref(connection), { actor: 'a' })
  expect(await atSite()).toHaveLength(2)
  await works(connection)
  expect(await settleRotations(hub, { now: new Date() })).toBe(0)
  expect(await atSite()).toContain(old)
  expect(await settleRotations(hub, { now: new Date(retireAt.getTime() + 1) })).toBe(1)
  expect(await atSite()).toHaveLength(1)
  expect(await atSite()).not.toContain(old)
  await works(connection)
  expect((await getConnection(hub.store.db, hub.projectId, connection.id)).rotation).toBeNull()
  expect((await hub.events('connection.rotated')).at(-1)).toMatchObject({ subject: connection.id })
})

test('a client that was opened before goes on through the rotation and after it', async () => {
  const connection = await newConnection()
  const {
    site: { client: opened },
  } = await openSiteOf(hub, connector, ref(connection))
  let ended = false
  let asked = 0
  const using = (async () => {
    while (!ended) {
      await opened.get('/wp/v2/users/me', { context: 'edit' })
      asked++
    }
  })()
  await rotateConnection(hub, ref(connection), { actor: 'a' })
  // As long as an opened client may keep what it looked up, and a little more.
  await new Promise((resolve) => setTimeout(resolve, 5_500))
  expect(await settleRotations(hub, { now: later(5) })).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 500))
  ended = true
  await using
  expect(asked).toBeGreaterThan(5)
  expect(await atSite()).toHaveLength(1)
})

test.each([
  ['planned', 'undone'],
  ['sent', 'undone'],
  ['made', 'finished'],
  ['proved', 'finished'],
  ['swapped', 'finished'],
  ['retired', 'finished'],
] as const)('killed with -9 at "%s", the rotation is %s at the next start', async (point, end) => {
  const connection = await newConnection()
  const old = site.users.editor.applicationPasswordUuid
  await killAt(connection, point)
  // Another process is alive: what it holds is left alone.
  if (point !== 'swapped' && point !== 'retired') expect(await settleRotations(hub, { now: new Date() })).toBe(0)
  await settleRotations(hub, { now: new Date(), aloneSince: new Date() })
  expect(await atSite()).toHaveLength(1)
  expect((await atSite()).includes(old)).toBe(end === 'undone')
  await works(connection)
  // A plan stays until the site cannot be making the password any more.
  await settleRotations(hub, { now: later(120) })
  expect(await getConnection(hub.store.db, hub.projectId, connection.id)).toMatchObject({
    rotation: null,
    state: 'active',
  })
  expect((await readConnectionSecrets(hub.store.db, connection.id)).sealedNext).toBeNull()
  expect(await atSite()).toHaveLength(1)
  await works(connection)
})

test('a password that the site makes after the crash is found at the second look', async () => {
  const connection = await newConnection()
  await killAt(connection, 'planned')
  await settleRotations(hub, { now: new Date(), aloneSince: new Date() })
  const { rotation } = await getConnection(hub.store.db, hub.projectId, connection.id)
  const { id, name } = rotation as { id: string; name: string }
  await site.php(
    `WP_Application_Passwords::create_new_application_password(${site.users.editor.id}, ['name' => '${name}', 'app_id' => '${id}']);`,
  )
  expect(await atSite()).toHaveLength(2)
  expect(await settleRotations(hub, { now: later(30) })).toBe(1)
  expect(await atSite()).toEqual([site.users.editor.applicationPasswordUuid])
})

test('a new password that the site does not let in is not used, and none is left over in the end', async () => {
  const connection = await newConnection()
  const onStep = async (step: string): Promise<void> => {
    if (step === 'made') await site.setQuirks(['fatal'])
  }
  const rotation = rotateConnection(hub, ref(connection), { actor: 'a', onStep })
  await expect(rotation).rejects.toThrow(expect.objectContaining({ code: 'remote_refused' }))
  await site.setQuirks([])
  expect(await settleRotations(hub, { now: later(30) })).toBe(1)
  // It was let in at the second try: the site was only down.
  await works(connection)
  await settleRotations(hub, { now: later(60) })
  expect(await atSite()).toHaveLength(1)
})

test('two rotations at once: one goes on, the other is told', async () => {
  const connection = await newConnection()
  const both = await Promise.allSettled([1, 2].map(() => rotateConnection(hub, ref(connection), { actor: 'a' })))
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } })
  await settleRotations(hub, { now: later(30) })
  expect(await atSite()).toHaveLength(1)
})

test('revoking deletes the password at the site, and one that still retires too', async () => {
  const connection = await newConnection()
  await rotateConnection(hub, ref(connection), { actor: 'a' })
  const revoked = await revokeConnection(hub, ref(connection))
  expect(revoked).toMatchObject({ atSite: 'deleted', connection: { state: 'needs-login', code: 'revoked' } })
  expect(await atSite()).toEqual([])
  expect(await readConnectionSecrets(hub.store.db, connection.id)).toEqual({ sealed: null, sealedNext: null })
  await expect(openSite(hub, ref(connection))).rejects.toThrow(expect.objectContaining({ code: 'needs_login' }))
  expect(await revokeConnection(hub, ref(connection))).toMatchObject({ atSite: 'gone' })
})

test('revoking at a site that is down, or that does not get the credential, changes nothing', async () => {
  const connection = await newConnection()
  for (const quirk of ['fatal', 'header-dropped'] as const) {
    await site.setQuirks([quirk])
    await expect(revokeConnection(hub, ref(connection))).rejects.toThrow()
  }
  await site.setQuirks([])
  expect(await atSite()).toHaveLength(1)
  await works(connection)
})

async function killAt(connection: Connection, point: string): Promise<void> {
  const script = join(import.meta.dirname, '../../test/connections/rotate-child.ts')
  const child = spawn(process.execPath, [script, hub.databaseUrl, hub.key, hub.projectId, connection.id, point], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  let reached = ''
  for await (const line of createInterface(child.stdout)) {
    reached = line
    break
  }
  child.kill('SIGKILL')
  await exited
  expect(reached).toBe(`at ${point}`)
}
