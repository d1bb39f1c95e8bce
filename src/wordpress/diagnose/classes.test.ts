import { beforeAll, expect, test } from 'vitest'
import { type ClassCase, classes, right } from '../../../test/fake-sites/classes.ts'
import { stage } from '../../../test/fake-sites/stage.ts'
import { type Authority, createAuthority } from '../../../test/http/certificates.ts'
import { type DiagnoseOptions, type DiagnosisResult, diagnose } from './diagnose.ts'
import { checks } from './registry.ts'

let authority: Authority

beforeAll(async () => {
  authority = await createAuthority()
  return () => authority.remove()
})

async function examineCase(entry: ClassCase, more: DiagnoseOptions = {}): Promise<DiagnosisResult> {
  const { http, address } = await stage(entry, authority)
  return diagnose(http, address, { ...entry.options, ...more })
}

test('every class has a fixture, and every fixture a class', () => {
  expect(classes.map(({ code }) => code).sort()).toEqual(checks.map(({ code }) => code).sort())
})

test.each(classes)('$code is recognised', async (entry) => {
  const { diagnosis, credential } = await examineCase(entry)
  const check = checks.find(({ code }) => code === entry.code)
  expect(diagnosis).toMatchObject({ code: entry.code, verdict: entry.verdict })
  expect(diagnosis.title.length).toBeGreaterThan(10)
  expect(diagnosis.cause?.length).toBeGreaterThan(20)
  expect(diagnosis.fix?.length).toBeGreaterThan(10)
  expect(diagnosis.attempts.length).toBeGreaterThan(0)
  expect(credential).toBeNull()
  if (entry.source === 'T' || entry.source === 'U')
    expect(diagnosis.confidence === 0.6 || unmistakable.has(entry.code) || diagnosis.confidence < 0.6).toBe(true)
  if (check?.layer === 'edge' || check?.layer === 'host' || check?.layer === 'tls')
    expect(diagnosis.letter).toContain(check.layer === 'tls' ? 'Please' : 'User-Agent')
  // Approving with one click is offered only once all layers before the login are open.
  if (check?.layer !== 'login' && check?.layer !== 'role') expect(diagnosis.authorize).toBeNull()
})

/** Told by others, but each names itself in its answer. */
const unmistakable = new Set([
  'cloudflare_block',
  'sucuri',
  'imunify360',
  'siteground_captcha',
  'modsecurity',
  'redirect_strips_auth',
  'label_as_username',
])

test.each(classes)('without its check, $code is not what is said', async (entry) => {
  const { diagnosis } = await examineCase(entry, { checks: checks.filter(({ code }) => code !== entry.code) })
  expect(diagnosis.code).not.toBe(entry.code)
  expect(['refused', 'unavailable', 'not-wordpress', 'connectable']).toContain(diagnosis.verdict)
})

test.each(classes)('$code is never connected with a wrong password', async (entry) => {
  const { options } = entry
  const login = options?.login ?? right
  const bad =
    login.kind === 'jwt' ? { ...login, token: 'eyJhbGciOiJub25lIn0.e30.x' } : { ...login, password: 'gibberish' }
  const { diagnosis } = await examineCase(entry, { login: bad })
  expect(['refused', 'unavailable', 'not-wordpress']).toContain(diagnosis.verdict)
})
