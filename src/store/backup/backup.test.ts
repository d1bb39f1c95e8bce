import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { useTestStore } from '../../../test/store/database.ts'
import { addCheck, listChecks } from '../checks.ts'
import { getConnectionCache, putConnectionCache } from '../connection-caches.ts'
import { readConnectionSecrets } from '../connection-secrets.ts'
import { insertConnection, listConnections, newConnectionId } from '../connections.ts'
import { addEvent, readEvents } from '../events.ts'
import { provideInstallationId, provideInstanceSealed } from '../instance.ts'
import type { Migration } from '../migrate.ts'
import { listApplied } from '../migrate.ts'
import { migrations } from '../migrations/list.ts'
import type { Store } from '../open-store.ts'
import { createProject, listProjects } from '../projects.ts'
import { inspectBackup, restoreBackup } from './restore-backup.ts'
import { writeBackupFile } from './write-backup.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pressroom-backup-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
const newFile = () => join(folder, `${++count}.backup`)
const plain = { version: '0.1.0', wrappedKey: null }

/** As the login makes them: quoted camel case, references, unique columns. */
const loginTables = `
  create table "user" (id text primary key, email text not null unique, "emailVerified" boolean not null default false,
    "createdAt" timestamptz not null default CURRENT_TIMESTAMP, tags text[], extra jsonb);
  create table account (id text primary key, "userId" text not null references "user" (id) on delete cascade, password text);
  create index "account_userId_idx" on account ("userId");
  create table session (id text primary key, token text not null unique, "userId" text not null references "user" (id) on delete cascade);`

/** A store with something in every corner. */
async function fill(store: Store): Promise<void> {
  const project = await createProject(store.db, { name: 'Agency "Ü" 😀' })
  for (let i = 0; i < 3; i++) {
    const id = newConnectionId()
    await insertConnection(store.db, {
      id,
      projectId: project.id,
      kind: 'wordpress',
      name: `Site ${i}\t\\N\n`,
      url: 'https://a.example',
      siteKey: 'a',
      method: 'jwt',
      groups: ['a,b', '{"x"}'],
      sealed: `v1.sealed.${i}`,
      createdBy: 'user:1',
      site: { title: 'T\\n', n: [1, null] },
    })
    await putConnectionCache(store.db, id, 'index', { big: 'x'.repeat(200_000 + i) })
    await addCheck(store.db, {
      connectionId: id,
      kind: 'check',
      cause: 'sweep',
      verdict: 'connected',
      code: 'ok',
      milliseconds: 1,
      result: {},
    })
    await addEvent(store.db, { projectId: project.id, type: 'connection.created', subject: id, payload: { i } })
  }
  await provideInstanceSealed(store.db, 'canary', 'v1.canary')
  await store.pool.query(loginTables)
  await store.pool.query(
    `insert into "user" (id, email, tags, extra) values ('u1', 'ada@example.com', '{a,b}', '{"x": 1}')`,
  )
  await store.pool.query(`insert into account values ('a1', 'u1', 'hash')`)
  await store.pool.query(`insert into session values ('s1', 'planted-session-token', 'u1')`)
}

/** All rows of all tables that a backup has, as JSON. */
async function snapshot(store: Store): Promise<Record<string, unknown[]>> {
  const out: Record<string, unknown[]> = {}
  for (const table of [
    'projects',
    'connections',
    'connection_caches',
    'checks',
    'events',
    'instance',
    '"user"',
    'account',
  ]) {
    out[table] = (await store.pool.query(`select to_jsonb(t) as row from ${table} t order by 1`)).rows
  }
  return out
}

