import { readdirSync, readFileSync, statSync } from 'node:fs'
import { get } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { createDatabase } from '../store/database.ts'
import { Browser, call } from './browser.ts'
import { useHubEnvironment } from './environment.ts'
import { password } from './people.ts'
import { type HubProcess, runCommand, startHub, useDataFolder } from './process.ts'

/** Makes the first account by the one-time link. */
async function setUp(hub: HubProcess): Promise<Browser> {
  const browser = new Browser(hub.url)
  const token = new URL(hub.setupLink ?? '').searchParams.get('token') ?? ''
  const answer = await browser.call('/setup', { form: { token, name: 'Ada', email: 'ada@example.com', password } })
  expect(answer.status).toBe(303)
  return browser
}

/** Proportional set sizes of a process and of all below it, in megabytes. */
function memoryOf(pid: number): number {
  const parents = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1])
      parents.set(parent, [...(parents.get(parent) ?? []), Number(name)])
    } catch {
      // It ended while we looked.
    }
  }
  const measure = (one: number): number => {
    const text = readFileSync(`/proc/${one}/smaps_rollup`, 'utf8')
    return (
      Number(/^Pss:\s+(\d+)/m.exec(text)?.[1]) / 1024 +
      (parents.get(one) ?? []).reduce((sum, child) => sum + measure(child), 0)
    )
  }
  return measure(pid)
}

test('a first start prints where it is and how to make an account; the next one remembers, and both stop cleanly', async () => {
  const data = useDataFolder()
  const first = await startHub({ PRESSROOM_DATA: data })
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const browser = await setUp(first)
  expect((await browser.call('/api/v1/instance')).json).toMatchObject({ users: 1, projects: 1, database: 'embedded' })
  expect(statSync(join(data, 'hub.sock')).mode & 0o777).toBe(0o600)
  if (process.platform === 'linux') {
    await sleep(3000)
    const megabytes = memoryOf(first.pid)
    expect(megabytes).toBeGreaterThan(30)
    expect(megabytes).toBeLessThan(250)
    console.log(`first start: ${Math.round(first.milliseconds)} ms, ${Math.round(megabytes)} MB`)
  }
  first.signal('SIGTERM')
  expect(await first.ended).toBe(0)
  expect(readdirSync(data)).not.toContain('hub.sock')
  expect(readdirSync(data)).not.toContain('hub.owner')
  expect(readdirSync(join(data, 'postgres'))).not.toContain('postmaster.pid')

  const second = await startHub({ PRESSROOM_DATA: data })
  console.log(`second start: ${Math.round(second.milliseconds)} ms`)
  expect(second.setupLink).toBeNull()
  const again = new Browser(second.url)
  for (const [name, value] of browser.cookies) again.cookies.set(name, value)
  expect((await again.call('/api/v1/me')).json).toMatchObject({ email: 'ada@example.com' })
  second.signal('SIGINT')
  expect(await second.ended).toBe(0)
})

test('a second hub on the folder is told that one runs already', async () => {
  const environment = await useHubEnvironment()
  const hub = await startHub(environment)
  const second = await runCommand(['start'], environment)
  expect([second.ended, second.output]).toEqual([
    1,
    expect.stringMatching(/A hub is running on .* already[\s\S]*PRESSROOM_DATA/),
  ])
  expect((await call(`${hub.url}/readyz`)).status).toBe(200)
})

test('a port that is taken is told with the setting that changes it, and nothing stays behind', async () => {
  const data = useDataFolder()
  const server = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  const { ended, output } = await runCommand(['start'], { PRESSROOM_DATA: data, PRESSROOM_PORT: String(port) })
  expect([ended, output]).toEqual([1, expect.stringMatching(/another program listens there[\s\S]*PRESSROOM_PORT/)])
  expect(readdirSync(join(data, 'postgres'))).not.toContain('postmaster.pid')
})

test('a hub that was killed at any moment is followed by one that goes on where it was', async () => {
  const data = useDataFolder()
  let hub = await startHub({ PRESSROOM_DATA: data })
  const browser = await setUp(hub)
  const names: string[] = []
  for (let round = 0; round < 3; round++) {
    const writing = (async () => {
      for (let i = 0; ; i++) {
        const name = `Project ${round}-${i}`
        const answer = await browser.call(new URL('/api/v1/projects', hub.url).href, {
          json: { name },
          headers: { origin: hub.url },
        })
        if (answer.status === 201) names.push(name)
      }
    })().catch(() => {})
    const written = names.length
    while (names.length === written) await sleep(5)
    await sleep(Math.random() * 200)
    hub.signal('SIGKILL')
    await hub.ended
    await writing
    hub = await startHub({ PRESSROOM_DATA: data })
  }
  const { json } = await browser.call(`${hub.url}/api/v1/projects?limit=500`)
  const found = new Set((json as { items: { name: string }[] }).items.map(({ name }) => name))
  // One at least was acknowledged in each round, before the hub was killed.
  expect(names.length).toBeGreaterThanOrEqual(3)
  expect(names.filter((name) => !found.has(name))).toEqual([])
  hub.signal('SIGTERM')
  expect(await hub.ended).toBe(0)
})

test('stopping ends streams at once and finishes what runs', async () => {
  const environment = await useHubEnvironment()
  const hub = await startHub(environment)
  const browser = await setUp(hub)
  const { json } = await browser.call('/api/v1/keys', { json: { name: 'follow' } })
  const { key } = json as { key: string }
  const stream = follow(hub.url, key, 0)
  await stream.until('member.')
  const slow = browser.call('/api/v1/users', {
    json: { email: 'b@example.com', name: 'B', password },
  })
  await sleep(20)
  const began = performance.now()
  hub.signal('SIGTERM')
  expect(await hub.ended).toBe(0)
  expect(performance.now() - began).toBeLessThan(9000)
  expect((await slow).status).toBe(201)
  await stream.ended
})

