import { randomUUID } from 'node:crypto'
import { createRouterClient } from '@orpc/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operations } from '../../src/operations/table.ts'
import { putArticle } from '../../src/store/articles.ts'
import { insertConnection, newConnectionId } from '../../src/store/connections.ts'
import { addEvent } from '../../src/store/events.ts'
import type { Project } from '../../src/store/projects.ts'
import { wantPublications } from '../../src/store/publications.ts'
import { call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addKey, addProject, addUser } from './people.ts'

let hub: TestHub
beforeAll(async () => {
  hub = await openTestHub()
})
afterAll(async () => await hub.close())

async function addConnection(
  { id: projectId }: Project,
  name: string,
  site: object,
  verdict = 'connected',
  groups: string[] = [],
) {
  const url = `https://${name}.example`
  const about = { kind: 'wordpress', method: 'application-password', sealed: null, createdBy: 'test' }
  const key = { id: newConnectionId(), projectId, name, url, siteKey: `${name}.example` }
  const code = verdict === 'connected' ? null : 'bot_challenge'
  return insertConnection(hub.hub.store.db, { ...key, ...about, site: { ...site }, verdict, code, groups })
}

test('everybody sees the connections of their own projects, with versions and what is left to do', async () => {
  const [mine, other] = [await addProject(hub), await addProject(hub)]
  const [admin, member] = [await addUser(hub, { admin: true }), await addUser(hub, { project: mine, role: 'viewer' })]
  const alpha = await addConnection(mine, 'alpha', { version: '7.1.4', php: '8.2.36', user: { roles: ['editor'] } })
  const beta = await addConnection(mine, 'beta', { version: '6.1.9' }, 'refused', ['eu'])
  await addConnection(other, 'gamma', { version: '7.1.4' })
  const { db } = hub.hub.store
  const identity = { projectId: mine.id, identity: randomUUID(), source: null, path: null, by: 'test' }
  const article = await putArticle(db, identity, { title: 'A', hash: 'a', body: {}, assets: {} })
  await wantPublications(
    db,
    [alpha, beta].map(({ id, siteKey }) => ({
      ...{ projectId: mine.id, articleId: article.id, connectionId: id, siteKey, mark: randomUUID() },
      ...{ action: 'publish', version: 1, options: {}, wantedHash: 'w', alone: false, by: 'test' },
    })),
  )
  await hub.hub.store.pool.query(`update publications set state = 'failed' where connection_id = $1`, [beta.id])
  const ask = async (key: string, path: string) => {
    const answer = await call(`${hub.url}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } })
    expect(answer.status, path).toBe(200)
    return answer.json as { items: { name: string }[] }
  }
  const key = await addKey(hub, mine, member)
  expect(await ask(key, '/fleet')).toMatchObject({
    items: [
      {
        name: 'alpha',
        project: { name: mine.name },
        version: '7.1.4',
        php: '8.2.36',
        roles: ['editor'],
        waiting: 1,
        stuck: 0,
      },
      {
        name: 'beta',
        verdict: 'refused',
        code: 'bot_challenge',
        version: '6.1.9',
        php: null,
        roles: [],
        waiting: 0,
        stuck: 1,
      },
    ],
  })
  expect(await ask(key, '/fleet?version=7.1.4&search=ALP')).toMatchObject({ items: [{ name: 'alpha' }] })
  expect((await ask(key, '/fleet?verdict=refused&code=bot_challenge')).items.map(({ name }) => name)).toEqual(['beta'])
  for (const [subject, before, after] of [
    [alpha.id, 'connected', 'connected'],
    [beta.id, 'connected', 'refused'],
  ]) {
    const payload = { before: { verdict: before }, after: { verdict: after, code: 'bot_challenge' } }
    await addEvent(db, { projectId: mine.id, type: 'connection.changed', subject: subject ?? '', payload })
  }
  expect(await ask(key, '/fleet/changes')).toEqual({
    items: [
      {
        connection: { id: beta.id, name: 'beta', project: mine.id },
        ...{ before: 'connected', after: 'refused', code: 'bot_challenge', at: expect.any(String) },
      },
    ],
  })
  const limited = await addKey(hub, mine, member, { connectionIds: [alpha.id] })
  expect(await ask(limited, '/fleet/summary')).toMatchObject({ connections: 1, waiting: 1, stuck: 0 })
  expect(await ask(key, '/fleet/summary')).toEqual({
    connections: 2,
    waiting: 1,
    stuck: 1,
    facets: {
      state: [{ value: 'active', count: 2 }],
      verdict: expect.arrayContaining([
        { value: 'connected', count: 1 },
        { value: 'refused', count: 1 },
      ]),
      code: expect.arrayContaining([
        { value: null, count: 1 },
        { value: 'bot_challenge', count: 1 },
      ]),
      kind: [{ value: 'wordpress', count: 2 }],
      version: expect.arrayContaining([
        { value: '7.1.4', count: 1 },
        { value: '6.1.9', count: 1 },
      ]),
      php: expect.arrayContaining([
        { value: '8.2.36', count: 1 },
        { value: null, count: 1 },
      ]),
      group: [{ value: 'eu', count: 1 }],
    },
  })
  expect(await ask(key, `/fleet/summary?project=${other.id}`)).toMatchObject({ connections: 0, facets: { group: [] } })
  expect(await ask(key, `/fleet/summary?project=${mine.id}`)).toMatchObject({ connections: 2, waiting: 1, stuck: 1 })
  const seenBy = async (user: typeof member, filter: { project?: string; group?: string } = {}) => {
    const actor = { kind: 'user', id: user.id, admin: user.admin, email: user.email, name: user.name } as const
    const { settings, http } = hub
    const context = { settings, actor, hub: async () => hub.hub, http, requestId: null, address: null }
    const { items } = await createRouterClient(operations, { context }).fleet.list(filter)
    return items.map(({ name }) => name)
  }
  expect(await seenBy(member)).toEqual(['alpha', 'beta'])
  expect(await seenBy(admin)).toEqual(['alpha', 'beta', 'gamma'])
  expect(await seenBy(await addUser(hub))).toEqual([])
  expect(await seenBy(admin, { project: other.id })).toEqual(['gamma'])
  expect(await seenBy(member, { project: other.id })).toEqual([])
  expect(await seenBy(member, { group: 'eu' })).toEqual(['beta'])
})