test('everything comes back: sealed values, login, history, odd characters; ids and events go on after', async () => {
  const source = await useTestStore()
  await fill(source)
  const before = await readEvents(source.db, { after: 0 })
  const expected = await snapshot(source)
  const installation = await provideInstallationId(source.db)
  const file = newFile()
  const header = await writeBackupFile(source, file, { version: '0.1.0', wrappedKey: 'w1.wrapped' })
  expect(header.wrappedKey).toBe('w1.wrapped')
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)

  // With TEST_DATABASE_URL, from that server into the embedded, newer one.
  const target = await useTestStore({ embedded: true })
  await restoreBackup(target, file)
  const got = await snapshot(target)
  expect(got.instance).toHaveLength(2)
  expect({ ...got, instance: [] }).toEqual({ ...expected, instance: [] })
  expect(await provideInstallationId(target.db)).toBe(installation)
  const [connection] = (
    await listConnections(target.db, { projectId: (await listProjects(target.db, {})).items[0]?.id ?? '' })
  ).items
  expect(await readConnectionSecrets(target.db, connection?.id ?? '')).toMatchObject({ sealed: 'v1.sealed.0' })
  expect((await getConnectionCache(target.db, connection?.id ?? '', 'index'))?.body).toEqual({
    big: 'x'.repeat(200_000),
  })
  await addEvent(target.db, { projectId: null, type: 'after', payload: {} })
  const after = await readEvents(target.db, { after: before.next })
  expect(after.items.map(({ type }) => type)).toEqual(['after'])
  await addCheck(target.db, {
    connectionId: connection?.id ?? '',
    kind: 'check',
    cause: 'x',
    verdict: 'connected',
    code: 'ok',
    milliseconds: 1,
    result: {},
  })
  expect((await listChecks(target.db, connection?.id ?? '')).items).toHaveLength(2)
  // The login's tables are whole: their references and unique columns hold.
  await expect(target.pool.query(`insert into account values ('a2', 'nobody', 'x')`)).rejects.toThrow(/foreign key/)
  await expect(target.pool.query(`insert into "user" (id, email) values ('u2', 'ada@example.com')`)).rejects.toThrow(
    /unique/,
  )
})

test('sessions and answers that would be as good as a login are not in it', async () => {
  const source = await useTestStore()
  await fill(source)
  await source.pool.query(
    `insert into idempotency_keys (scope, key, request_hash, state, response, locked_until) values ('s', 'k', 'h', 'done', '{"key": "planted-api-key"}', now())`,
  )
  const file = newFile()
  await writeBackupFile(source, file, plain)
  expect(gunzipSync(readFileSync(file)).toString('latin1')).not.toContain('planted')
  const target = await useTestStore()
  await restoreBackup(target, file)
  expect((await target.pool.query('select * from session')).rows).toEqual([])
})

test('a backup is of one moment, whatever is written meanwhile', async () => {
  const source = await useTestStore()
  let writing = true
  const writer = (async () => {
    for (let i = 0; writing; i++) {
      await source.transaction(async (tx) => {
        await createProject(tx, { name: `P${i}` })
        await addEvent(tx, { projectId: null, type: 'made', payload: { i } })
      })
    }
  })()
  const file = newFile()
  for (let i = 0; i < 3; i++) {
    await writeBackupFile(source, file, plain)
    const target = await useTestStore()
    await restoreBackup(target, file)
    const counts = await target.pool.query(
      'select (select count(*) from projects) as projects, (select count(*) from events) as events',
    )
    expect(counts.rows[0]?.projects).toBe(counts.rows[0]?.events)
  }
  writing = false
  await writer
})

test('a file that was cut off or changed anywhere is refused, and nothing is changed', async () => {
  const source = await useTestStore()
  await fill(source)
  const file = newFile()
  await writeBackupFile(source, file, plain)
  const whole = readFileSync(file)
  const target = await useTestStore()
  await createProject(target.db, { name: 'Kept' })
  const bad = newFile()
  const refuses = async (bytes: Buffer) => {
    writeFileSync(bad, bytes)
    await expect(restoreBackup(target, bad, { replace: true })).rejects.toThrow(
      expect.objectContaining({ code: 'backup_damaged' }),
    )
  }
  for (const length of [0, 1, 10, whole.length >> 1, whole.length - 9, whole.length - 1])
    await refuses(whole.subarray(0, length))
  const inside = gunzipSync(whole)
  // Compressed again, so that gzip's own check does not notice.
  for (let i = 0; i < 40; i++) {
    const changed = Buffer.from(inside)
    const place = Math.floor((i / 40) * changed.length)
    changed[place] = (changed[place] ?? 0) ^ 1
    await refuses(gzipSync(changed, { level: 1 }))
  }
  await refuses(gzipSync(inside.subarray(0, -37)))
  await refuses(gzipSync(Buffer.concat([inside, Buffer.from('x')])))
  await refuses(Buffer.from('not a backup'))
  expect((await listProjects(target.db, {})).items.map(({ name }) => name)).toEqual(['Kept'])
  await expect(restoreBackup(target, join(folder, 'none'))).rejects.toThrow(
    expect.objectContaining({ code: 'not_found' }),
  )
})

