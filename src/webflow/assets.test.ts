import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openWebflow } from '../../test/webflow/open.ts'
import { assetName, findAsset, hashOf, uploadAsset } from './assets.ts'

function picture(name = 'Eine Tasse, grün.png') {
  return { name, type: 'image/png', bytes: new Uint8Array(randomBytes(5000)) }
}

test('a file arrives byte by byte, without the token, and is found again by its bytes alone', async () => {
  const { server, client } = await openWebflow()
  const file = picture()
  expect(await findAsset(client, server.siteId, hashOf(file.bytes))).toBe(null)
  const asset = await uploadAsset(client, server.siteId, file)
  expect(server.uploads.get(assetName(file))?.equals(file.bytes)).toBe(true)
  expect(asset.url).toMatch(/^https:\/\/cdn\.example\//)
  expect(await findAsset(client, server.siteId, hashOf(file.bytes))).toEqual(asset)
  expect(await findAsset(client, server.siteId, hashOf(picture().bytes))).toBe(null)
  const storage = server.requests.find(({ url }) => url === '/s3/')
  expect(storage?.headers.authorization).toBe(undefined)
})

test('a file is found among hundreds, some of which are deleted meanwhile', async () => {
  const { server, client } = await openWebflow()
  const file = picture()
  for (let n = 0; n < 120; n++)
    await client.post(`sites/${server.siteId}/assets`, { fileName: `${n}.png`, fileHash: 'x' })
  await uploadAsset(client, server.siteId, file)
  // Others are deleted after the first page was read.
  const on = /GET .*assets/
  server.faults.push({ on, do: () => undefined }, { on, do: () => void server.assets.splice(0, 30) })
  expect(await findAsset(client, server.siteId, hashOf(file.bytes))).not.toBe(null)
})

test.each([
  ['refused', { do: 503 } as const],
  ['cut', { do: 'cut' } as const],
])('when the storage %s the bytes, no husk stays', async (_, fault) => {
  const { server, client } = await openWebflow()
  server.faults.push({ on: /POST \/s3/, ...fault })
  const file = picture()
  await expect(uploadAsset(client, server.siteId, file)).rejects.toThrow('/s3/')
  expect(await client.get(`sites/${server.siteId}/assets`)).toMatchObject({ assets: [] })
})

test('an upload that was never finished does not count as the file', async () => {
  const { server, client } = await openWebflow()
  const file = picture()
  await client.post(`sites/${server.siteId}/assets`, { fileName: assetName(file), fileHash: 'x' })
  expect(await findAsset(client, server.siteId, hashOf(file.bytes))).toBe(null)
})

test.each([
  ['an empty file', new Uint8Array()],
  ['an image over 4 MB', new Uint8Array(4 * 1024 * 1024 + 1)],
])('%s is not sent', async (_, bytes) => {
  const { server, client } = await openWebflow()
  await expect(uploadAsset(client, server.siteId, { ...picture(), bytes })).rejects.toMatchObject({ code: 'bad_input' })
  expect(server.requests).toHaveLength(0)
})

test('names are plain, short enough, and keep their ending', () => {
  const { bytes } = picture()
  expect(assetName({ name: 'Eine Tasse, grün.png', bytes })).toMatch(/^[0-9a-f]{16}-Eine-Tasse-gru-n\.png$/)
  const long = assetName({ name: `${'x'.repeat(300)}.jpeg`, bytes })
  expect(long.length).toBeLessThan(100)
  expect(long).toMatch(/\.jpeg$/)
})
