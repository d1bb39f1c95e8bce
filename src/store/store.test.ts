import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestStore, useTestStore } from '../../test/store/database.ts'
import { addAuditEntry, listAuditEntries } from './audit.ts'
import { addCheck, findLastCheck, listChecks } from './checks.ts'
import { getConnectionCache, putConnectionCache } from './connection-caches.ts'
import { readConnectionSecrets, writeConnectionSecrets } from './connection-secrets.ts'
import {
  type Connection,
  deleteConnection,
  findConnection,
  getConnection,
  insertConnection,
  listConnections,
  newConnectionId,
  updateConnection,
} from './connections.ts'
import { claimDueConnections } from './due-connections.ts'
import { createHandshake, findHandshake, newHandshakeId, useHandshake } from './handshakes.ts'
import { abandonIdempotent, beginIdempotent, finishIdempotent } from './idempotency-keys.ts'
import {
  getInstanceSealed,
  getInstanceValue,
  provideInstallationId,
  provideInstanceSealed,
  setInstanceValue,
} from './instance.ts'
import { countOwners, getRole, listMembers, putMember, removeMember } from './members.ts'
import { migrate } from './migrate.ts'
import type { Store } from './open-store.ts'
import { createProject, deleteProject, listProjects, provideProject, updateProject } from './projects.ts'

let store: Store & { readonly url: string }
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(async () => await store.close())

let count = 0
async function newProject(): Promise<string> {
  const project = await createProject(store.db, { name: `Project ${++count} ${Math.random()}` })
  return project.id
}

async function connect(projectId: string, changes: Partial<Connection> = {}): Promise<Connection> {
  count++
  return await insertConnection(store.db, {
    id: newConnectionId(),
    projectId,
    kind: 'wordpress',
    name: `Site ${count}`,
    url: `https://site-${count}.example`,
    siteKey: `site-${count}.example`,
    method: 'application-password',
    sealed: 'v1.sealed',
    createdBy: 'user:1',
    ...changes,
  })
}

test('migrating again changes nothing', async () => {
  const before = await store.pool.query('select name, at from migrations')
  await migrate(store.pool)
  expect((await store.pool.query('select name, at from migrations')).rows).toEqual(before.rows)
  expect(before.rows.length).toBeGreaterThan(0)
})

test('a database with a step that this code does not know is refused', async () => {
  const other = await useTestStore()
  await other.pool.query(`insert into migrations (name) values ('9999-future')`)
  await expect(migrate(other.pool)).rejects.toThrow(expect.objectContaining({ code: 'database_newer' }))
})

test('ten processes that migrate an empty database at once make one schema', async () => {
  const empty = await useTestStore({ migrated: false })
  await Promise.all(Array.from({ length: 10 }, async () => await migrate(empty.pool)))
  expect((await listProjects(empty.db, {})).items).toEqual([])
})

test('a project name is taken once, capitals or not', async () => {
  await createProject(store.db, { name: 'Agency' })
  await expect(createProject(store.db, { name: 'AGENCY' })).rejects.toThrow(
    expect.objectContaining({ code: 'already_exists' }),
  )
  const [one, two] = await Promise.all([provideProject(store.db, 'Default'), provideProject(store.db, 'Default')])
  expect(one.id).toBe(two.id)
  const renamed = await updateProject(store.db, one.id, { name: 'Renamed', settings: { a: [1] } })
  expect(renamed).toMatchObject({ name: 'Renamed', settings: { a: [1] } })
})

test('members have one role in a project, and see only their projects', async () => {
  const projectId = await newProject()
  await putMember(store.db, { projectId, userId: 'u1', role: 'viewer' })
  await putMember(store.db, { projectId, userId: 'u1', role: 'owner' })
  expect(await getRole(store.db, projectId, 'u1')).toBe('owner')
  expect(await getRole(store.db, projectId, 'stranger')).toBeNull()
  expect(await countOwners(store.db, projectId)).toBe(1)
  expect(await listMembers(store.db, projectId)).toHaveLength(1)
  expect((await listProjects(store.db, { memberId: 'u1' })).items.map(({ id }) => id)).toEqual([projectId])
  expect(await removeMember(store.db, projectId, 'u1')).toBe(true)
  await expect(putMember(store.db, { projectId: 'prj_none', userId: 'u1', role: 'owner' })).rejects.toThrow(
    expect.objectContaining({ code: 'not_found' }),
  )
})

