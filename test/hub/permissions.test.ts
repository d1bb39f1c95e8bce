import { call as callProcedure, getRouter, isProcedure, ORPCError, traverseContractProcedures } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HubError, toHubError } from '../../src/errors/hub-error.ts'
import type { Actor } from '../../src/operations/actor.ts'
import type { OperationMeta } from '../../src/operations/operation.ts'
import { operations } from '../../src/operations/table.ts'
import { insertConnection, newConnectionId } from '../../src/store/connections.ts'
import type { Project } from '../../src/store/projects.ts'
import { Browser, call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { actorOfKey, addKey, addProject, addUser, password } from './people.ts'

/**
 * Who may call what, written down by hand: an operation that is missing here fails the test, and so does one whose
 * permission was changed without changing it here. `people`: not for keys. `one`, `list`: how it meets connections.
 */
type Least = 'anybody' | 'user' | 'admin' | 'viewer' | 'editor' | 'owner'
type Trait = 'people' | 'one' | 'list'
const table: Record<string, readonly [Least, ...Trait[]]> = {
  'articles.create': ['editor'],
  'actions.get': ['viewer', 'one'],
  'actions.list': ['viewer', 'one'],
  // Only for what reads; the rest asks for an editor (test/hub/actions.test.ts).
  'actions.run': ['viewer', 'one'],
  'articles.get': ['viewer'],
  'articles.image': ['viewer'],
  'articles.import': ['editor'],
  'articles.importFromSite': ['editor', 'one'],
  'articles.list': ['viewer'],
  'articles.preview': ['viewer'],
  'articles.restore': ['editor'],
  'articles.save': ['editor'],
  'articles.setState': ['editor'],
  'articles.text': ['viewer'],
  'articles.uploadImage': ['editor'],
  'articles.version': ['viewer'],
  'articles.versions': ['viewer'],
  'audit.all': ['admin'],
  'audit.list': ['owner'],
  'connections.begin': ['editor'],
  'connections.check': ['editor', 'one'],
  'connections.connect': ['editor'],
  'connections.connectFollow': ['editor'],
  'connections.credential': ['viewer', 'one'],
  'connections.delete': ['owner', 'one'],
  'connections.export': ['viewer', 'list'],
  'connections.finish': ['editor'],
  'connections.get': ['viewer', 'one'],
  'connections.icon': ['viewer', 'one'],
  'connections.group': ['editor', 'one'],
  'connections.import': ['editor'],
  'connections.list': ['viewer', 'list'],
  'connections.move': ['owner', 'people', 'one'],
  'connections.pause': ['editor', 'one'],
  'connections.receive': ['anybody'],
  'connections.reconnect': ['editor', 'one'],
  'connections.rename': ['editor', 'one'],
  'connections.resume': ['editor', 'one'],
  'connections.revoke': ['owner', 'one'],
  'connections.rotate': ['editor', 'one'],
  'connectors.get': ['user'],
  'connectors.list': ['user'],
  'deliveries.get': ['viewer', 'one'],
  'deliveries.list': ['viewer', 'one'],
  'deliveries.redeliver': ['editor', 'one'],
  'deliveries.redeliverFailed': ['editor', 'one'],
  'diagnoses.compare': ['viewer', 'one'],
  'diagnoses.follow': ['editor', 'one'],
  'diagnoses.get': ['viewer', 'one'],
  'diagnoses.history': ['viewer', 'one'],
  'diagnoses.run': ['editor', 'one'],
  'events.follow': ['viewer', 'list'],
  'events.list': ['viewer', 'list'],
  'fleet.changes': ['user'],
  'fleet.list': ['user'],
  'fleet.summary': ['user'],
  'instance.settings': ['admin'],
  'instance.status': ['admin'],
  'keys.create': ['viewer', 'people'],
  'keys.list': ['viewer', 'people'],
  'keys.revoke': ['viewer', 'people'],
  'lookups.choices': ['viewer', 'one'],
  'lookups.list': ['viewer', 'one'],
  'mappings.get': ['viewer', 'one'],
  'mappings.set': ['editor', 'one'],
  'me.endSession': ['user', 'people'],
  'me.get': ['user'],
  'me.sessions': ['user', 'people'],
  'members.invitations': ['owner', 'people'],
  'members.invite': ['owner', 'people'],
  'members.leave': ['viewer', 'people'],
  'members.list': ['viewer', 'people'],
  'members.remove': ['owner', 'people'],
  'members.uninvite': ['owner', 'people'],
  'members.update': ['owner', 'people'],
  'projects.create': ['admin', 'people'],
  'projects.delete': ['owner', 'people'],
  'projects.get': ['viewer'],
  'projects.list': ['user'],
  'projects.rename': ['owner'],
  'publications.board': ['viewer', 'list'],
  'publications.calendar': ['viewer', 'list'],
  'publications.cancel': ['editor', 'list'],
  'publications.change': ['editor', 'list'],
  'publications.configure': ['editor', 'one'],
  'publications.configureProject': ['owner'],
  'publications.projectDefaults': ['viewer'],
  'publications.conflict': ['viewer', 'list'],
  'publications.counts': ['viewer', 'list'],
  'publications.defaults': ['viewer', 'one'],
  'publications.get': ['viewer', 'list'],
  'publications.list': ['viewer', 'list'],
  'publications.pause': ['editor', 'list'],
  'publications.preview': ['viewer', 'list'],
  'publications.publish': ['editor', 'list'],
  'publications.resolve': ['editor', 'list'],
  'publications.reschedule': ['editor', 'list'],
  'publications.resume': ['editor', 'list'],
  'publications.retry': ['editor', 'list'],
  'publications.targets': ['viewer', 'list'],
  'safekeeping.backup': ['admin', 'people'],
  'safekeeping.rotateKey': ['admin', 'people'],
  'sites.diagnose': ['user'],
  'sites.follow': ['user'],
  'triggers.list': ['viewer', 'one'],
  'triggers.poll': ['viewer', 'one'],
  'users.create': ['admin', 'people'],
  'users.delete': ['admin', 'people'],
  'users.list': ['admin'],
  'users.update': ['admin', 'people'],
  'webhooks.makeSecret': ['user'],
  'webhooks.rotateSecret': ['editor', 'one'],
  'webhooks.subscribe': ['editor', 'one'],
  'webhooks.subscription': ['viewer', 'one'],
  'webhooks.test': ['editor', 'one'],
}

const rank = { viewer: 1, editor: 2, owner: 3 }

interface Caller {
  readonly name: string
  readonly actor: Actor
  /** What it is in the project; null for none. */
  readonly role: keyof typeof rank | null
  readonly admin: boolean
  readonly key?: { readonly operations: readonly string[] | null; readonly connections: readonly string[] | null }
  /** How it shows itself over HTTP. */
  readonly headers: Readonly<Record<string, string>>
}

let hub: TestHub
let project: Project
let connection = ''
const callers: Caller[] = []

beforeAll(async () => {
  hub = await openTestHub()
  project = await addProject(hub)
  const other = await addProject(hub)
  connection = newConnectionId()
  const site = { kind: 'wordpress', name: 'A', url: 'https://a.example', siteKey: 'a', method: 'jwt', sealed: null }
  await insertConnection(hub.hub.store.db, { ...site, id: connection, projectId: project.id, createdBy: 'test' })

  const people = {
    admin: await addUser(hub, { admin: true }),
    owner: await addUser(hub, { project, role: 'owner' }),
    editor: await addUser(hub, { project, role: 'editor' }),
    viewer: await addUser(hub, { project, role: 'viewer' }),
    'owner of another project': await addUser(hub, { project: other, role: 'owner' }),
    'user without a project': await addUser(hub),
  }
  callers.push({ name: 'stranger', actor: { kind: 'stranger' }, role: null, admin: false, headers: {} })
  for (const [name, user] of Object.entries(people)) {
    const browser = new Browser(hub.url)
    await hub.hub.store.pool.query('delete from rate_limits')
    expect((await browser.login(user.email, password)).status).toBe(303)
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
    const role = name === 'admin' ? 'owner' : name in rank ? (name as 'owner') : null
    const actor = { kind: 'user', id: user.id, email: user.email, admin: user.admin } as const
    callers.push({ name, actor, role, admin: user.admin, headers: { cookie, origin: hub.url } })
  }
  const keys = [
    { name: 'key of an owner', maker: people.owner, role: 'owner' },
    { name: 'key for viewing', maker: people.owner, role: 'viewer' },
    { name: 'key of an administrator for all', maker: people.admin, role: 'owner' },
    { name: 'key for events.list', maker: people.owner, role: 'owner', operations: ['events.list'] },
    { name: 'key of an owner for users.list', maker: people.owner, role: 'owner', operations: ['users.list'] },
    {
      name: 'key of an administrator for some',
      maker: people.admin,
      role: 'owner',
      operations: ['users.list', 'users.create', 'instance.status', 'projects.get'],
    },
    { name: 'key for one connection', maker: people.owner, role: 'owner', connectionIds: [connection] },
    { name: 'key for another connection', maker: people.owner, role: 'owner', connectionIds: ['con_other'] },
    { name: 'key that says owner, of a viewer', maker: people.viewer, role: 'owner', is: 'viewer' },
  ] as const
  for (const { name, maker, ...options } of keys) {
    const key = await addKey(hub, project, maker, options)
    const role = 'is' in options ? options.is : options.role
    const scope = {
      operations: 'operations' in options ? options.operations : null,
      connections: 'connectionIds' in options ? options.connectionIds : null,
    }
    const headers = { authorization: `Bearer ${key}` }
    callers.push({ name, actor: await actorOfKey(hub, key), role, admin: maker.admin, key: scope, headers })
  }
  const elsewhere = await addKey(hub, other, people['owner of another project'])
  callers.push({
    name: 'key of another project',
    actor: await actorOfKey(hub, elsewhere),
    role: null,
    admin: false,
    key: { operations: null, connections: null },
    headers: { authorization: `Bearer ${elsewhere}` },
  })
  await hub.hub.store.pool.query('create table kept_members as table members; create table kept_keys as table api_keys')
})

/** Leaving a project needs no input that could be refused, so those who may have left. */
async function comeBack(): Promise<void> {
  await hub.hub.store.pool.query(
    'insert into members table kept_members on conflict do nothing; insert into api_keys table kept_keys on conflict do nothing',
  )
}

afterAll(async () => await hub?.close())

function expected(name: string, caller: Caller): boolean {
  const [least, ...traits] = table[name] ?? ['admin']
  const { key } = caller
  if (least === 'anybody') return true
  if (caller.name === 'stranger') return false
  if (key !== undefined && traits.includes('people')) return false
  if (key?.operations?.includes(name) === false) return false
  if (least === 'user') return true
  if (least === 'admin') return caller.admin && (key === undefined || key.operations !== null)
  if (caller.role === null || rank[caller.role] < rank[least]) return false
  if (key === undefined || key.connections === null || traits.includes('list')) return true
  return traits.includes('one') && key.connections.includes(connection)
}

const refusals = new Set(['login_required', 'forbidden'])

/** Input that is refused after the permission: what is asked here is only whether it came that far. */
function inputOf(name: string): Record<string, unknown> {
  const nothing = { limit: 'none', after: 'none', name: 1, role: 1, id: 1, user: 1, email: 1, address: 1, types: 1 }
  return { project: project.id, ...(table[name]?.includes('one') === true ? { connection } : {}), ...nothing }
}

interface Listed {
  readonly name: string
  readonly path: readonly string[]
  readonly meta: OperationMeta
  readonly method: string
  readonly route: string
}

function listOperations(): Listed[] {
  const found: Listed[] = []
  traverseContractProcedures({ router: operations, path: [] }, ({ contract, path }) => {
    const { meta, route } = contract['~orpc']
    found.push({
      name: path.join('.'),
      path,
      meta: meta as OperationMeta,
      method: route.method ?? 'POST',
      route: route.path ?? '',
    })
  })
  return found
}

test('every operation is in the table of this test, says its permission and has an address', () => {
  const listed = listOperations()
  expect(listed.map(({ name }) => name).sort()).toEqual(Object.keys(table).sort())
  for (const { name, meta, route } of listed) {
    const [least, ...traits]: readonly (Least | Trait)[] = table[name] ?? []
    expect([name, meta.permission, meta.people === true]).toEqual([name, least, traits.includes('people')])
    expect(route).toMatch(/^\/[a-z]/)
  }
  const addresses = listed.map(({ method, route }) => `${method} ${route}`)
  expect(new Set(addresses).size).toBe(addresses.length)
})

test('called directly, each operation is open to exactly those who may', async () => {
  const wrong: string[] = []
  for (const { name, path } of listOperations()) {
    for (const caller of callers) {
      const code = await callDirectly(path, caller.actor, inputOf(name))
      const allowed = !refusals.has(code) && !(code === 'not_found' && caller.role === null)
      if (allowed !== expected(name, caller)) wrong.push(`${name} by ${caller.name}: ${code}`)
      if (name === 'members.leave') await comeBack()
    }
  }
  expect(wrong).toEqual([])
})

test('over HTTP, each operation is open to exactly those who may', async () => {
  const wrong: string[] = []
  for (const { name, method, route } of listOperations()) {
    await Promise.all(
      callers.map(async (caller) => {
        const answer = await callOverHttp(method, route, caller.headers, inputOf(name))
        const code = (answer.json as { code?: string } | null)?.code
        const allowed = ![401, 403].includes(answer.status) && !(answer.status === 404 && caller.role === null)
        if (allowed !== expected(name, caller)) wrong.push(`${name} by ${caller.name}: ${answer.status} ${code}`)
        // Whoever is nobody here is told by a status that nothing else has.
        if ((answer.status === 401) !== (code === 'login_required')) wrong.push(`${name}: ${answer.status} ${code}`)
      }),
    )
    if (name === 'members.leave') await comeBack()
  }
  expect(wrong).toEqual([])
})

test('whoever owns the data folder may everything', async () => {
  const wrong: string[] = []
  for (const { name, path } of listOperations()) {
    const code = await callDirectly(path, { kind: 'local', name: 'ada' }, inputOf(name))
    if (refusals.has(code)) wrong.push(`${name}: ${code}`)
  }
  expect(wrong).toEqual([])
})

test('a project of others does not exist, whatever is asked of it', async () => {
  const foreign = callers.find(({ name }) => name === 'owner of another project')
  const answers = await Promise.all(
    [project.id, 'prj_none'].map(
      async (id) => await call(`${hub.url}/api/v1/projects/${id}`, { headers: foreign?.headers ?? {} }),
    ),
  )
  const [theirs, none] = answers.map(({ status, json }) => ({ status, ...(json as object), instance: '' }))
  expect(theirs).toEqual(none)
  expect(theirs).toMatchObject({ status: 404, code: 'not_found' })
})

async function callDirectly(path: readonly string[], actor: Actor, input: unknown): Promise<string> {
  const procedure = getRouter(operations, path)
  if (!isProcedure(procedure)) throw new Error(`No operation ${path.join('.')}`)
  const context = {
    settings: hub.settings,
    actor,
    hub: async () => hub.hub,
    http: hub.http,
    requestId: null,
    address: null,
    signal: AbortSignal.timeout(5000),
  }
  try {
    const output = await callProcedure(procedure, input, { context, path })
    if (Symbol.asyncIterator in Object(output)) await (output as AsyncGenerator).return(undefined)
    return 'ok'
  } catch (thrown) {
    if (thrown instanceof ORPCError) return thrown.code
    return thrown instanceof HubError ? thrown.code : toHubError(thrown).code
  }
}

async function callOverHttp(
  method: string,
  route: string,
  headers: Readonly<Record<string, string>>,
  input: Record<string, unknown>,
) {
  const path = route.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'project' ? project.id : name === 'connection' ? connection : 'x'.repeat(101),
  )
  const address = new URL(`${hub.url}/api/v1${path}`)
  if (method === 'GET') for (const [name, value] of Object.entries(input)) address.searchParams.set(name, String(value))
  return await call(address.href, { method, headers, ...(method === 'GET' ? {} : { json: input }) })
}
