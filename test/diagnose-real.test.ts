import { afterAll, describe, expect, test } from 'vitest'
import { createAddressGuard } from '../src/http/address-guard.ts'
import { createHttp, type Http } from '../src/http/client.ts'
import type { ApplicationPassword } from '../src/wordpress/credentials.ts'
import { type DiagnoseOptions, diagnose } from '../src/wordpress/diagnose/diagnose.ts'
import type { Diagnosis } from '../src/wordpress/diagnose/diagnosis.ts'
import type { Quirk } from './wordpress/quirks/registry.ts'
import { type Site, wordpress } from './wordpress/site.ts'
import type { Role, SiteOptions } from './wordpress/site-options.ts'

const open: Http[] = []
afterAll(async () => {
  for (const http of open) await http.close()
})

function ask(site: Site, options: DiagnoseOptions & { readonly allowPrivate?: string[] } = {}): Promise<Diagnosis> {
  const { allowPrivate = [], ...rest } = options
  const http = createHttp({
    guard: createAddressGuard({ typed: ['127.0.0.1'], allowPrivate }),
    ca: site.ca === '' ? [] : [site.ca],
  })
  open.push(http)
  return diagnose(http, site.url, rest).then(({ diagnosis }) => diagnosis)
}

const passwordOf = (site: Site, role: Role = 'editor'): ApplicationPassword => ({
  kind: 'application-password',
  username: site.users[role].username,
  password: site.users[role].applicationPassword,
})
const jwtOf = (site: Site, role: Role = 'editor') =>
  ({ kind: 'jwt-login', username: site.users[role].username, password: site.users[role].password }) as const
const wrongOf = (site: Site): ApplicationPassword => ({
  ...passwordOf(site),
  password: 'aaaa bbbb cccc dddd eeee ffff',
})

interface Row {
  readonly quirks: readonly Quirk[]
  readonly site?: Omit<SiteOptions, 'quirks'>
  /** What is said: a code, or the verdict where all is well. */
  readonly right: string
  readonly wrong: string
  readonly none: string
  readonly role?: Role
  readonly notes?: readonly string[]
  readonly options?: DiagnoseOptions
  /** Also on the oldest version, with `DEEP=1`. */
  readonly both?: true
}

const https = { scheme: 'https', environment: 'production' } as const
const harmless = { right: 'connected', wrong: 'wrong_credentials', none: 'connectable' } as const
const all = (code: string) => ({ right: code, wrong: code, none: code })