test('a list is read page by page without gaps or repeats', async () => {
  const projectId = await newProject()
  const made: string[] = []
  for (let i = 0; i < 7; i++) made.push((await connect(projectId)).id)
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listConnections>> = await listConnections(
      store.db,
      { projectId },
      { limit: 3, cursor },
    )
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.next
  } while (cursor !== null)
  expect(seen).toEqual(made)
  await expect(listConnections(store.db, { projectId }, { cursor: '%%%' })).rejects.toThrow(
    expect.objectContaining({ code: 'bad_input' }),
  )
})

test('connections are filtered by group, part of the name, and state', async () => {
  const projectId = await newProject()
  const one = await connect(projectId, { name: 'Shop 100%', groups: ['shops', 'eu'] })
  const two = await connect(projectId, { name: 'Blog', groups: ['eu'] })
  const ids = async (filter: object): Promise<string[]> =>
    (await listConnections(store.db, { projectId, ...filter })).items.map(({ id }) => id)
  expect(await ids({ group: 'eu' })).toEqual([one.id, two.id])
  expect(await ids({ group: 'shops' })).toEqual([one.id])
  expect(await ids({ search: '0%' })).toEqual([one.id])
  expect(await ids({ search: '_' })).toEqual([])
  expect(await ids({ state: 'paused' })).toEqual([])
  expect(await ids({ ids: [two.id] })).toEqual([two.id])
  expect(await ids({ ids: [] })).toEqual([])
  expect((await findConnection(store.db, projectId, 'BLOG'))?.id).toBe(two.id)
})

test('a connection read from another project does not exist', async () => {
  const { id } = await connect(await newProject())
  await expect(getConnection(store.db, await newProject(), id)).rejects.toThrow(
    expect.objectContaining({ code: 'not_found' }),
  )
  expect(await deleteConnection(store.db, await newProject(), id)).toBe(false)
})

test('a change under an old version is a conflict', async () => {
  const { id, version } = await connect(await newProject())
  const changed = await updateConnection(
    store.db,
    id,
    { state: 'paused', rotation: { id: 'x' }, site: { title: 'T' } },
    { version },
  )
  expect(changed).toMatchObject({ state: 'paused', version: version + 1, rotation: { id: 'x' }, site: { title: 'T' } })
  await expect(updateConnection(store.db, id, { state: 'active' }, { version })).rejects.toThrow(
    expect.objectContaining({ code: 'conflict' }),
  )
  expect((await updateConnection(store.db, id, { rotation: null })).rotation).toBeNull()
})

test('sealed columns are read and written apart, and never come with a connection', async () => {
  const projectId = await newProject()
  const connection = await connect(projectId)
  await writeConnectionSecrets(store.db, connection.id, { sealed: 'planted-secret', sealedNext: 'planted-next' })
  expect(await readConnectionSecrets(store.db, connection.id)).toEqual({
    sealed: 'planted-secret',
    sealedNext: 'planted-next',
  })
  const shown = [
    await getConnection(store.db, projectId, connection.id),
    await listConnections(store.db, { projectId }),
  ]
  expect(JSON.stringify(shown)).not.toContain('planted')
})

test('due connections are given to one taker each, and come again after the lease', async () => {
  const projectId = await newProject()
  const now = new Date()
  for (let i = 0; i < 20; i++) await connect(projectId, { nextCheckAt: new Date(now.getTime() - i * 1000) })
  await connect(projectId, { nextCheckAt: new Date(now.getTime() + 60_000) })
  const taken = await Promise.all(
    Array.from({ length: 4 }, async () => await claimDueConnections(store.db, { now, limit: 5, leaseSeconds: 60 })),
  )
  expect(new Set(taken.flat().map(({ id }) => id)).size).toBe(20)
  expect(taken.flat()).toHaveLength(20)
  expect(taken.flat()[0]?.projectId).toBe(projectId)
  expect(await claimDueConnections(store.db, { now, limit: 50, leaseSeconds: 60 })).toEqual([])
  const later = new Date(now.getTime() + 61_000)
  expect(await claimDueConnections(store.db, { now: later, limit: 50, leaseSeconds: 60 })).toHaveLength(21)
})

test('what a hostile site sends can be stored: zero characters and broken surrogates are replaced', async () => {
  const { id } = await connect(await newProject())
  const hostile = { 'k\0': 'a\0b\ud800c', deep: [String.raw`\u0000`, String.raw`\\`, 'ok 😀'] }
  await putConnectionCache(store.db, id, 'index', hostile)
  expect((await getConnectionCache(store.db, id, 'index'))?.body).toEqual({
    'k\ufffd': 'a\ufffdb\ufffdc',
    deep: [String.raw`\u0000`, String.raw`\\`, 'ok 😀'],
  })
  await expect(putConnectionCache(store.db, id, 'index', 'x'.repeat(5_000_000))).rejects.toThrow(
    expect.objectContaining({ code: 'too_large' }),
  )
})

