import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { provideSetupToken } from '../../src/accounts/setup-link.ts'
import { writeBackupFile } from '../../src/store/backup/write-backup.ts'
import { readConnectionSecrets } from '../../src/store/connection-secrets.ts'
import { placeOf } from '../../src/vault/seal.ts'
import { wordpress } from '../wordpress/site.ts'
import { type Answer, Browser, call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { totp } from './people.ts'

/** Everything that was secret in an afternoon at the hub, by what it is. */
const secrets = new Map<string, string>()
/** Every answer, but those parts that show a secret to its owner once. */
const answers: string[] = []
let hub: TestHub

function keep(answer: Answer): Answer {
  answers.push(JSON.stringify([answer.headers['set-cookie'] === undefined ? answer.headers : '', answer.text]))
  return answer
}

beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  const token = (await provideSetupToken(hub.hub.store)) ?? ''
  secrets.set('set-up token', token)
  const password = 'planted-password-of-ada'
  secrets.set('password', password)
  secrets.set('site password', 'plan ted1 site pass word')
  const browser = new Browser(hub.url)
  await browser.call('/setup', { form: { token, name: 'Ada', email: 'ada@example.com', password } })
  const [cookie = ''] = browser.cookies.values()
  secrets.set('session cookie', decodeURIComponent(cookie))
  secrets.set('session cookie, encoded', cookie)

  const { key } = (await browser.call('/api/v1/keys', { json: { name: 'planted', role: 'owner' } })).json as {
    key: string
  }
  secrets.set('API key', key)
  const invited = await browser.call('/api/v1/members/invitations', {
    json: { email: 'b@example.com', role: 'viewer' },
  })
  const link = new URL((invited.json as { link: string }).link)
  secrets.set('invitation', link.searchParams.get('secret') ?? '')
  const enabled = await browser.call('/api/auth/two-factor/enable', { json: { password } })
  const { totpURI, backupCodes } = enabled.json as { totpURI: string; backupCodes: string[] }
  secrets.set('second factor', new URL(totpURI).searchParams.get('secret') ?? '')
  for (const [index, code] of backupCodes.entries()) secrets.set(`backup code ${index}`, code)
  await browser.call('/api/auth/two-factor/verify-totp', { json: { code: totp(totpURI) } })
  const [fresh = ''] = browser.cookies.values()
  secrets.set('session cookie after the second factor', decodeURIComponent(fresh))

  const headers = { authorization: `Bearer ${key}` }
  await connectSite(headers)
  const site = { address: 'http://127.0.0.1:1', username: 'ada', password: secrets.get('site password') }
  for (const json of [
    site,
    { ...site, address: 'http://ada:planted-in-address@127.0.0.1:1' },
    { ...site, auth: 'planted' },
  ]) {
    keep(await call(`${hub.url}/api/v1/sites/diagnose`, { json, headers }))
  }
  keep(
    await call(`${hub.url}/api/v1/sites/diagnose`, { json: site, headers: { ...headers, 'idempotency-key': 'again' } }),
  )
  for (const path of [
    'me',
    'keys',
    'projects',
    'members',
    'members/invitations',
    'connections',
    'connections/Planted',
    'connections/Planted/checks',
    'connections/Planted/compare',
    'connections/export',
    'connections/export?format=json',
    'audit',
    'audit/all',
    'events',
    'users',
    'instance',
    'instance/settings',
    `nothing?key=${key}`,
  ]) {
    keep(await browser.call(`/api/v1/${path}`))
    keep(await call(`${hub.url}/api/v1/${path}`, { headers }))
  }
  for (const path of [
    `/setup?token=${token}`,
    `${link.pathname}${link.search}x`,
    '/',
    '/login',
    '/api/docs',
    '/metrics',
    `/${key}`.slice(0, 20),
  ]) {
    keep(await browser.call(path))
  }
  keep(await browser.call('/login', { form: { email: 'ada@example.com', password: `${password}-wrong` } }))
  keep(await call(`${hub.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}x` } }))
})
afterAll(async () => await hub?.close())

