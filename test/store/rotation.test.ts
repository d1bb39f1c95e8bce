import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readConnectionSecrets, writeConnectionSecrets } from '../../src/store/connection-secrets.ts'
import { insertConnection, newConnectionId } from '../../src/store/connections.ts'
import { getInstanceSealed, keepCanary, provideInstanceSealed } from '../../src/store/instance.ts'
import type { Store } from '../../src/store/open-store.ts'
import { createProject } from '../../src/store/projects.ts'
import { resealAll, sealedColumns } from '../../src/store/sealed-columns.ts'
import { openVault } from '../../src/vault/open-vault.ts'
import { placeOf } from '../../src/vault/seal.ts'
import { useTestStore } from './database.ts'

function useFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pressroom-key-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function connect(
  store: Store,
  projectId: string,
  seal: (plain: string, place: string) => string,
): Promise<string> {
  const id = newConnectionId()
  await insertConnection(store.db, {
    id,
    projectId,
    kind: 'wordpress',
    name: `Site ${randomUUID()}`,
    url: 'https://a.example',
    siteKey: 'a',
    method: 'jwt',
    sealed: seal(`secret of ${id}`, placeOf('connections', id, 'sealed')),
    createdBy: 'user:1',
  })
  return id
}

test('every column named sealed is one that a rotation walks', async () => {
  const store = await useTestStore()
  const found = await store.pool.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = current_schema() and column_name ~ '(^|_)sealed(_|$)'`,
  )
  const walked = sealedColumns.map(({ table, column }) => `${table}.${column}`)
  expect(walked.sort()).toEqual(found.rows.map(({ name }) => name).sort())
})

test('a rotation reaches every value, a second one those written meanwhile, and the next start needs the new key alone', async () => {
  const store = await useTestStore()
  const folder = useFolder()
  const vault = await openVault({ key: null, folder }, keepCanary(store.db))
  const { id: projectId } = await createProject(store.db, { name: 'Agency' })
  const ids: string[] = []
  for (let i = 0; i < 450; i++) ids.push(await connect(store, projectId, vault.seal))
  const [first = ''] = ids
  const nextPlace = placeOf('connections', first, 'sealed_next')
  await writeConnectionSecrets(store.db, first, { sealedNext: vault.seal('next', nextPlace) })
  await provideInstanceSealed(store.db, 'auth', vault.seal('auth secret', placeOf('instance', 'auth', 'sealed')))

  const old = await openVault({ key: null, folder }, keepCanary(store.db))
  expect(vault.startRotation()).toBe(true)
  const { count, failed } = await resealAll(store.db, vault.reseal)
  // Another process that has not read the new key yet.
  const afterwards = await connect(store, projectId, old.seal)
  const again = await resealAll(store.db, vault.reseal)
  expect({ count, failed, again: again.count }).toEqual({ count: 450 + 1 + 2, failed: [], again: 1 })
  vault.finishRotation()

  expect(readFileSync(join(folder, 'key'), 'utf8').trim().split('\n')).toHaveLength(1)
  const next = await openVault({ key: null, folder }, keepCanary(store.db))
  for (const id of [...ids, afterwards]) {
    const { sealed } = await readConnectionSecrets(store.db, id)
    expect(next.open(sealed ?? '', placeOf('connections', id, 'sealed'))).toBe(`secret of ${id}`)
  }
  expect(next.open((await readConnectionSecrets(store.db, first)).sealedNext ?? '', nextPlace)).toBe('next')
  expect(next.open((await getInstanceSealed(store.db, 'auth')) ?? '', placeOf('instance', 'auth', 'sealed'))).toBe(
    'auth secret',
  )
})

test('a damaged value is told, and does not keep the others from being rotated', async () => {
  const store = await useTestStore()
  const vault = await openVault({ key: null, folder: useFolder() }, keepCanary(store.db))
  const { id: projectId } = await createProject(store.db, { name: 'Agency' })
  const bad = await connect(store, projectId, () => 'v1.damaged')
  await connect(store, projectId, vault.seal)
  vault.startRotation()
  expect(await resealAll(store.db, vault.reseal)).toEqual({ count: 2, failed: [placeOf('connections', bad, 'sealed')] })
})
