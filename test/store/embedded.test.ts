import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { claimDataFolder, reachDataFolder, waitForDataFolder } from '../../src/store/data-folder.ts'
import { openStore, type Store } from '../../src/store/open-store.ts'
import { readPostmasterPid } from '../../src/store/postgres/postmaster-pid.ts'
import { listProjects } from '../../src/store/projects.ts'
import { stopServer } from './server.ts'

const deep = process.env.DEEP !== undefined

let path = ''
const children = new Set<ChildProcess>()
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'pressroom-hub-'))
})
afterEach(async () => {
  for (const child of children) await kill(child)
  await stopServer(path)
  rmSync(path, { recursive: true, force: true, maxRetries: 5 })
})

interface Hub {
  readonly child: ChildProcess
  readonly lines: string[]
  said(start: string): Promise<string>
}

function startHub(from = 0, most = 0, folder = path): Hub {
  const script = join(import.meta.dirname, 'hub.ts')
  const child = spawn(process.execPath, [script, folder, String(from), String(most)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  const lines: string[] = []
  let rest = ''
  let trouble = ''
  child.stdout.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    trouble += chunk.toString()
  })
  return {
    child,
    lines,
    async said(start) {
      for (;;) {
        const line = lines.find((candidate) => candidate.startsWith(start))
        if (line !== undefined) return line
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`ended without "${start}": ${lines.join()} ${trouble}`)
        await sleep(5)
      }
    },
  }
}