/** A real site, with a login that works and is then replaced by one that the hub made; an approval that came back; a list. */
async function connectSite(headers: Record<string, string>): Promise<void> {
  const site = await wordpress({ fresh: true })
  const { username, applicationPassword } = site.users.editor
  keepLogin('site login', username, applicationPassword)
  const ask = async (path: string, json: object) =>
    keep(await call(`${hub.url}/api/v1${path}`, { headers: { ...headers, 'idempotency-key': path }, json })).json
  const input = { address: site.url, username, password: applicationPassword }
  const made = (await ask('/connections', { input, name: 'Planted' })) as { connection: { id: string } | null }
  const { id } = made.connection ?? { id: '' }
  expect(id).not.toBe('')
  await ask(`/connections/${id}/diagnose`, {})
  await ask(`/connections/${id}/actions/users.me`, {})
  const draft = { input: { title: 'Planted', author: 'nobody' }, dryRun: true }
  for (const dryRun of [true, false])
    await ask(`/connections/${id}/actions/posts.create?${dryRun}`, { ...draft, dryRun })
  await ask(`/connections/${id}/rotate`, {})
  await ask(`/connections/${id}/check`, {})
  const { sealed } = await readConnectionSecrets(hub.hub.store.db, id)
  const opened = JSON.parse(hub.hub.vault.open(sealed ?? '', placeOf('connections', id, 'sealed'))) as typeof input
  expect(opened.password).not.toBe(applicationPassword)
  keepLogin('rotated site login', username, opened.password)

  keepLogin('login in a list', 'author', 'plan ted2 list pass word abcd')
  const content = `address,username,password\n${site.url},author,${secrets.get('login in a list')}\n`
  await ask('/connections/import', { format: 'csv', content })
  keepLogin('login that came back', 'author', 'PlantedByTheApprovalPage')
  const begun = (await ask('/connections/begin', { address: site.url })) as { url: string }
  const back = new URL(new URL(begun.url).searchParams.get('success_url') ?? '')
  const answer = { site_url: site.coreUrl, user_login: 'author', password: secrets.get('login that came back') ?? '' }
  for (const [name, value] of Object.entries(answer)) back.searchParams.set(name, value)
  keep(await call(back.href))
}

/** With spaces and without, and as HTTP carries it. */
function keepLogin(name: string, username: string, password: string): void {
  const short = password.replaceAll(' ', '')
  secrets.set(name, password)
  secrets.set(`${name}, without spaces`, short)
  for (const sent of [password, short]) {
    secrets.set(`${name} as a header (${sent.length})`, Buffer.from(`${username}:${sent}`).toString('base64'))
  }
}

/** The names of the secrets that are in a text, as they are or in base64. */
function found(text: string): string[] {
  return [...secrets]
    .filter(
      ([, secret]) => text.includes(secret) || text.includes(Buffer.from(secret).toString('base64').replace(/=+$/, '')),
    )
    .map(([name]) => name)
}

test('all that was planted is long enough to be looked for', () => {
  expect(secrets.size).toBeGreaterThan(15)
  for (const [name, secret] of secrets) expect([name, secret.length > 9]).toEqual([name, true])
})

test('no secret is in the log', () => {
  expect(hub.logged.length).toBeGreaterThan(40)
  expect(found(hub.logged.join('\n'))).toEqual([])
})

test('no secret is in an answer, but for the one that shows it once', () => {
  expect(answers.length).toBeGreaterThan(30)
  expect(found(answers.join('\n'))).toEqual([])
})

test('no secret is in the database', async () => {
  const { pool } = hub.hub.store
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  let dump = ''
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`)
    dump += rows.map(({ row }) => row).join('\n')
  }
  expect(dump).toContain('ada@example.com')
  expect(dump).toContain('prk_')
  expect(found(dump)).toEqual([])
})

test('no secret is in a backup, nor is the key, where no passphrase was given', async () => {
  const file = join(hub.settings.data, 'hub.backup')
  await writeBackupFile(hub.hub.store, file, { version: '0', wrappedKey: null })
  const text = gunzipSync(readFileSync(file)).toString('latin1')
  expect(text).toContain('ada@example.com')
  expect(found(text)).toEqual([])
  expect(text).not.toContain(readFileSync(join(hub.settings.data, 'key'), 'utf8').trim())
})

test('no secret is in the metrics', async () => {
  const { status, text } = await call(`${hub.url}/metrics`)
  expect([status, text.includes('route="connections.rotate"')]).toEqual([200, true])
  expect(found(text)).toEqual([])
})

test('what the database holds of sessions and keys opens nothing', async () => {
  const { pool } = hub.hub.store
  const { rows: sessions } = await pool.query<{ token: string }>('select token from sessions')
  const { rows: keys } = await pool.query<{ key: string }>('select key from api_keys')
  expect([sessions.length > 0, keys.length > 0]).toEqual([true, true])
  for (const { token } of sessions) {
    for (const cookie of [token, `${token}.`, `${token}.${token}`]) {
      const answer = await call(`${hub.url}/api/v1/me`, { headers: { cookie: `pressroom.session_token=${cookie}` } })
      expect(answer.status).toBe(401)
    }
    expect((await call(`${hub.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
  }
  for (const { key } of keys) {
    expect((await call(`${hub.url}/api/v1/me`, { headers: { authorization: `Bearer ${key}` } })).status).toBe(401)
  }
})
