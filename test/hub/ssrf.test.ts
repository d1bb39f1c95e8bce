import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { privateSpellings } from '../http/private-spellings.ts'
import { call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addKey, addProject, addUser } from './people.ts'

/** Stands for a site out there: the one address that this hub may reach, while all others are private. */
const outside = '127.0.0.2'
const inside = '127.0.0.1'
let hub: TestHub
let key = ''
let port = 0
/** Connections to the private server, which nobody may reach. */
let entered = 0
let outsideAsked = 0
let answerOutside: RequestListener = (_request, response) => response.end()
const servers: Server[] = []
/** What each name resolves to, one answer after the other; the last one stays. */
const names = new Map<string, string[]>()

const lookup: LookupFunction = (hostname, _options, callback) => {
  const answers = names.get(hostname) ?? []
  const address = answers.length > 1 ? answers.shift() : answers[0]
  if (address === undefined) callback(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), [])
  else callback(null, [{ address, family: 4 }])
}

async function listen(server: Server, host: string, wanted: number): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(wanted, host, resolve))
  return (server.address() as AddressInfo).port
}

beforeAll(async () => {
  const secret = createServer((_request, response) => response.end('the inside'))
  secret.on('connection', () => {
    entered++
  })
  port = await listen(secret, inside, 0)
  const site = createServer((request, response) => {
    outsideAsked++
    // Every request asks the resolver again.
    response.setHeader('connection', 'close')
    answerOutside(request, response)
  })
  // The same port, so that a name can be moved from the one to the other.
  await listen(site, outside, port)
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: outside }, lookup)
  const project = await addProject(hub)
  key = await addKey(hub, project, await addUser(hub, { project, role: 'owner' }))
})
afterAll(async () => {
  await hub?.close()
  for (const server of servers) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function ask(path: string, json: object) {
  const { status, json: answer } = await call(`${hub.url}/api/v1${path}`, {
    json,
    headers: { authorization: `Bearer ${key}` },
  })
  return { status, answer: answer as { code?: string; connection?: unknown; diagnosis?: { code?: string } } }
}

/** As the bytes that a server sends. */
const bytes = (text: string): string => Buffer.from(text).toString('latin1')

const login = { username: 'ada', password: 'abcd efgh ijkl mnop qrst uvwx' }

test('more than sixty spellings are tried', () => {
  expect(new Set(privateSpellings).size).toBeGreaterThanOrEqual(60)
})

test('no spelling of a private address is reached by a diagnosis or a connection', async () => {
  for (const host of privateSpellings) {
    const address = `http://${host}:${port}/`
    const diagnosed = await ask('/sites/diagnose', { address })
    expect([host, diagnosed.status, diagnosed.answer.code]).toEqual([host, 200, 'address_refused'])
    const connected = await ask('/connections', { input: { address, ...login } })
    expect([host, connected.answer.connection, connected.answer.diagnosis?.code]).toEqual([
      host,
      null,
      'address_refused',
    ])
  }
  expect(entered).toBe(0)
})

test('no spelling is reached by a redirect, a link or a begun approval', async () => {
  names.set('site.test', [outside])
  const address = `http://site.test:${port}/`
  for (const host of privateSpellings) {
    const target = `http://${host}:${port}/wp-json/`
    answerOutside = (_request, response) => response.writeHead(302, { location: bytes(target) }).end()
    expect([host, (await ask('/sites/diagnose', { address, ...login })).status]).toEqual([host, 200])
    answerOutside = (_request, response) => {
      response.setHeader('link', bytes(`<${target}>; rel="https://api.w.org/"`))
      response.setHeader('content-type', 'text/html')
      response.end(`<html><head><link rel="https://api.w.org/" href="${target}"></head></html>`)
    }
    const input = { address, ...login, allowRoots: [host] }
    const connected = await ask('/connections', { input })
    expect([host, connected.answer.connection ?? null]).toEqual([host, null])
    expect((await ask('/connections/begin', { address: `http://${host}:${port}/` })).status).toBeGreaterThanOrEqual(400)
  }
  expect(outsideAsked).toBeGreaterThan(privateSpellings.length * 2)
  expect(entered).toBe(0)
})

test('a list of private addresses connects none', async () => {
  const content = [
    'address,username,password',
    ...privateSpellings.slice(0, 40).map((host) => `http://${host}:${port}/,a,b`),
  ]
  const { answer } = await ask('/connections/import', { format: 'csv', content: content.join('\n') })
  const { lines } = answer as { lines: { outcome: string; code: string }[] }
  expect(new Set(lines.map(({ outcome, code }) => `${outcome} ${code}`))).toEqual(new Set(['refused address_refused']))
  expect(entered).toBe(0)
})

test.each([1, 2, 3, 4, 5, 6])('a name that moves inside after %i answers is not followed', async (after) => {
  const name = `rebind${after}.test`
  answerOutside = (_request, response) => {
    response.setHeader('link', `<http://${name}:${port}/wp-json/>; rel="https://api.w.org/"`)
    response.setHeader('content-type', 'text/html')
    response.end('<html></html>')
  }
  for (const [path, json] of [
    ['/sites/diagnose', { address: `http://${name}:${port}/`, ...login, thorough: true }],
    ['/connections', { input: { address: `http://${name}:${port}/`, ...login } }],
  ] as const) {
    const answers = [...Array(after).fill(outside), inside]
    names.set(name, answers)
    const before = outsideAsked
    const { status, answer } = await ask(path, json)
    expect(status).toBe(200)
    expect(answer.connection ?? null).toBeNull()
    expect(outsideAsked).toBeGreaterThan(before)
  }
  expect(entered).toBe(0)
})