test('of a connection, the newest hundred checks are kept', async () => {
  const { id } = await connect(await newProject())
  const check = { connectionId: id, kind: 'check', cause: 'sweep', code: 'ok', milliseconds: 1.6, result: [1] } as const
  await addCheck(store.db, { ...check, verdict: 'refused' })
  for (let i = 0; i < 101; i++) await addCheck(store.db, { ...check, verdict: i === 50 ? 'refused' : 'connected' })
  const { items, next } = await listChecks(store.db, id, { limit: 500 })
  expect(items).toHaveLength(100)
  expect(next).toBeNull()
  expect(items.filter(({ verdict }) => verdict === 'refused')).toHaveLength(1)
  expect(await findLastCheck(store.db, id, { verdict: 'connected' })).toMatchObject({
    id: items[0]?.id,
    result: [1],
    milliseconds: 2,
  })
  expect(await findLastCheck(store.db, id, { kind: 'diagnosis' })).toBeNull()
})

test('the audit log is listed newest first and by project', async () => {
  const projectId = await newProject()
  for (const outcome of ['ok', 'not_found']) {
    await addAuditEntry(store.db, { projectId, actor: 'local:ada', operation: 'connections.get', outcome })
  }
  const { items } = await listAuditEntries(store.db, { projectId, actor: 'local:ada' })
  expect(items.map(({ outcome }) => outcome)).toEqual(['not_found', 'ok'])
  expect((await listAuditEntries(store.db, { projectId: 'prj_other' })).items).toEqual([])
})

test('a write under an idempotency key happens once and its answer is replayed', async () => {
  const key = { scope: 'prj:user', key: 'k1' }
  const begun = await Promise.all(Array.from({ length: 5 }, async () => await beginIdempotent(store.db, key, 'hash')))
  expect(begun.map(({ kind }) => kind).sort()).toEqual(['fresh', 'running', 'running', 'running', 'running'])
  await finishIdempotent(store.db, key, 201, { id: 1 })
  expect(await beginIdempotent(store.db, key, 'hash')).toEqual({ kind: 'replay', status: 201, response: { id: 1 } })
  expect(await beginIdempotent(store.db, key, 'other')).toEqual({ kind: 'mismatch' })
})

test('an idempotency key that was given up, or whose holder died, may be used again', async () => {
  const key = { scope: 'prj:user', key: 'k2' }
  expect(await beginIdempotent(store.db, key, 'hash', 0)).toEqual({ kind: 'fresh', note: null })
  expect(await beginIdempotent(store.db, key, 'hash')).toEqual({ kind: 'fresh', note: null })
  await abandonIdempotent(store.db, key)
  expect(await beginIdempotent(store.db, key, 'other')).toEqual({ kind: 'fresh', note: null })
})

test('a handshake is used once, with its secret, before it expires', async () => {
  const projectId = await newProject()
  const soon = new Date(Date.now() + 60_000)
  const id = newHandshakeId()
  await createHandshake(store.db, {
    id,
    projectId,
    kind: 'authorize',
    data: { url: 'https://a.example' },
    createdBy: 'user:1',
    expiresAt: soon,
    secret: 'planted',
  })
  expect(await findHandshake(store.db, id, 'wrong')).toBeNull()
  expect(await findHandshake(store.db, id, 'planted', new Date(soon.getTime() + 1))).toBeNull()
  expect(await findHandshake(store.db, id, 'planted')).toMatchObject({ data: { url: 'https://a.example' } })
  const used = await Promise.all([useHandshake(store.db, id), useHandshake(store.db, id)])
  expect(used.sort()).toEqual([false, true])
  expect(await findHandshake(store.db, id, 'planted')).toBeNull()
})

test('what exists once for the instance is decided by whoever comes first', async () => {
  const sealed = await Promise.all(
    ['a', 'b', 'c'].map(async (value) => await provideInstanceSealed(store.db, 'canary', value)),
  )
  expect(new Set(sealed).size).toBe(1)
  expect(await getInstanceSealed(store.db, 'canary')).toBe(sealed[0])
  expect(await provideInstallationId(store.db)).toBe(await provideInstallationId(store.db))
  await setInstanceValue(store.db, 'flag', [1, 2])
  expect(await getInstanceValue(store.db, 'flag')).toEqual([1, 2])
  expect(await getInstanceValue(store.db, 'none')).toBeNull()
})

test('a project that is deleted takes its connections along', async () => {
  const projectId = await newProject()
  const { id } = await connect(projectId)
  expect(await deleteProject(store.db, projectId)).toBe(true)
  await expect(readConnectionSecrets(store.db, id)).rejects.toThrow(expect.objectContaining({ code: 'not_found' }))
})
