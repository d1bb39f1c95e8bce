import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { movePast, putBehindProxy } from '../../test/connections/behind-proxy.ts'
import { openTestHub, type TestHub } from '../../test/connections/hub.ts'
import type { FaultProxy } from '../../test/fault-proxy/fault-proxy.ts'
import type { Fault } from '../../test/fault-proxy/faults.ts'
import { type Site, wordpress } from '../../test/wordpress/site.ts'
import type { Connection } from '../store/connections.ts'
import { type Acted, type ActOptions, act, readCall, rehearse } from './act.ts'
import type { ActTiming } from './act-timing.ts'
import type { Started } from './perform-action.ts'

/** As usual, but soon. */
const timing: ActTiming = { writeMs: 20_000, settleMs: 400, pauseMs: 50, callMs: 30_000 }

let hub: TestHub
let site: Site
let connection: Connection

beforeAll(async () => {
  hub = await openTestHub()
  site = await wordpress()
  connection = await hub.connect(site)
  return () => hub.close()
})

async function run(action: string, input: object, options: ActOptions = {}): Promise<Acted> {
  return act(hub, await readCall(hub, refOf(connection), action, input), { timing, ...options })
}

function refOf({ projectId, id }: Connection): { projectId: string; id: string } {
  return { projectId, id }
}

/** The first write ends like this, everything after it well. */
async function firstWrite(fault: Fault, stallMs?: number): Promise<FaultProxy> {
  const proxy = await putBehindProxy(hub.store, connection.id, site, stallMs)
  onTestFinished(async () => {
    await movePast(hub.store, connection.id, proxy.url, site.url)
    await proxy.close()
  })
  proxy.setRates({ [fault]: 1 })
  const { seen } = proxy
  const timer = setInterval(() => {
    if (seen.some(({ method }) => method === 'POST')) proxy.setRates({})
  }, 1)
  onTestFinished(() => clearInterval(timer))
  return proxy
}

let count = 0
/** A post that carries a key. */
function keyed(): { readonly input: object; readonly title: string } {
  const title = `Keyed ${++count}`
  return { title, input: { title, content: 'Text', status: 'publish', key: `keyed${String(count).padStart(8, '0')}` } }
}

async function postsCalled(title: string): Promise<unknown> {
  return site.php(`return count(get_posts(['title' => '${title}', 'post_status' => 'any', 'numberposts' => -1]));`)
}

test.each(['cut', 'errorAfter'] as const)(
  'a create whose answer was lost (%s) is found, not repeated',
  async (fault) => {
    const proxy = await firstWrite(fault)
    const { input, title } = keyed()
    const { output, found, differences, requests } = await run('posts.create', input)
    expect(found).toBe(true)
    expect(differences).toEqual([])
    expect(output).toMatchObject({ title: { raw: title }, status: 'publish' })
    expect(await postsCalled(title)).toBe(1)
    expect(requests).toBe(proxy.seen.length)
  },
)

test('a create that never reached the site is sent again, after two looks that saw nothing', async () => {
  const proxy = await firstWrite('errorBefore')
  const { input, title } = keyed()
  const { found } = await run('posts.create', input)
  expect(found).toBe(false)
  expect(await postsCalled(title)).toBe(1)
  const kinds = proxy.seen.map(({ method }) => method)
  expect(kinds.filter((method) => method === 'POST')).toHaveLength(2)
  expect(kinds.slice(1, kinds.lastIndexOf('POST')).length).toBeGreaterThanOrEqual(2)
})

