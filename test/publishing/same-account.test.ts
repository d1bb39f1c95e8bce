import { expect, test } from 'vitest'
import { createJobs } from '../../src/jobs/jobs.ts'
import { drainQueue } from '../../src/publishing/queue.ts'
import { wantArticles } from '../../src/publishing/want.ts'
import { insertConnection, newConnectionId } from '../../src/store/connections.ts'
import { useTestStore } from '../store/database.ts'
import { openDesk } from './desk.ts'

test('an article that is wanted by two connections of one account to one site is refused, and they are named', async () => {
  const store = await useTestStore()
  const user = {
    ...{ id: 1, username: 'ada', email: 'ada@example.com', password: '' },
    ...{ applicationPassword: '', applicationPasswordUuid: '' },
  }
  const { projectId, connection, write } = await openDesk(store, 'https://example.com/', user)
  const { kind, url, siteKey, method, account } = connection
  const twin = await insertConnection(store.db, {
    ...{ id: newConnectionId(), projectId, kind, name: 'Twin', url, siteKey, method, account },
    ...{ sealed: null, createdBy: 'test' },
  })
  const article = await write('a.md', '---\ntitle: A\n---\nText.\n')
  const jobs = createJobs({ store, queues: [drainQueue], working: false })
  const want = { articles: [article], connections: [connection, twin], action: 'publish', by: 'test' } as const
  await expect(wantArticles({ store, jobs }, want)).rejects.toMatchObject({
    code: 'already_exists',
    message: expect.stringContaining('https://example.com/'),
    fix: expect.stringContaining('"Site", "Twin"'),
  })
})