test('events come as they happen, and a reader who comes back gets what was missed', async () => {
  const environment = await useHubEnvironment()
  const hub = await startHub(environment)
  const browser = await setUp(hub)
  const { key } = (await browser.call('/api/v1/keys', { json: { name: 'follow' } })).json as { key: string }
  const first = follow(hub.url, key, 0)
  await first.until('member.')
  const last = [...first.text().matchAll(/^id: (\d+)/gm)].at(-1)?.[1] ?? ''
  first.close()
  const { items } = (await browser.call('/api/v1/projects')).json as { items: { id: string }[] }
  await browser.call(`/api/v1/projects/${items[0]?.id}`, { method: 'PATCH', json: { name: 'Renamed' } })
  const second = follow(hub.url, key, Number(last))
  await second.until('project.renamed')
  expect(second.text()).not.toContain(`id: ${last}\n`)
  second.close()
})

function follow(url: string, key: string, after: number) {
  let text = ''
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  const headers = { authorization: `Bearer ${key}`, ...(after === 0 ? {} : { 'last-event-id': String(after) }) }
  const request = get(`${url}/api/v1/events/follow?after=${after}`, { headers, agent: false }, (response) => {
    response.setEncoding('utf8').on('data', (chunk) => {
      text += chunk
    })
    response.once('close', resolve)
  })
  request.on('error', () => resolve())
  return {
    ended,
    text: () => text,
    close: () => void request.destroy(),
    async until(part: string) {
      const end = performance.now() + 60_000
      while (!text.includes(part) && performance.now() < end) await sleep(20)
      expect(text).toContain(part)
    },
  }
}

test('while its database is away the hub says so, and goes on when it is back, also when that happens in the middle of work', async () => {
  const data = useDataFolder()
  const hub = await startHub({ PRESSROOM_DATA: data })
  const browser = await setUp(hub)
  const { key } = (await browser.call('/api/v1/keys', { json: { name: 'k' } })).json as { key: string }
  const statuses = new Set<string>()
  let back = false
  const ask = async (name: string, answer: () => ReturnType<typeof call>) => {
    while (!back) statuses.add(`${name} ${(await answer()).status}`)
  }
  const asking = [
    ask('session', async () => await browser.call('/api/v1/me')),
    ask('key', async () => await call(`${hub.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } })),
    ask('write', async () => await browser.call('/api/v1/projects', { json: { name: `P ${Math.random()}` } })),
    ask('ready', async () => await call(`${hub.url}/readyz`)),
  ]
  await sleep(300)
  process.kill(Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT')
  const end = performance.now() + 60_000
  while (!statuses.has('ready 503') && performance.now() < end) await sleep(10)
  while ((await call(`${hub.url}/readyz`)).status !== 200 && performance.now() < end) await sleep(50)
  await sleep(200)
  back = true
  await Promise.all(asking)
  expect([...statuses].sort()).toEqual(
    ['key 200', 'key 503', 'ready 200', 'ready 503', 'session 200', 'session 503', 'write 201', 'write 503'].sort(),
  )
  hub.signal('SIGTERM')
  expect(await hub.ended).toBe(0)
  // Everything that was said is a line of the log, or ours.
  const lines = hub
    .output()
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('{'))
  expect(lines.filter((line) => !/^Pressroom is ready|^Make the first|^ {2}http/.test(line))).toEqual([])
})

test('three processes on one database are one hub: what one does, the others know', async () => {
  const database = await createDatabase()
  onTestFinished(async () => await database.drop())
  const key = 'a'.repeat(64)
  const environment = { DATABASE_URL: database.url, PRESSROOM_KEY: key }
  const [one, two, worker] = await Promise.all([
    startHub({ ...environment, PRESSROOM_DATA: useDataFolder() }, ['--role', 'web']),
    startHub({ ...environment, PRESSROOM_DATA: useDataFolder() }, ['--role', 'web']),
    startHub({ ...environment, PRESSROOM_DATA: useDataFolder() }, ['--role', 'worker']),
  ])
  expect(worker.setupLink).toBeNull()
  const browser = await setUp(one)
  const there = new Browser(two.url)
  for (const [name, value] of browser.cookies) there.cookies.set(name, value)
  expect((await there.call('/api/v1/me')).json).toMatchObject({ email: 'ada@example.com' })
  expect((await call(two.setupLink ?? '')).status).toBe(410)
  expect((await there.call('/logout', { method: 'POST' })).status).toBe(303)
  expect((await browser.call('/api/v1/me')).status).toBe(401)
  for (const hub of [one, two, worker]) hub.signal('SIGTERM')
  expect(await Promise.all([one.ended, two.ended, worker.ended])).toEqual([0, 0, 0])
})

test('a wrong key stops the start with what to do', async () => {
  const database = await createDatabase({ tables: 'hub' })
  onTestFinished(async () => await database.drop())
  const environment = { DATABASE_URL: database.url, PRESSROOM_DATA: useDataFolder() }
  const hub = await startHub({ ...environment, PRESSROOM_KEY: 'a'.repeat(64) })
  hub.signal('SIGTERM')
  await hub.ended
  const { ended, output } = await runCommand(['start'], { ...environment, PRESSROOM_KEY: 'b'.repeat(64) })
  expect([ended, output]).toEqual([1, expect.stringMatching(/PRESSROOM_KEY/)])
  expect(output).not.toContain('b'.repeat(64))
})
