import { expect, test } from 'vitest'
import { type TestHub, useTestHub } from '../../test/connections/hub.ts'
import { type Site, wordpress } from '../../test/wordpress/site.ts'
import type { OpenWordPress } from '../connectors/wordpress/open-site.ts'
import { getConnectionCache, putConnectionCache } from '../store/connection-caches.ts'
import { readConnectionSecrets } from '../store/connection-secrets.ts'
import { listConnections } from '../store/connections.ts'
import { beginApproval, finishApproval, receiveReturn } from './approval.ts'
import { checkNow } from './check-now.ts'
import { learnConnection } from './learn.ts'
import { openSite } from './open.ts'
import { reconnect } from './reconnect.ts'
import { settleRotations } from './settle-rotations.ts'

const planted = 'abcd EFGH ijkl MNOP qrst UVWX'

async function count(hub: TestHub): Promise<number> {
  return (await listConnections(hub.store.db, { projectId: hub.projectId })).items.length
}

/** What a person's browser does at the approval page: the site makes a password and sends them back. */
async function approve(site: Site, begun: { readonly url: string }): Promise<URL> {
  const page = new URL(begun.url)
  const name = page.searchParams.get('app_name')
  const made = await site.php(
    `return WP_Application_Passwords::create_new_application_password(${site.users.editor.id}, ['name' => '${name}'])[0];`,
  )
  const back = new URL(page.searchParams.get('success_url') ?? 'about:blank')
  back.searchParams.set('site_url', site.coreUrl)
  back.searchParams.set('user_login', site.users.editor.username)
  back.searchParams.set('password', String(made))
  return back
}

test('connecting by an application password asks the site three times and keeps what works', async () => {
  const [hub, site] = [await useTestHub(), await wordpress()]
  await site.clearLog()
  const connection = await hub.connect(site)
  expect(await site.log()).toHaveLength(3)
  expect(connection).toMatchObject({
    kind: 'wordpress',
    method: 'application-password',
    account: 'editor',
    state: 'active',
    verdict: 'connected',
    code: null,
    site: { user: { roles: ['editor'], can: { publish: true } } },
  })
  const { site: open } = await openSite(hub, { projectId: hub.projectId, id: connection.id })
  const me = await (open as OpenWordPress).client.get('/wp/v2/users/me', { context: 'edit' })
  expect(me.json?.value).toMatchObject({ username: 'editor' })
  expect((await getConnectionCache(hub.store.db, connection.id, 'limits'))?.body).toMatchObject({
    batch: 25,
    perPage: 100,
  })
  expect(await hub.events('connection.connected')).toMatchObject([{ subject: connection.id }])
})

test('no secret is in any row, event or check, and the sealed one opens at its own place alone', async () => {
  const [hub, site] = [await useTestHub(), await wordpress()]
  const one = await hub.connect(site)
  const two = await hub.connect(site, 'author')
  const dump = await hub.dump()
  for (const { applicationPassword } of Object.values(site.users)) {
    expect(dump).not.toContain(applicationPassword)
    expect(dump).not.toContain(applicationPassword.replace(/ /g, ''))
    expect(dump).not.toContain(Buffer.from(`editor:${applicationPassword}`).toString('base64'))
  }
  const { sealed } = await readConnectionSecrets(hub.store.db, one.id)
  await hub.store.pool.query('update connections set sealed = $1 where id = $2', [sealed, two.id])
  await expect(openSite(hub, { projectId: hub.projectId, id: two.id })).rejects.toThrow(
    expect.objectContaining({ code: 'sealed_damaged' }),
  )
})

test('gibberish is refused with a diagnosis, and nothing is stored', async () => {
  const [hub, site] = [await useTestHub(), await wordpress()]
  const input = { address: site.url, username: 'editor', password: planted }
  const { connection, diagnosis } = await hub.connectBy('application-password', input)
  expect(connection).toBeNull()
  expect(diagnosis).toMatchObject({ verdict: 'refused', code: 'wrong_credentials' })
  expect(JSON.stringify(diagnosis)).not.toContain('ijkl')
  expect(await count(hub)).toBe(0)
  expect(await hub.dump()).not.toContain('ijkl')
})

test('a user who may not write is refused', async () => {
  const [hub, site] = [await useTestHub(), await wordpress()]
  await expect(hub.connect(site, 'subscriber')).rejects.toThrow()
  expect(await count(hub)).toBe(0)
})

