import { afterAll, beforeAll, expect, test } from 'vitest'
import { addFakeConnections, type FakeSites, openFakeSites } from '../../test/connections/fake-site.ts'
import { openTestHub, type TestHub } from '../../test/connections/hub.ts'
import { getConnection } from '../store/connections.ts'
import { createProject } from '../store/projects.ts'
import { groupConnection, moveConnection, pauseConnection, renameConnection, resumeConnection } from './change.ts'
import type { ConnectionRef } from './deps.ts'
import { listHistory } from './history.ts'
import { openSite } from './open.ts'
import { deleteConnection, revokeConnection } from './revoke.ts'

let hub: TestHub
let sites: FakeSites
beforeAll(async () => {
  ;[hub, sites] = [await openTestHub(), await openFakeSites()]
})
afterAll(async () => {
  await sites.close()
  await hub.close()
})

async function add(): Promise<ConnectionRef> {
  await hub.store.pool.query('delete from connections')
  const [id = ''] = await addFakeConnections(hub, sites, 1)
  return { projectId: hub.projectId, id }
}

const coded = (code: string) => expect.objectContaining({ code })

test('a connection is renamed and grouped, each with its event', async () => {
  const ref = await add()
  expect(await renameConnection(hub, ref, 'Shop')).toMatchObject({ name: 'Shop' })
  expect(await groupConnection(hub, ref, ['b', 'a', 'b'])).toMatchObject({ groups: ['a', 'b'] })
  expect(await hub.events('connection.renamed')).toMatchObject([{ subject: ref.id, payload: { name: 'Shop' } }])
  expect(await hub.events('connection.grouped')).toHaveLength(1)
})

test('a connection moves with its credential and history, told in both projects', async () => {
  const ref = await add()
  const other = await createProject(hub.store.db, { name: `Other ${Math.random()}` })
  await moveConnection(hub, ref, other.id)
  await expect(getConnection(hub.store.db, ref.projectId, ref.id)).rejects.toThrow(coded('not_found'))
  const there = { projectId: other.id, id: ref.id }
  await openSite(hub, there)
  expect((await listHistory(hub, there)).items).toEqual([])
  expect((await hub.events('connection.moved')).map(({ projectId }) => projectId)).toEqual([ref.projectId, other.id])
})

test('a paused connection is not opened, and both changes are events', async () => {
  const ref = await add()
  expect(await pauseConnection(hub, ref)).toMatchObject({ state: 'paused', nextCheckAt: null })
  await pauseConnection(hub, ref)
  await expect(openSite(hub, ref)).rejects.toThrow(coded('connection_paused'))
  expect(await resumeConnection(hub, ref)).toMatchObject({ state: 'active' })
  await openSite(hub, ref)
  const changes = (await hub.events('connection.changed')).filter(({ subject }) => subject === ref.id)
  expect(changes.map(({ payload }) => payload.after)).toMatchObject([{ state: 'paused' }, { state: 'active' }])
})

test('what is done to a connection of another project finds nothing', async () => {
  const { id } = await add()
  const ref = { projectId: 'prj_other', id }
  const attempts = [
    renameConnection(hub, ref, 'x'),
    groupConnection(hub, ref, []),
    moveConnection(hub, ref, hub.projectId),
    pauseConnection(hub, ref),
    resumeConnection(hub, ref),
    revokeConnection(hub, ref),
    deleteConnection(hub, ref, { revoke: false }),
    openSite(hub, ref),
    listHistory(hub, ref),
  ]
  const ended = await Promise.allSettled(attempts)
  expect(ended).toMatchObject(attempts.map(() => ({ status: 'rejected', reason: { code: 'not_found' } })))
  expect(await getConnection(hub.store.db, hub.projectId, id)).toMatchObject({ state: 'active', groups: [] })
})

test('a connection is deleted without its site being asked where that is wanted', async () => {
  const ref = await add()
  const asked = sites.asked
  expect(await deleteConnection(hub, ref, { revoke: false })).toEqual({ atSite: 'left' })
  expect(sites.asked).toBe(asked)
  await expect(getConnection(hub.store.db, ref.projectId, ref.id)).rejects.toThrow(coded('not_found'))
  expect(await hub.events('connection.deleted')).toMatchObject([{ subject: ref.id, payload: { atSite: 'left' } }])
})

test('a site that is down is not revoked, and then not deleted either', async () => {
  const ref = await add()
  sites.health = 'down'
  await expect(deleteConnection(hub, ref, { revoke: true })).rejects.toThrow()
  sites.health = 'well'
  expect(await getConnection(hub.store.db, ref.projectId, ref.id)).toMatchObject({ state: 'active' })
})