async function kill(child: ChildProcess): Promise<void> {
  children.delete(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function ended(child: ChildProcess): Promise<number | null> {
  children.delete(child)
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return child.exitCode
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const folder = await waitForDataFolder(path, 60)
  try {
    const store = await openStore({ databaseUrl: null, folder })
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  } finally {
    folder.release()
  }
}

async function countProjects(store: Store): Promise<number> {
  return (await store.pool.query<{ count: number }>('select count(*)::int as count from projects')).rows[0]?.count ?? 0
}

test('an empty folder becomes a database, a clean stop leaves no process, and the next start finds the data', async () => {
  const first = startHub(0, 3)
  console.log(`from nothing: ${await first.said('ready')}`)
  expect(await ended(first.child)).toBe(0)
  expect(readPostmasterPid(join(path, 'postgres'))).toBeNull()
  const second = startHub(3, 1)
  console.log(`on a folder that exists: ${await second.said('ready')}`)
  expect(await ended(second.child)).toBe(0)
  expect(await withStore(countProjects)).toBe(4)
})

test('what it keeps can be read by its owner alone, and the database takes connections from nowhere else', async () => {
  await withStore(async (store) => {
    if (process.platform === 'win32') return
    expect(statSync(join(path, 'postgres.password')).mode & 0o077).toBe(0)
    expect(statSync(join(path, 'postgres')).mode & 0o077).toBe(0)
    expect(statSync(join(path, 'postgres.log')).mode & 0o077).toBe(0)
    const shown = await store.pool.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('listen_addresses', 'fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums') order by name`,
    )
    expect(shown.rows.map(({ name, setting }) => `${name}=${setting}`)).toEqual([
      'data_checksums=on',
      'fsync=on',
      'full_page_writes=on',
      'listen_addresses=',
      'synchronous_commit=on',
    ])
    const rules = await store.pool.query<{ method: string }>(
      'select distinct auth_method as method from pg_hba_file_rules',
    )
    expect(rules.rows).toEqual([{ method: 'scram-sha-256' }])
  })
})

test('a folder too deep for a socket gets a database on 127.0.0.1, and the call socket elsewhere', async () => {
  const top = path
  chmodSync(top, 0o755)
  path = join(path, 'd'.repeat(60), 'e'.repeat(60))
  mkdirSync(path, { recursive: true })
  try {
    await withStore(async (store) => {
      expect((await store.pool.query('show listen_addresses')).rows).toEqual([{ listen_addresses: '127.0.0.1' }])
    })
    const folder = claimDataFolder(path)
    expect(Buffer.byteLength(folder.socketPath)).toBeLessThan(104)
    folder.release()
    await stopServer(path)
  } finally {
    path = top
  }
})

test('the folder has one owner, and the next one the moment that one is killed', async () => {
  const hub = startHub(0, 1_000_000)
  await hub.said('ready')
  expect(() => claimDataFolder(path)).toThrow(expect.objectContaining({ code: 'data_folder_busy' }))
  expect(() => claimDataFolder(path)).toThrow(`process ${hub.child.pid}`)
  await kill(hub.child)
  claimDataFolder(path).release()
  const [one, two] = [claimDataFolder(path), () => claimDataFolder(path)]
  expect(two).toThrow(expect.objectContaining({ code: 'data_folder_busy' }))
  one.release()
  one.release()
})

test('a folder that cannot be made is told as such', () => {
  writeFileSync(join(path, 'file'), '')
  expect(() => claimDataFolder(join(path, 'file', 'below'))).toThrow(
    expect.objectContaining({ code: 'data_folder_unusable' }),
  )
})

test('a call waits for the owner, and becomes it when that one ends', async () => {
  const hub = startHub(0, 50)
  await hub.said('owner')
  const reached = await reachDataFolder(path, 30)
  expect(reached.kind).toBe('owner')
  await hub.said('closed')
  if (reached.kind === 'owner') reached.folder.release()
})

test('the database of a hub that was killed is taken over, with everything that was committed', async () => {
  const hub = startHub(0, 1_000_000)
  await hub.said('wrote 20')
  await kill(hub.child)
  const wrote = hub.lines.filter((line) => line.startsWith('wrote')).length
  const pid = readPostmasterPid(join(path, 'postgres'))?.pid
  const next = startHub(2_000_000, 0)
  const ready = await next.said('ready')
  console.log(`taking over a live database: ${ready}`)
  expect(readPostmasterPid(join(path, 'postgres'))?.pid ?? pid).toBe(pid)
  expect(await ended(next.child)).toBe(0)
  expect(await withStore(countProjects)).toBeGreaterThanOrEqual(wrote)
})

test('a database that was killed along with its hub is recovered, with everything that was committed', async () => {
  const hub = startHub(0, 1_000_000)
  await hub.said('wrote 20')
  const found = readPostmasterPid(join(path, 'postgres'))
  await kill(hub.child)
  process.kill(found?.pid ?? 0, 'SIGKILL')
  const wrote = hub.lines.filter((line) => line.startsWith('wrote')).length
  expect(await withStore(countProjects)).toBeGreaterThanOrEqual(wrote)
})

test('a stale postmaster.pid whose number now belongs to another process does not stop the start', async () => {
  await withStore(countProjects)
  const file = join(path, 'postgres', 'postmaster.pid')
  const lines = [process.pid, join(path, 'postgres'), 1, 5432, join(path, 'postgres'), '', '  0 0', 'ready   ']
  writeFileSync(file, `${lines.join('\n')}\n`)
  writeFileSync(join(path, 'postgres', '.s.PGSQL.5432.lock'), `${lines.join('\n')}\n`)
  expect(await withStore(countProjects)).toBe(0)
})

test('a database that dies under a running hub is started again, and the hub goes on', async () => {
  await withStore(async (store) => {
    process.kill(readPostmasterPid(join(path, 'postgres'))?.pid ?? 0, 'SIGKILL')
    const began = performance.now()
    for (;;) {
      try {
        await countProjects(store)
        break
      } catch (error) {
        if (performance.now() - began > 20_000) throw error
        await sleep(50)
      }
    }
  })
})

test('a draft that a killed initdb left is removed, and a lost password told', async () => {
  mkdirSync(join(path, 'postgres.new-abc', 'data'), { recursive: true })
  await withStore(countProjects)
  expect(readdirSync(path).filter((name) => name.includes('.new'))).toEqual([])
  rmSync(join(path, 'postgres.password'))
  await expect(withStore(countProjects)).rejects.toThrow(/password of the embedded database is missing/)
})

const kills = deep ? 20 : 6
const turns = deep ? 100 : 4

test('a hub killed again and again at any moment of starting and writing loses nothing that it said was written', async () => {
  let expected = 0
  const names = new Set<string>()
  for (let round = 0; round < kills; round++) {
    const hub = startHub(round * 100_000, 50_000)
    // The first rounds hit initdb, migrations and the first start; later ones the writing.
    if (round < kills / 2) await sleep(60 + round * (2400 / kills))
    else {
      await hub.said('wrote')
      await sleep(Math.random() * 300)
    }
    await kill(hub.child)
    for (const line of hub.lines) if (line.startsWith('wrote ')) names.add(`P${line.slice(6)}`)
    expected = names.size
  }
  await withStore(async (store) => {
    const stored = new Set<string>()
    for (let cursor: string | null = null; ; ) {
      const page: Awaited<ReturnType<typeof listProjects>> = await listProjects(store.db, {}, { limit: 500, cursor })
      for (const { name } of page.items) stored.add(name)
      cursor = page.next
      if (cursor === null) break
    }
    expect([...names].filter((name) => !stored.has(name))).toEqual([])
    expect(stored.size).toBeGreaterThanOrEqual(expected)
  })
  expect(expected).toBeGreaterThan(0)
  const log = readFileSync(join(path, 'postgres.log'), 'utf8')
  expect(log).not.toMatch(/PANIC|corrupt|invalid page/i)
})

test(`two hubs started at one moment on one folder take turns, ${turns} times`, async () => {
  for (let round = 0; round < turns; round++) {
    const hubs = [startHub(round * 1000, 1), startHub(round * 1000 + 500, 1)]
    const codes = await Promise.all(hubs.map(async ({ child }) => await ended(child)))
    expect(codes).toEqual([0, 0])
  }
  expect(await withStore(countProjects)).toBe(turns * 2)
}, 600_000)
