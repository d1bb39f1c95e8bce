import { expect, test } from 'vitest'
import { openWebflow } from '../../../test/webflow/open.ts'
import { HubError } from '../../errors/hub-error.ts'
import { listSites } from '../../webflow/sites.ts'
import { explainRefusal } from './explain.ts'

test('a used up limit is told with the time to wait, and is no refusal', async () => {
  const { server, client } = await openWebflow({ patienceMs: 0 })
  server.faults.push({ do: 429, retryAfter: 42 })
  const error: unknown = await listSites(client).catch((thrown: unknown) => thrown)
  if (!(error instanceof HubError)) throw new Error('nothing was refused')
  expect(explainRefusal(error)).toMatchObject({
    ...{ verdict: 'unavailable', code: 'rate_limited' },
    fix: expect.stringContaining('42 s'),
  })
})

test.each([
  [
    { status: 403, code: 'forbidden' },
    { verdict: 'refused', code: 'forbidden' },
  ],
  [
    { status: 418, code: 'my_own_code' },
    { verdict: 'refused', code: 'my_own_code', confidence: 0.7 },
  ],
  [
    { status: null, code: 'dns' },
    { verdict: 'unavailable', code: 'dns' },
  ],
  [
    { status: null, code: 'address_refused' },
    { verdict: 'refused', code: 'address_refused' },
  ],
])('%j is explained as %j: what is not known passes through', ({ status, code }, expected) => {
  const error = new HubError(code, 'It says no', {
    evidence: { status, message: 'no', problems: [], retryAfterMs: null },
  })
  expect(explainRefusal(error)).toMatchObject({ ...expected, cause: expect.any(String), fix: expect.any(String) })
})