test('a create that reaches the site late is waited for, though the first looks saw nothing', async () => {
  const proxy = await firstWrite('stallBefore', 2000)
  const { input, title } = keyed()
  const patient = { ...timing, writeMs: 500, settleMs: 8000 }
  expect(await run('posts.create', input, { timing: patient })).toMatchObject({ found: true })
  expect(await postsCalled(title)).toBe(1)
  expect(proxy.seen.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test('where there is no time to decide, the error says what to look for', async () => {
  await firstWrite('errorBefore')
  const { input, title } = keyed()
  const lost = run('posts.create', input, { timing: { ...timing, settleMs: 60_000 } })
  await expect(lost).rejects.toMatchObject({ code: 'answer_lost', fix: expect.stringContaining('"keyed0000') })
  expect(await postsCalled(title)).toBe(0)
})

test('what carries no key is never repeated, and may be lost', async () => {
  await firstWrite('cut')
  await expect(run('posts.create', { title: 'No key', status: 'draft' })).rejects.toMatchObject({
    code: 'answer_lost',
    fix: expect.stringContaining('nothing repeats it'),
  })
  expect(await postsCalled('No key')).toBe(1)
})

test('a tag that was there before is told to be there, not taken for one that was made, whatever became of the answer', async () => {
  const { output } = await run('tags.create', { name: 'Tea' })
  const { id } = output as { id: number }
  const twice = run('tags.create', { name: 'Tea' })
  await expect(twice).rejects.toMatchObject({ code: 'term_exists', evidence: { termId: id } })
  const proxy = await firstWrite('cut')
  await expect(run('tags.create', { name: 'Tea' })).rejects.toMatchObject({ code: 'term_exists' })
  expect(proxy.seen.filter(({ method }) => method === 'POST')).toHaveLength(2)
})

test('what could not even be read was not done, and is not called lost', async () => {
  const proxy = await firstWrite('readLost')
  const error: unknown = await run('posts.create', { title: 'Unread', categories: ['News'] }).catch((thrown) => thrown)
  expect(error).toMatchObject({ code: expect.not.stringMatching('answer_lost') })
  expect(proxy.seen.filter(({ method }) => method === 'POST')).toEqual([])
})

test('a change is repeated after a lost answer, a refusal is not', async () => {
  const made = await run('posts.create', keyed().input)
  const { id } = made.output as { id: number }
  const proxy = await firstWrite('errorAfter')
  expect((await run('posts.update', { id, title: 'Changed' })).output).toMatchObject({
    title: { raw: 'Changed' },
  })
  expect(proxy.seen.filter(({ method }) => method === 'POST')).toHaveLength(2)
  await expect(run('posts.update', { id: 999_999, title: 'x' })).rejects.toMatchObject({
    code: 'rest_post_invalid_id',
  })
  expect(proxy.seen.filter(({ method }) => method === 'POST')).toHaveLength(3)
})

test('a deletion wants to be confirmed, and is not repeated', async () => {
  const { output } = await run('posts.create', keyed().input)
  const { id } = output as { id: number }
  await expect(run('posts.delete', { id })).rejects.toMatchObject({ code: 'confirmation_needed' })
  const proxy = await firstWrite('errorBefore')
  await expect(run('posts.delete', { id }, { confirm: true })).rejects.toMatchObject({
    code: 'answer_lost',
    fix: expect.stringContaining('still there'),
  })
  expect(proxy.seen.filter(({ method }) => method === 'POST')).toHaveLength(1)
  expect(await run('posts.delete', { id }, { confirm: true })).toMatchObject({ output: { state: 'trashed' } })
})

test('a try that a crash ended is looked for by the next one, and what was refused is taken back', async () => {
  const notes: (Started | null)[] = []
  const onStarted = async (note: Started | null): Promise<void> => void notes.push(note)
  const { input, title } = keyed()
  await run('posts.create', input, { onStarted })
  expect(notes).toEqual([{ baseline: expect.any(Number), at: expect.any(Number) }])
  const again = await run('posts.create', input, { earlier: notes[0] ?? null, onStarted })
  expect(again.found).toBe(true)
  expect(await postsCalled(title)).toBe(1)

  await expect(run('posts.create', { type: 'none', title: 'x' }, { onStarted })).rejects.toMatchObject({
    code: 'bad_input',
  })
  expect(notes.at(-1)).toBe(null)
  const lost = { earlier: { baseline: null, at: Date.now() }, onStarted }
  await expect(run('posts.create', { title: 'No key' }, lost)).rejects.toMatchObject({
    code: 'answer_lost',
  })
})

test('a dry run says which request would be sent, and sends no write', async () => {
  await site.clearLog()
  const { input } = keyed()
  const call = await readCall(hub, refOf(connection), 'posts.create', input)
  const { writes } = await rehearse(hub, call)
  expect(call).toMatchObject({ effect: 'keyed', key: expect.stringMatching(/^keyed/) })
  expect(writes).toEqual([
    {
      method: 'POST',
      url: expect.stringMatching(/\/wp\/v2\/posts/),
      body: expect.objectContaining({ status: 'publish' }),
      bytes: expect.any(Number),
    },
  ])
  const user = { username: 'grace', email: 'grace@example.com', password: 'planted secret' }
  const creation = await rehearse(hub, await readCall(hub, refOf(connection), 'users.create', user))
  expect(creation.writes[0]?.body).toMatchObject({ username: 'grace', password: '[redacted]' })
  const unknown = await readCall(hub, refOf(connection), 'posts.create', { type: 'none', title: 'x' })
  await expect(rehearse(hub, unknown)).rejects.toMatchObject({ code: 'bad_input' })
  expect((await site.log()).filter(({ method }) => method !== 'GET')).toEqual([])
})

test('each field that is wrong is named, and what costs too much to read is refused', async () => {
  const read = (input: unknown) => readCall(hub, refOf(connection), 'media.upload', input)
  await expect(read({ name: 8, type: 7, bytes: '%%', slug: 'a' })).rejects.toMatchObject({
    code: 'bad_input',
    evidence: {
      errors: [
        { field: 'bytes', message: expect.any(String) },
        { field: 'name', message: expect.any(String) },
        { field: 'type', message: expect.any(String) },
      ],
    },
  })
  const deep: unknown = JSON.parse(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)
  await expect(read(deep)).rejects.toMatchObject({ code: 'bad_input', message: expect.stringContaining('64 deep') })
  await expect(read(JSON.parse('{"name":{"__proto__":{"polluted":1}}}'))).rejects.toMatchObject({
    message: expect.stringContaining('__proto__'),
  })
  await expect(read({ name: Array.from({ length: 300_000 }, () => []) })).rejects.toMatchObject({
    message: expect.stringContaining('200000 parts'),
  })
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  await expect(readCall(hub, refOf(connection), 'posts.crate', {})).rejects.toMatchObject({
    code: 'not_found',
    fix: expect.stringContaining('posts.create'),
  })
})

test('a site that says back the credential is not believed to say anything else', async () => {
  const { applicationPassword } = site.users.editor
  const server = createServer((request, response) => {
    const sent = request.headers.authorization ?? ''
    const password = Buffer.from(sent.slice(6), 'base64').toString('utf8').split(':')[1]
    response.writeHead(request.method === 'GET' ? 200 : 403, { 'content-type': 'application/json' })
    const said = `${sent} and ${password} are yours`
    response.end(
      JSON.stringify(request.method === 'GET' ? [{ id: 1, slug: said }] : { code: 'nosy', message: said, data: {} }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const echo = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await movePast(hub.store, connection.id, site.url, echo)
  onTestFinished(() => movePast(hub.store, connection.id, echo, site.url))
  const error: unknown = await run('posts.create', keyed().input).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'nosy', message: expect.stringContaining('[redacted]') })
  const { message, fix, evidence } = error as Record<string, unknown>
  const told = JSON.stringify([message, fix, evidence])
  expect(told).toContain('are yours')
  expect(told.replaceAll(' ', '')).not.toContain(applicationPassword.replaceAll(' ', ''))
  expect(told).not.toContain(Buffer.from(`editor:${applicationPassword}`).toString('base64'))
  const read = JSON.stringify((await run('tags.list', {})).output)
  expect(read).toMatch(/\[redacted\].* and \[redacted\] are yours/)
})

test('a connection has four lanes, and a hundred calls that wait are enough', async () => {
  const { inLaneOf } = await import('./connection-lanes.ts')
  let [atOnce, most] = [0, 0]
  let open: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    open = resolve
  })
  const work = async (): Promise<void> => {
    most = Math.max(most, ++atOnce)
    await gate
    atOnce--
  }
  const calls = Array.from({ length: 104 }, () => inLaneOf('con_lanes', work))
  await expect(inLaneOf('con_lanes', work)).rejects.toMatchObject({ code: 'too_many_requests' })
  await inLaneOf('con_other', async () => undefined)
  open()
  await Promise.all(calls)
  expect(most).toBe(4)
  await inLaneOf('con_lanes', async () => undefined)
})
