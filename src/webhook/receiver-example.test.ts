import { expect, test } from 'vitest'
import { client } from '../../test/http/servers.ts'
import { startDocumentedReceiver } from '../../test/webhook/documented-receiver.ts'
import { deliver } from './deliver.ts'
import { endpointSchema } from './endpoint.ts'
import { examplePayload } from './example.ts'
import { createSigningSecrets, rotateSecret, type SigningSecrets } from './secret.ts'

test('the receiver in the documentation takes good deliveries once, and refuses others', async () => {
  const secrets = createSigningSecrets()
  const receiver = await startDocumentedReceiver(secrets.current)
  const session = client().session()
  const send = async (id: string, slug: string, signing: SigningSecrets) => {
    const payload = examplePayload({ id: 'p1', name: 'Tea' }, new Date())
    payload.type = 'article.published'
    payload.data.article.slug = slug
    const endpoint = endpointSchema.parse({ url: receiver.url, signing })
    const body = JSON.stringify(payload)
    return (await deliver(session, endpoint, { id, type: payload.type, body })).status
  }
  expect(await send('msg_0', 'forged', createSigningSecrets())).toBe(401)
  expect(await send('msg_1', 'first', secrets)).toBe(204)
  expect(await send('msg_1', 'first-again', secrets)).toBe(204)
  const ready = { version: 1, type: 'article.ready', data: { project: { id: 'p1' }, event: { subject: 'a1' } } }
  const endpoint = endpointSchema.parse({ url: receiver.url, signing: secrets })
  const news = { id: 'msg_news', type: ready.type, body: JSON.stringify(ready) }
  expect((await deliver(session, endpoint, news)).status).toBe(204)
  expect(await send('msg_2', 'second', rotateSecret(secrets, Date.now()))).toBe(204)
  expect(await receiver.next()).toBe('article.published: first')
  expect(await receiver.next()).toBe('article.published: second')
})
