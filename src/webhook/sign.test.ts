import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { createSigningSecrets, defaultOverlapMs, rotateSecret, signingNow, signingSecretsSchema } from './secret.ts'
import { signatureHeaders } from './sign.ts'

const message = { id: 'msg_1', body: '{"a":"é"}' }

test('the reference library takes the signature, and refuses it for another body, id, time or secret', () => {
  const secrets = createSigningSecrets()
  const headers = signatureHeaders(secrets, message, new Date())
  const receiver = new Webhook(secrets.current)
  expect(receiver.verify(message.body, headers)).toEqual({ a: 'é' })
  expect(() => receiver.verify('{"a":"e"}', headers)).toThrow('No matching signature')
  expect(() => receiver.verify(message.body, { ...headers, 'webhook-id': 'msg_2' })).toThrow('No matching')
  const later = String(Number(headers['webhook-timestamp']) + 1)
  expect(() => receiver.verify(message.body, { ...headers, 'webhook-timestamp': later })).toThrow('No matching')
  expect(() => new Webhook(createSigningSecrets().current).verify(message.body, headers)).toThrow('No matching')
})

test('an attempt of long ago is refused, since the time of the attempt is signed', () => {
  const secrets = createSigningSecrets()
  const headers = signatureHeaders(secrets, message, new Date(Date.now() - 301_000))
  expect(() => new Webhook(secrets.current).verify(message.body, headers)).toThrow('too old')
})

test('during the overlap of a rotation receivers with the old and with the new secret both verify, afterwards the new alone', () => {
  const old = createSigningSecrets()
  const now = Date.now()
  const rotated = rotateSecret(old, now - 1000, 60_000)
  const during = signatureHeaders(rotated, message, new Date(now))
  expect(during['webhook-signature'].split(' ')).toHaveLength(2)
  for (const secret of [old.current, rotated.current]) {
    expect(new Webhook(secret).verify(message.body, during)).toEqual({ a: 'é' })
  }
  const ended = signatureHeaders(rotateSecret(old, now - 1000, 1000), message, new Date(now))
  expect(ended['webhook-signature'].split(' ')).toHaveLength(1)
  expect(() => new Webhook(old.current).verify(message.body, ended)).toThrow('No matching')
})

test('a second rotation leaves the first secret its time, and one without overlap ends all others at once', () => {
  const first = createSigningSecrets()
  const second = rotateSecret(first, 0)
  const third = rotateSecret(second, 1)
  expect(signingNow(third, 2)).toEqual([third.current, second.current, first.current])
  expect(signingNow(third, defaultOverlapMs)).toEqual([third.current, second.current])
  expect(signingNow(third, 1 + defaultOverlapMs)).toEqual([third.current])
  expect(rotateSecret(third, 2, 0).previous).toEqual([])
})

test('secrets that were sealed while there could be only one former one still open', () => {
  const [current, secret] = [createSigningSecrets().current, createSigningSecrets().current]
  expect(signingSecretsSchema.parse({ current, previous: null })).toEqual({ current, previous: [] })
  const rotated = signingSecretsSchema.parse({ current, previous: { secret, until: 5 } })
  expect(signingNow(rotated, 4)).toEqual([current, secret])
})

test('secrets have the form that the standard asks for, and no two are equal', () => {
  const secrets = createSigningSecrets()
  expect(signingSecretsSchema.parse(secrets)).toEqual(secrets)
  expect(Buffer.from(secrets.current.slice(6), 'base64')).toHaveLength(32)
  expect(createSigningSecrets().current).not.toBe(secrets.current)
  expect(signingSecretsSchema.safeParse({ current: 'whsec_short', previous: null }).success).toBe(false)
})