const rows: readonly Row[] = [
  { quirks: [], ...harmless, both: true },
  { quirks: [], site: https, ...harmless },
  { quirks: [], site: { permalinks: 'plain' }, ...harmless, notes: ['plain_permalinks'], both: true },
  { quirks: [], site: { layout: 'subdirectory' }, ...harmless, notes: ['subdirectory'] },
  { quirks: [], site: { layout: 'own-directory' }, ...harmless, notes: ['siteurl_differs'] },
  { quirks: [], site: { layout: 'network' }, ...harmless, notes: ['subdirectory'] },
  { quirks: [], site: { environment: 'production' }, ...all('app_pw_no_https'), both: true },
  { quirks: ['header-dropped'], ...harmless, right: 'auth_header_stripped', both: true },
  { quirks: ['header-dropped', 'xmlrpc-blocked'], ...harmless, right: 'wrong_credentials' },
  // Right or wrong, no password arrives: the plugin says so.
  {
    quirks: ['header-dropped', 'xmlrpc-disabled', 'jwt-tmeister'],
    ...all('auth_header_stripped'),
    none: 'connectable',
  },
  { quirks: ['xmlrpc-disabled'], ...harmless },
  { quirks: ['basic-gate'], ...all('http_basic_gate') },
  { quirks: ['basic-gate-rest'], ...all('http_basic_gate') },
  { quirks: ['firewall-path'], ...harmless, notes: ['root_guessed'] },
  { quirks: ['firewall-rest'], ...all('rest_hidden') },
  { quirks: ['methods-blocked'], ...harmless, options: { thorough: true }, notes: ['methods_blocked'] },
  { quirks: ['stale-cache'], ...harmless },
  { quirks: ['shared-cache'], ...harmless },
  { quirks: ['soft-200'], ...harmless, notes: ['root_guessed'] },
  { quirks: ['tls-proxy'], site: https, ...all('tls_proxy') },
  { quirks: ['tls-proxy-http-address'], site: https, ...all('app_pw_no_https') },
  { quirks: ['stored-https'], ...harmless },
  { quirks: ['redirects-host'], ...all('address_refused') },
  { quirks: ['rest-prefix'], ...harmless, notes: ['other_prefix'] },
  { quirks: ['no-advertising'], ...harmless, notes: ['root_guessed'] },
  { quirks: ['no-advertising'], site: { permalinks: 'plain' }, ...harmless, notes: ['plain_permalinks'] },
  { quirks: ['hidden-login'], ...harmless },
  { quirks: ['hidden-login', 'disable-rest-api'], ...harmless, none: 'hidden_login' },
  { quirks: ['app-passwords-off'], site: https, ...all('app_pw_off_unknown'), both: true },
  // A closed API does not say that they are off.
  { quirks: ['app-passwords-off', 'force-login'], site: https, ...harmless, right: 'wrong_credentials' },
  // Nothing tells a stranger, and WordPress says the same as of a wrong password.
  { quirks: ['app-passwords-off-for-user'], ...harmless, right: 'wrong_credentials' },
  { quirks: ['hostinger'], site: https, ...all('hostinger_app_pw') },
  { quirks: ['fluentauth'], site: https, ...all('fluentauth_app_pw') },
  { quirks: ['wordfence'], site: https, ...all('wordfence_app_pw') },
  { quirks: ['disable-rest-api'], ...harmless, notes: ['dra'], both: true },
  { quirks: ['disable-rest-api-role'], ...harmless, role: 'author', right: 'dra_role', both: true },
  { quirks: ['force-login'], ...harmless, notes: ['force_login'], both: true },
  { quirks: ['force-login', 'hidden-login'], ...harmless, none: 'hidden_login' },
  { quirks: ['solid-security'], ...harmless, options: { thorough: true }, notes: ['solid_rest'] },
  { quirks: ['perfmatters'], ...harmless, notes: ['perfmatters'] },
  { quirks: ['perfmatters-admins'], ...harmless, right: 'perfmatters' },
  { quirks: ['patchstack'], ...harmless, notes: ['patchstack'] },
  { quirks: ['all-in-one-security'], ...all('aios_rest') },
  { quirks: ['cerber'], ...all('cerber') },
  { quirks: ['users-closed'], ...harmless, options: { thorough: true }, notes: ['users_route_blocked'] },
  { quirks: ['dirty-bom'], ...harmless, notes: ['json_polluted'], both: true },
  { quirks: ['dirty-warnings'], ...harmless, notes: ['json_polluted'] },
  { quirks: ['maintenance'], ...all('maintenance') },
  { quirks: ['fatal'], ...all('php_fatal'), both: true },
  { quirks: ['database-down'], ...all('db_down') },
  { quirks: ['jwt-tmeister'], ...harmless, notes: ['jwt_available'] },
  { quirks: ['jwt-eats-basic-auth'], ...harmless, right: 'jwt_bad_auth_header', wrong: 'jwt_bad_auth_header' },
  // Everything at once that does not close a door.
  {
    quirks: ['dirty-warnings', 'disable-rest-api', 'no-advertising', 'rest-prefix', 'jwt-tmeister'],
    site: { layout: 'own-directory', permalinks: 'plain' },
    ...harmless,
    notes: ['json_polluted', 'dra', 'plain_permalinks'],
  },
]

const table = rows.flatMap((row) =>
  (row.both && process.env.DEEP !== undefined ? (['newest', 'oldest'] as const) : (['newest'] as const)).map(
    (version) => ({
      ...row,
      version,
      name: [...row.quirks, ...Object.values(row.site ?? {})].join(' + ') || 'nothing unusual',
    }),
  ),
)