test('the same site and account are connected once, however the address is typed and however many come at once', async () => {
  const [hub, site] = [await useTestHub(), await wordpress()]
  const { username, applicationPassword: password } = site.users.editor
  const addresses = [site.url, `${site.url}/wp-admin/`, `${site.url}/?p=1`, `${site.url}/wp-login.php`]
  const outcomes = await Promise.allSettled(
    addresses.map((address) => hub.connectBy('application-password', { address, username, password })),
  )
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
  expect(refused).toMatchObject(addresses.slice(1).map(() => ({ code: 'already_exists' })))
  const other = await hub.connectBy('application-password', {
    address: site.url,
    username: 'author',
    password: site.users.author.applicationPassword,
  })
  expect(other.sameSite).toHaveLength(1)
  expect(await count(hub)).toBe(2)
})

test('input that is not as the method wants it is refused without being repeated', async () => {
  const hub = await useTestHub()
  const attempt = hub.connectBy('application-password', { address: 'a.example', username: 5, password: planted })
  await expect(attempt).rejects.toThrow(
    expect.objectContaining({ code: 'bad_input', message: expect.stringMatching(/^username: (?!.*ijkl)/) }),
  )
  await expect(hub.connectBy('magic', {})).rejects.toThrow(expect.objectContaining({ code: 'bad_input' }))
  await expect(hub.connectBy('constructor', {})).rejects.toThrow(expect.objectContaining({ code: 'bad_input' }))
})

test('an approval comes back to the hub, whose address for going on holds no password', async () => {
  const publicUrl = new URL('https://hub.example/press/')
  const [hub, site] = [await useTestHub({ publicUrl }), await wordpress()]
  const { projectId } = hub
  const input = { address: site.url }
  const request = { projectId, kind: 'wordpress', method: 'authorize', input, actor: 'local:test' }
  const begun = await beginApproval(hub, request)
  expect(begun.mode).toBe('callback')
  await expect(finishApproval(hub, { projectId, handshake: begun.handshake, actor: 'x' })).rejects.toThrow(
    expect.objectContaining({ code: 'bad_input' }),
  )
  const back = await approve(site, begun)
  expect(back.href).toMatch(/^https:\/\/hub\.example\/press\/connect\/return\?handshake=hsk_/)
  const password = back.searchParams.get('password') ?? ''
  const forged = new URL(back)
  forged.searchParams.set('nonce', 'x'.repeat(32))
  await expect(receiveReturn(hub, forged)).rejects.toThrow(expect.objectContaining({ code: 'authorization_mismatch' }))
  expect(await receiveReturn(hub, back)).toEqual({ handshake: begun.handshake, project: projectId })
  expect(await hub.events('connection.approved')).toMatchObject([{ subject: begun.handshake }])
  expect(await hub.dump()).not.toContain(password)
  const { connection } = await finishApproval(hub, { projectId, handshake: begun.handshake, actor: 'local:test' })
  expect(connection).toMatchObject({ account: 'editor', method: 'authorize', verdict: 'connected' })
  // Used once, and the sealed return is gone.
  await expect(finishApproval(hub, { projectId, handshake: begun.handshake, actor: 'x' })).rejects.toThrow(
    expect.objectContaining({ code: 'authorization_mismatch' }),
  )
  expect((await hub.store.pool.query('select sealed from handshakes')).rows).toEqual([{ sealed: null }])
})

test('a hub without an address of its own takes the password that the site shows', async () => {
  const [hub, site] = [await useTestHub(), await wordpress()]
  const { projectId } = hub
  const input = { address: site.url }
  const begun = await beginApproval(hub, { projectId, kind: 'wordpress', method: 'authorize', input, actor: 'a' })
  expect(begun.mode).toBe('paste')
  const wrong = { username: 'editor', password: planted }
  const refused = await finishApproval(hub, { projectId, handshake: begun.handshake, pasted: wrong, actor: 'a' })
  expect(refused).toMatchObject({ connection: null, diagnosis: { verdict: 'refused' } })
  const { username, applicationPassword: password } = site.users.author
  const pasted = { username, password }
  const other = { projectId: 'prj_other', handshake: begun.handshake, pasted, actor: 'a' }
  await expect(finishApproval(hub, other)).rejects.toThrow(expect.objectContaining({ code: 'authorization_mismatch' }))
  const finished = await finishApproval(hub, { projectId, handshake: begun.handshake, pasted, actor: 'a' })
  expect(finished.connection).toMatchObject({ account: 'author' })
})

