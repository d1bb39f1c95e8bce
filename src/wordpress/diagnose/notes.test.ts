import { beforeAll, expect, test } from 'vitest'
import { account, jwtLogin, type NoteCase, noteCases, right, token, wrong } from '../../../test/fake-sites/classes.ts'
import { stage } from '../../../test/fake-sites/stage.ts'
import { user } from '../../../test/fake-sites/wordpress.ts'
import { type Authority, createAuthority } from '../../../test/http/certificates.ts'
import { diagnose } from './diagnose.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Login } from './evidence.ts'
import { notes } from './registry.ts'

let authority: Authority

beforeAll(async () => {
  authority = await createAuthority()
  return () => authority.remove()
})

async function examine(entry: NoteCase, login: Login | null): Promise<Diagnosis> {
  const { http, address } = await stage(entry, authority)
  const options = { ...entry.options, ...(login === null ? {} : { login }) }
  return (await diagnose(http, `${address}${entry.path ?? ''}`, options)).diagnosis
}

test('every note has a fixture', () => {
  const told = new Set(noteCases.map(({ code }) => code))
  expect([...new Set(notes.map(({ code }) => code))].sort()).toEqual([...told].sort())
})

test.each(noteCases)('$code is noted, and does not spoil the verdict', async (entry) => {
  const diagnosis = await examine(entry, entry.stranger ? null : (entry.login ?? right))
  expect(diagnosis).toMatchObject({ verdict: entry.stranger ? 'connectable' : 'connected', code: null })
  expect(diagnosis.notes.map(({ code }) => code)).toContain(entry.code)
  expect(diagnosis.notes.every(({ message }) => message.length > 20)).toBe(true)
})

/** Every peculiarity with every login: who may pass, passes; who may not, never does. */
const logins: readonly { name: string; login: Login; passes: boolean }[] = [
  { name: 'the right password', login: right, passes: true },
  { name: 'the right password, by e-mail', login: { ...right, username: user.email }, passes: true },
  {
    name: 'the right password without spaces',
    login: { ...right, password: user.password.replace(/ /g, '') },
    passes: true,
  },
  { name: 'a wrong password', login: wrong, passes: false },
  { name: 'the password of the account', login: account, passes: false },
  { name: 'an unknown user', login: { ...right, username: 'nobody' }, passes: false },
  { name: 'an empty-looking password', login: { ...right, password: ' ' }, passes: false },
  { name: 'a token that is none', login: { ...token, token: 'gibberish' }, passes: false },
  { name: 'a JWT login with gibberish', login: { ...jwtLogin, password: 'gibberish' }, passes: false },
]
const harmless = noteCases.filter(
  ({ code, network }) => code !== 'no_application_passwords' && code !== 'slow_site' && network === undefined,
)
const crossTable = harmless.flatMap((entry) => logins.map((login) => ({ entry, code: entry.code, ...login })))

test.each(crossTable)('with $name, a site with $code: connected is $passes', async ({ entry, login, passes }) => {
  const { verdict, code, user: who } = await examine(entry, login)
  expect(verdict).toBe(passes ? 'connected' : 'refused')
  if (passes) expect(who).toMatchObject({ can: { write: true } })
  else
    expect(code).toMatch(
      /^(?:wrong_credentials|account_password|auth_header_stripped|jwt_\w+|dra|force_login|perfmatters|patchstack)$/,
    )
})

test.each(harmless)('with no login, a site with $code is connectable', async (entry) => {
  const diagnosis = await examine(entry, null)
  expect(diagnosis).toMatchObject({ verdict: 'connectable', code: null, user: null })
  if (entry.code !== 'http_basic_gate') expect(diagnosis.authorize).toMatch(/authorize-application\.php$/)
  else expect(diagnosis.authorize).toBeNull()
})
