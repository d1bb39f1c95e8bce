import { expect, test } from 'vitest'
import { moveConnection } from '../src/connections/change.ts'
import { createProject } from '../src/store/projects.ts'
import { openWebflowDesk } from './publishing/webflow.ts'

const text = '---\ntitle: Tea\nstatus: publish\n---\nSome text.\n'

test('what a project wants on a connection that it moved away is not sent, and an article on its way keeps it from moving', async () => {
  const desk = await openWebflowDesk()
  const { projectId, connection, deps } = desk
  const { db } = deps.store
  const ref = { projectId, id: connection.id }
  const other = await createProject(db, { name: 'Another' })
  const article = await desk.write('tea.md', text)
  await desk.want([article])
  await deps.store.pool.query(
    "update publications set state = 'unknown', request = '{}', next_at = now() + interval '1 day'",
  )
  await expect(moveConnection(deps, ref, other.id)).rejects.toMatchObject({ code: 'conflict' })
  await deps.store.pool.query("update publications set state = 'planned', request = null, next_at = now()")
  await moveConnection(deps, ref, other.id)
  expect(await desk.run()).toMatchObject([{ state: 'cancelled' }])

  // Whoever still asks for it, by what they remember of it, asks in vain until it is back.
  await desk.want([article])
  const before = desk.server.requests.length
  expect(await desk.run()).toMatchObject([{ state: 'planned' }])
  expect(desk.server.requests.length).toBe(before)
  await moveConnection(deps, { projectId: other.id, id: connection.id }, projectId)
  expect(await desk.run()).toMatchObject([{ state: 'live' }])
})