test('an approval that was rejected at the site says so', async () => {
  const [hub, site] = [await useTestHub({ publicUrl: new URL('https://hub.example') }), await wordpress()]
  const { projectId } = hub
  const input = { address: site.url }
  const begun = await beginApproval(hub, { projectId, kind: 'wordpress', method: 'authorize', input, actor: 'a' })
  const back = new URL(new URL(begun.url).searchParams.get('reject_url') ?? '')
  await receiveReturn(hub, back)
  await expect(finishApproval(hub, { projectId, handshake: begun.handshake, actor: 'a' })).rejects.toThrow(
    expect.objectContaining({ code: 'user_rejected' }),
  )
})

test('types, taxonomies, roles and limits are learned with the credential and kept', async () => {
  const [hub, site] = [await useTestHub(), await wordpress()]
  const connection = await hub.connect(site)
  const learned = await learnConnection(hub, connection, new Date())
  expect(learned.site).toMatchObject({ learnedAt: expect.any(String), user: { roles: ['editor'] } })
  const cached = async (name: string): Promise<unknown> =>
    (await getConnectionCache(hub.store.db, connection.id, name))?.body
  expect(await cached('types')).toMatchObject({ post: { capabilities: { edit_post: 'edit_post' } } })
  expect(await cached('taxonomies')).toHaveProperty('category.rest_base', 'categories')
  expect(await cached('roles')).toMatchObject({
    roles: ['editor'],
    capabilities: expect.arrayContaining(['edit_posts']),
  })
  expect(await cached('index')).toHaveProperty('routes')
  // Somebody changed the site, and checks the connection so that it is known.
  await putConnectionCache(hub.store.db, connection.id, 'types', {})
  await checkNow(hub, { projectId: hub.projectId, id: connection.id }, { actor: 'a' })
  expect(await cached('types')).toHaveProperty('post')
})

test('connecting again gives another credential to the same site alone', async () => {
  const [hub, site] = [await useTestHub(), await wordpress()]
  const elsewhere = await wordpress({ layout: 'subdirectory' })
  const connection = await hub.connect(site)
  const ref = { projectId: hub.projectId, id: connection.id }
  const { username, applicationPassword: password } = site.users.administrator
  const input = { username, password }
  const again = await reconnect(hub, { ref, method: 'application-password', input, actor: 'a' })
  expect(again.connection).toMatchObject({ id: connection.id, name: connection.name, account: 'administrator' })
  const there = elsewhere.users.editor
  const wrong = { address: elsewhere.url, username: there.username, password: there.applicationPassword }
  await expect(reconnect(hub, { ref, method: 'application-password', input: wrong, actor: 'a' })).rejects.toThrow(
    expect.objectContaining({ code: 'bad_input' }),
  )
})

test('connecting again deletes the former password of the account, once nobody can be sending it, and no other', async () => {
  const [hub, site] = [await useTestHub(), await wordpress({ fresh: true })]
  const { id: user, username, applicationPassword, applicationPasswordUuid } = site.users.editor
  const uuids = async () =>
    await site.php(
      `return array_column(WP_Application_Passwords::get_user_application_passwords(${user}), 'uuid', 'name');`,
    )
  const make = async (name: string) =>
    String(
      await site.php(
        `return WP_Application_Passwords::create_new_application_password(${user}, ['name' => '${name}'])[0];`,
      ),
    )
  const connection = await hub.connect(site)
  const ref = { projectId: hub.projectId, id: connection.id }
  const again = (password: string) =>
    reconnect(hub, { ref, method: 'application-password', input: { username, password }, actor: 'a' })
  const former = async () => (await hub.events('connection.changed')).at(-1)?.payload.formerCredential
  const tomorrow = () => new Date(Date.now() + 24 * 3_600_000)
  const [second, bystander] = [await make('second'), await make('bystander')]
  expect((await again(applicationPassword)).connection?.rotation).toBeNull()
  expect(await former()).toBe('left')
  expect((await again(second)).diagnosis.verdict).toBe('connected')
  expect(await former()).toBe('to be deleted')
  expect(await settleRotations(hub, { now: new Date() })).toBe(0)
  expect(Object.values(Object(await uuids()))).toContain(applicationPasswordUuid)
  expect(await settleRotations(hub, { now: tomorrow() })).toBe(1)
  expect(Object.keys(Object(await uuids())).sort()).toEqual(['bystander', 'second'])
  const elsewhere = await hub.connectBy('application-password', {
    address: site.url,
    username: site.users.author.username,
    password: site.users.author.applicationPassword,
  })
  expect(elsewhere.connection).not.toBeNull()
  expect((await again(bystander)).connection?.rotation).toBeNull()
  expect(await former()).toBe('left')
  await site.close()
})