const good = ['connected', 'connectable']
const said = ({ code, verdict }: Diagnosis): string => code ?? verdict

describe('with a login that is right, wrong, or missing', () => {
  test.each(table)('$version, $name: $right, $wrong, $none', async (row) => {
    const { quirks, site: more, version, role, options, notes = [] } = row
    const site = await wordpress({ ...more, quirks, version, fresh: true })
    const right = await ask(site, { ...options, login: passwordOf(site, role) })
    const wrong = await ask(site, { ...options, login: wrongOf(site) })
    const none = await ask(site, options)
    expect([said(right), said(wrong), said(none)]).toEqual([row.right, row.wrong, row.none])
    expect(good).not.toContain(wrong.verdict)
    expect(right.verdict === 'connected').toBe(row.right === 'connected')
    expect(right.notes.map(({ code }) => code)).toEqual(expect.arrayContaining([...notes]))
    const text = JSON.stringify([right, wrong])
    expect(text).not.toContain(site.users[role ?? 'editor'].applicationPassword)
    await site.close()
  })
})

describe('a healthy site', () => {
  test('costs three requests, and WordPress sees one credential', async () => {
    const site = await wordpress()
    await site.clearLog()
    expect((await ask(site, { login: passwordOf(site) })).verdict).toBe('connected')
    expect((await site.log()).map(({ hasAuthorization }) => hasAuthorization)).toEqual([false, false, true])
  })

  test.each([
    ['administrator', 'connected', { write: true, publish: true, administer: true, unfilteredHtml: true }],
    ['editor', 'connected', { write: true, publish: true, editOthers: true, administer: false }],
    ['author', 'connected', { write: true, publish: true, editOthers: false }],
    ['contributor', 'connected', { write: true, publish: false, upload: false }],
    ['subscriber', 'refused', { write: false, publish: false }],
  ] as const)('an %s is %s', async (role, verdict, can) => {
    const site = await wordpress()
    const diagnosis = await ask(site, { login: passwordOf(site, role) })
    expect(diagnosis).toMatchObject({ verdict, user: { roles: [role], can } })
    const codes = [diagnosis.code, ...diagnosis.notes.map(({ code }) => code)]
    expect(codes.includes('role_too_low')).toBe(role === 'contributor' || role === 'subscriber')
  })

  test('takes the e-mail for the user name, and the password with spaces', async () => {
    const site = await wordpress()
    const { email, applicationPassword } = site.users.editor
    const spaced = applicationPassword.replace(/(.{4})(?=.)/g, '$1 ')
    const login = { kind: 'application-password', username: email, password: spaced } as const
    expect((await ask(site, { login })).verdict).toBe('connected')
  })

  test('tells the password of the account from an application password', async () => {
    const site = await wordpress()
    const { username, password } = site.users.editor
    const login = { kind: 'application-password', username, password } as const
    expect(await ask(site, { login })).toMatchObject({ code: 'account_password', verdict: 'refused' })
  })

  test('tells the label of the password from a user name, and a revoked one from a wrong one', async () => {
    const site = await wordpress()
    expect((await ask(site, { login: { ...passwordOf(site), username: 'Pressroom' } })).code).toBe('label_as_username')
    expect((await ask(site, { login: wrongOf(site), workedBefore: true })).code).toBe('revoked')
  })

  test('names the approval page, where a stranger is led to the login', async () => {
    const site = await wordpress()
    expect((await ask(site)).authorize).toBe(`${site.url}/wp-admin/authorize-application.php`)
  })
})

describe('a site at another host than the typed one', () => {
  test('gets the credential after a yes alone', async () => {
    const site = await wordpress({ quirks: ['redirects-host'] })
    const login = passwordOf(site)
    const allowPrivate = ['localhost']
    const refused = await ask(site, { login, allowPrivate })
    expect(refused).toMatchObject({ verdict: 'refused', code: 'redirect_strips_auth', authorize: null })
    expect((await site.log()).some(({ hasAuthorization }) => hasAuthorization)).toBe(false)
    const allowed = await ask(site, { login, allowPrivate, allowRoots: [`localhost:${site.port}`] })
    expect(allowed.verdict).toBe('connected')
  })
})

