import { expect, test } from 'vitest'
import { right, wrong } from '../../../test/fake-sites/classes.ts'
import { type FakeAnswer, type FakeRequest, serve } from '../../../test/fake-sites/server.ts'
import { type Behaviour, fakeWordPress, html } from '../../../test/fake-sites/wordpress.ts'
import { client } from '../../../test/http/servers.ts'
import { type DiagnoseOptions, diagnose } from './diagnose.ts'
import type { Diagnosis } from './diagnosis.ts'

interface Timed {
  readonly diagnosis: Diagnosis
  readonly seconds: number
}

async function time(
  answer: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
  path: string,
  options: DiagnoseOptions,
): Promise<Timed> {
  const site = await serve(answer)
  const started = performance.now()
  const { diagnosis } = await diagnose(client(), `${site.origin}${path}`, options)
  return { diagnosis, seconds: (performance.now() - started) / 1000 }
}

const slow: Behaviour = (request, next) => {
  const answer = next(request)
  return typeof answer === 'string' ? answer : { ...answer, delayMs: 2000 }
}
const onlyHome =
  (other: FakeAnswer): Behaviour =>
  (request, next) =>
    request.path === '/' && request.query.size === 0 ? next(request) : other

// One test, so that the waits run side by side.
test('a diagnosis ends within 20 s where a site hangs, and within 60 s where each answer takes 2 s', async () => {
  const [hangsLate, hangs, healthy, lost, refuses, hangsSlowly] = await Promise.all([
    time(fakeWordPress({ behaviours: [onlyHome('hang')] }), '', { login: right }),
    time(() => 'hang', '', { login: right }),
    time(fakeWordPress({ behaviours: [slow] }), '', { login: right }),
    time(fakeWordPress({ behaviours: [slow], stripped: true }), '', { login: right, thorough: true }),
    time(fakeWordPress({ behaviours: [slow, onlyHome(html('Forbidden', 403))] }), '/a/b/c/d', {
      login: wrong,
      thorough: true,
    }),
    time(fakeWordPress({ behaviours: [onlyHome('hang'), slow] }), '/a/b', { login: right }),
  ])
  expect(hangsLate.diagnosis).toMatchObject({ verdict: 'unavailable', code: 'timeout' })
  expect(hangsLate.seconds).toBeLessThan(20)
  expect(hangs.diagnosis).toMatchObject({ verdict: 'unavailable', code: 'unreachable' })
  expect(hangs.seconds).toBeLessThan(20)
  expect(healthy.diagnosis).toMatchObject({ verdict: 'connected' })
  expect(healthy.seconds).toBeLessThan(10)
  expect(lost.diagnosis).toMatchObject({ verdict: 'refused', code: 'auth_header_stripped' })
  expect(lost.seconds).toBeLessThan(60)
  expect(refuses.diagnosis).toMatchObject({ verdict: 'refused', code: 'rest_hidden' })
  expect(refuses.seconds).toBeLessThan(60)
  expect(hangsSlowly.seconds).toBeLessThan(60)
}, 90_000)
