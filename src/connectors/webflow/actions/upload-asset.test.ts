import { expect, test } from 'vitest'
import { serve } from '../../../../test/http/servers.ts'
import { makePicture } from '../../../../test/publishing/picture.ts'
import { openWebflowSite } from '../../../../test/webflow/open.ts'
import { mostFileBytes } from '../../../webflow/assets.ts'
import type { Action, PrepareCall } from '../../action.ts'
import { webflow } from '../../webflow.ts'
import type { OpenWebflow } from '../open-site.ts'

const upload: Action<OpenWebflow> = webflow.actions['assets.upload'] ?? expect.unreachable()
const call: PrepareCall = { newFile: () => expect.unreachable('It is small enough for memory') }

/** What is read beforehand of an input as faces give it. */
async function prepare(site: OpenWebflow, input: object, bounds: Partial<PrepareCall> = {}): Promise<unknown> {
  return upload.prepare?.(site, await upload.input.parseAsync(input), { ...call, ...bounds })
}

test('a file is uploaded from its address, named and typed by itself, and its host gets no token', async () => {
  const picture = makePicture(1)
  const host = await serve((_, response) =>
    response.writeHead(200, { 'content-type': 'text/plain' }).end(Buffer.from(picture)),
  )
  const { server, site } = await openWebflowSite()
  const ready = await prepare(site, { url: host.url('/images/cup?size=2').href })
  expect(host.requests.map(({ method, headers }) => [method, headers.authorization])).toEqual([['GET', undefined]])
  expect(await upload.find?.(site, ready, null)).toEqual([])
  const made = await upload.run(site, ready)
  expect(server.files()).toEqual([expect.stringMatching(/^[0-9a-f]{16}-cup\.png$/)])
  // By its bytes, as one that was given as such.
  const same = await upload.input.parseAsync({ name: 'x.png', bytes: Buffer.from(picture).toString('base64') })
  expect(upload.key?.(ready)).toBe(upload.key?.(same))
  expect(await upload.find?.(site, same, null)).toEqual([made])
})

test('what its host does is not said by Webflow, and sends nothing there', async () => {
  const host = await serve(({ url }, response) => {
    if (url === '/large') return response.end(Buffer.alloc(mostFileBytes + 1))
    return response.writeHead(401).end('{"code":"not_authorized","message":"Request not authorized"}')
  })
  const { server, site } = await openWebflowSite()
  const refusal = (url: string, bounds: Partial<PrepareCall> = {}) => expect(prepare(site, { url }, bounds)).rejects
  await refusal(host.url('/').href).toMatchObject({ code: 'remote_refused', message: expect.stringContaining('(401)') })
  await refusal(host.url('/large').href).toMatchObject({ code: 'too_large' })
  await refusal('http://169.254.169.254/latest/meta-data').toMatchObject({ code: 'address_refused' })
  await refusal(host.url('/').href, { signal: AbortSignal.abort() }).toMatchObject({ code: 'cancelled' })
  expect(host.requests).toHaveLength(2)
  expect(server.files()).toEqual([])
})

test('it is given in one way', async () => {
  const bytes = Buffer.from('x').toString('base64')
  const parses = async (input: object) => (await upload.input.safeParseAsync(input)).success
  expect(await parses({ name: 'a.txt' })).toBe(false)
  expect(await parses({ bytes, url: 'https://a.example/a.txt' })).toBe(false)
  expect(await parses({ url: 'file:///etc/passwd' })).toBe(false)
  expect(await parses({ bytes })).toBe(true)
})