describe.each(['jwt-tmeister', 'jwt-usefulteam', 'simple-jwt-login'] as const)('a login by %s', (plugin) => {
  test('connects with the password of the account, and with nothing else', async () => {
    const site = await wordpress({ quirks: [plugin] })
    expect(await ask(site, { login: jwtOf(site) })).toMatchObject({ verdict: 'connected', user: { roles: ['editor'] } })
    expect((await ask(site, { login: { ...jwtOf(site), password: 'gibberish' } })).code).toBe('jwt_login')
    expect((await ask(site, { login: { ...jwtOf(site), username: 'nobody' } })).code).toBe('jwt_login')
  })

  test('connects where application passwords are off, and says so', async () => {
    const site = await wordpress({ quirks: [plugin, 'app-passwords-off'] })
    const diagnosis = await ask(site, { login: jwtOf(site) })
    expect(diagnosis.verdict).toBe('connected')
    expect(diagnosis.notes.map(({ code }) => code)).toContain('no_application_passwords')
    expect(await ask(site)).toMatchObject({ verdict: 'connectable', authorize: null })
  })

  test('sees a header that is lost', async () => {
    const site = await wordpress({ quirks: [plugin, 'header-dropped'] })
    expect((await ask(site, { login: jwtOf(site) })).code).toBe('auth_header_stripped')
  })

  test('is refused to a subscriber', async () => {
    const site = await wordpress({ quirks: [plugin] })
    expect(await ask(site, { login: jwtOf(site, 'subscriber') })).toMatchObject({
      verdict: 'refused',
      code: 'role_too_low',
    })
  })
})

test.each([
  [['jwt-tmeister', 'jwt-bad-config'], 'jwt_bad_config'],
  [['jwt-usefulteam', 'jwt-bad-config'], 'jwt_bad_config'],
  [['simple-jwt-login-off'], 'sjl_off'],
  [['jwt-tmeister', 'disable-rest-api'], 'dra'],
  [['jwt-usefulteam', 'soft-200'], 'jwt_ignored'],
  [[], 'jwt_missing'],
] as const)('a login by JWT with %j is %s', async (quirks, code) => {
  const site = await wordpress({ quirks })
  expect(await ask(site, { login: jwtOf(site) })).toMatchObject({ verdict: 'refused', code })
})

test('a token that has expired, or was never good, is told as that', async () => {
  for (const plugin of ['jwt-tmeister', 'jwt-usefulteam', 'simple-jwt-login'] as const) {
    const site = await wordpress({ quirks: [plugin] })
    const token = `${Buffer.from('{"typ":"JWT","alg":"HS256"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.x`
    const login = { kind: 'jwt', username: 'editor', token, expiresAt: null, refreshToken: null } as const
    const known = { tmeister: 'jwt-tmeister', usefulteam: 'jwt-usefulteam' } as const
    const name =
      plugin === known.tmeister ? 'tmeister' : plugin === known.usefulteam ? 'usefulteam' : 'simple-jwt-login'
    const whole = { ...login, plugin: name, refreshExpiresAt: null, device: null } as const
    expect(await ask(site, { login: whole })).toMatchObject({ verdict: 'refused', code: 'jwt_invalid' })
  }
})

test.each([
  ['expired', 'tls_untrusted'],
  ['self-signed', 'tls_untrusted'],
  ['incomplete', 'tls_untrusted'],
  ['other-name', 'tls_name'],
] as const)('a certificate that is %s is %s, and nothing is asked over http', async (certificate, code) => {
  const site = await wordpress({ ...https, certificate })
  const diagnosis = await ask(site, { login: passwordOf(site) })
  expect(diagnosis).toMatchObject({ verdict: 'refused', code })
  expect(diagnosis.attempts.every(({ url }) => url.startsWith('https:'))).toBe(true)
})
