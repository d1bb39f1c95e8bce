import { type ClientRequest, get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addEvent } from '../../src/store/events.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addKey, addProject, addUser } from './people.ts'

let hub: TestHub

beforeAll(async () => {
  hub = await openTestHub()
})

afterAll(() => hub.close())

test('a hundred may follow one project; the next is told when to come back, and gets the place of one who leaves', async () => {
  const [project, other] = [await addProject(hub), await addProject(hub)]
  const owner = await addUser(hub, { project })
  const key = await addKey(hub, project, owner, { role: 'viewer' })
  const owner2 = await addUser(hub, { project: other })
  const elsewhere = await addKey(hub, other, owner2, { role: 'viewer' })
  const open: Stream[] = []
  while (open.length < 100) open.push(...(await Promise.all(Array.from({ length: 10 }, () => follow(key)))))
  expect(new Set(open.map(({ answer }) => answer.statusCode))).toEqual(new Set([200]))
  const { answer } = await follow(key)
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '60'])
  const problem = JSON.parse(await read(answer))
  expect(problem).toMatchObject({ code: 'too_many_requests', fix: expect.stringContaining('Close what follows them') })
  const apart = await follow(elsewhere)
  expect(apart.answer.statusCode).toBe(200)
  open[0]?.request.destroy()
  let status: number | undefined = 429
  while (status === 429) {
    const again = await follow(key)
    status = again.answer.statusCode
    open.push(again)
  }
  expect(status).toBe(200)
  for (const { request } of [...open, apart]) request.destroy()
})

test('what goes wrong while an answer is streamed is told with its code and its fix', async () => {
  const project = await addProject(hub)
  const key = await addKey(hub, project, await addUser(hub, { project, role: 'owner' }))
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const told = await fetch(`${hub.url}/api/v1/sites/diagnose/follow`, {
    ...{ method: 'POST', headers },
    body: JSON.stringify({ address: 'shop.example:99999' }),
  })
  const plain = await fetch(`${hub.url}/api/v1/sites/diagnose`, {
    ...{ method: 'POST', headers },
    body: JSON.stringify({ address: 'shop.example:99999' }),
  })
  const { code, fix, detail } = (await plain.json()) as Record<string, string>
  const text = await told.text()
  expect(text).toContain('event: error')
  for (const part of [code, fix, detail]) expect(text).toContain(JSON.stringify(part))
})

test('a key limited to a connection sees events about it and of what is published there, in lists and streams', async () => {
  const project = await addProject(hub)
  const key = await addKey(hub, project, await addUser(hub, { project }), { role: 'viewer', connectionIds: ['con_1'] })
  const add = (type: string, subject: string, payload: Record<string, unknown>) =>
    addEvent(hub.hub.store.db, { projectId: project.id, type, subject, payload })
  await add('publication.changed', 'pub_1', { connection: 'con_1' })
  await add('publication.changed', 'pub_2', { connection: 'con_2' })
  await add('connection.changed', 'con_2', {})
  await add('connection.changed', 'con_1', {})
  await add('article.ready', 'art_1', { connection: ['con_1'] })
  const response = await fetch(`${hub.url}/api/v1/events`, { headers: { authorization: `Bearer ${key}` } })
  const { items } = (await response.json()) as { items: { subject: string }[] }
  expect(items.map(({ subject }) => subject)).toEqual(['pub_1', 'con_1'])
  const { request, answer } = await follow(key, '?after=0')
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) {
    text += chunk
    if (text.includes('"con_1","payload":{}') || text.includes('art_1')) break
  }
  request.destroy()
  expect([...text.matchAll(/"subject":"(\w+)"/g)].map((match) => match[1])).toEqual(['pub_1', 'con_1'])
})

interface Stream {
  readonly request: ClientRequest
  readonly answer: IncomingMessage
}

function follow(key: string, search = ''): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const options = { agent: false, headers: { authorization: `Bearer ${key}` } }
    const request = get(`${hub.url}/api/v1/events/follow${search}`, options, (answer) => {
      answer.on('error', () => undefined)
      resolve({ request, answer })
    })
    request.on('error', reject)
  })
}

async function read(answer: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of answer.setEncoding('utf8')) text += chunk
  return text
}