test('a file that cannot be written is told as such, and nothing else is replaced by one', async () => {
  const store = await useTestStore()
  const options = { version: '0', wrappedKey: null }
  const folder = mkdtempSync(join(tmpdir(), 'pressroom-backup-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const file of [folder, join(folder, 'missing', 'hub.backup'), `${join(folder, 'x'.repeat(255))}`]) {
    await expect(writeBackupFile(store, file, options)).rejects.toMatchObject({ code: 'bad_input' })
  }
  const socket = join(folder, 'socket')
  const server = createServer().listen(socket)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  await expect(writeBackupFile(store, socket, options)).rejects.toThrow(/is no file/)
  // A full disk, as far as it can be had without being root.
  symlinkSync('/dev/full', join(folder, 'full.part'))
  await expect(writeBackupFile(store, join(folder, 'full'), options)).rejects.toThrow(/cannot be written: ENOSPC/)
  expect(readdirSync(folder)).toEqual(['socket'])
})

test('a database that is in use is not replaced unless told to', async () => {
  const source = await useTestStore()
  await fill(source)
  const file = newFile()
  await writeBackupFile(source, file, plain)
  const target = await useTestStore()
  await createProject(target.db, { name: 'Kept' })
  await target.pool.query('create table somebody_elses (id int); insert into somebody_elses values (1)')
  await expect(restoreBackup(target, file)).rejects.toThrow(expect.objectContaining({ code: 'already_exists' }))
  await restoreBackup(target, file, { replace: true })
  expect((await listProjects(target.db, {})).items.map(({ name }) => name)).toEqual(['Agency "Ü" 😀'])
  expect((await target.pool.query('select * from somebody_elses')).rows).toHaveLength(1)
})

test('a backup of an older version is restored and migrated, one of a newer version refused', async () => {
  const next: Migration = {
    name: '9998-next',
    sql: `create table later (id int); alter table projects add column colour text default 'red'`,
  }
  const steps = [...migrations, next]
  const old = await useTestStore()
  await fill(old)
  const oldFile = newFile()
  await writeBackupFile(old, oldFile, plain)
  const target = await useTestStore()
  await restoreBackup(target, oldFile, { steps })
  expect((await target.pool.query('select colour from projects')).rows).toEqual([{ colour: 'red' }])
  const client = await target.pool.connect()
  onTestFinished(() => client.release())
  expect(await listApplied(client)).toEqual(steps.map(({ name }) => name))

  const newFileName = newFile()
  await writeBackupFile(target, newFileName, plain)
  const current = await useTestStore()
  await expect(restoreBackup(current, newFileName)).rejects.toThrow(expect.objectContaining({ code: 'backup_newer' }))
  expect((await listProjects(current.db, {})).items).toEqual([])
})

test('what a backup says of a table becomes SQL only from a list', async () => {
  const source = await useTestStore()
  await source.pool.query(
    `create table "evil""; drop table projects; --" (id text primary key, "a""b" text default 'x')`,
  )
  await source.pool.query(`insert into "evil""; drop table projects; --" values ('1', 'y')`)
  const file = newFile()
  await writeBackupFile(source, file, plain)
  const target = await useTestStore()
  await restoreBackup(target, file)
  expect((await target.pool.query(`select * from "evil""; drop table projects; --"`)).rows).toEqual([
    { id: '1', 'a"b': 'y' },
  ])
  await source.pool.query("create type mood as enum ('a'); create table odd (m mood)")
  await writeBackupFile(source, file, plain)
  const other = await useTestStore()
  await expect(restoreBackup(other, file)).rejects.toThrow(expect.objectContaining({ code: 'backup_damaged' }))
  expect((await listProjects(other.db, {})).items).toEqual([])
})

test('the memory it takes does not grow with the database', async () => {
  const source = await useTestStore()
  await source.pool.query(
    `insert into events (type, payload) select 'bulk', jsonb_build_object('n', i, 'text', md5(i::text) || md5((i * 7)::text) || repeat(md5((i * 3)::text), 20)) from generate_series(1, 100000) i`,
  )
  const file = newFile()
  let most = 0
  const before = process.memoryUsage().rss
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss - before)
  }, 10)
  onTestFinished(() => clearInterval(timer))
  await writeBackupFile(source, file, plain)
  const header = await inspectBackup(file)
  const target = await useTestStore()
  await restoreBackup(target, file)
  expect(header.format).toBe(1)
  expect((await target.pool.query('select count(*) as n from events')).rows).toEqual([{ n: 100_000 }])
  expect(most).toBeLessThan(150e6)
})
