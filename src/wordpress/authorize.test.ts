import { expect, test } from 'vitest'
import {
  type AuthorizationOptions,
  beginAuthorization,
  finishAuthorization,
  isCallbackAcceptable,
} from './authorize.ts'

const site = new URL('https://example.com/')
const options: AuthorizationOptions = {
  page: new URL('https://example.com/wp-admin/authorize-application.php'),
  appName: 'Pressroom',
  appId: '6f1a2b3c-0000-8000-8000-000000000000',
  callback: new URL('https://hub.example.org/return'),
  wordpressVersion: '6.8',
}

function comeBack(successUrl: string, given: Record<string, string>): URL {
  const url = new URL(successUrl)
  for (const [name, value] of Object.entries(given)) url.searchParams.set(name, value)
  return url
}

const approval = { site_url: 'https://example.com/wp', user_login: 'jane', password: 'abcdefghijklmnopqrstuvwx' }

test.each([
  ['https://hub.example.org/return', null, true],
  ['pressroom://return', null, true],
  ['http://127.0.0.1:4000/return', '7.0', true],
  ['http://[::1]:4000/return', '7.1.4', true],
  ['http://127.0.0.1:4000/return', '6.9', false],
  ['http://127.0.0.1:4000/return', null, false],
  ['http://localhost:4000/return', '7.1', false],
  ['http://hub.example.org/return', '7.1', false],
  ['javascript:alert(1)', '7.1', false],
  ['data:text/html,x', '7.1', false],
])('a return to %s of WordPress %s: accepted is %s', (callback, version, accepted) => {
  expect(isCallbackAcceptable(new URL(callback), version)).toBe(accepted)
})

test('without an acceptable return the password is pasted, and no return address is sent', () => {
  const request = beginAuthorization({ ...options, callback: new URL('http://127.0.0.1:4000/') })
  expect(request.mode).toBe('paste')
  expect(request.url.searchParams.has('success_url')).toBe(false)
})

test('the nonce travels in the query of both return addresses', () => {
  const request = beginAuthorization(options)
  const success = new URL(request.url.searchParams.get('success_url') ?? '')
  const reject = new URL(request.url.searchParams.get('reject_url') ?? '')
  expect(success.searchParams.get('nonce')).toBe(request.nonce)
  expect(reject.searchParams.get('nonce')).toBe(request.nonce)
  expect(success.hash).toBe('')
})

test('an approval gives the credential', () => {
  const request = beginAuthorization(options)
  const returned = comeBack(request.url.searchParams.get('success_url') ?? '', approval)
  expect(finishAuthorization(request, returned, site)).toEqual({
    kind: 'application-password',
    username: 'jane',
    password: approval.password,
  })
})

test('a rejection is told as one', () => {
  const request = beginAuthorization(options)
  const returned = new URL(request.url.searchParams.get('reject_url') ?? '')
  expect(() => finishAuthorization(request, returned, site)).toThrow(expect.objectContaining({ code: 'user_rejected' }))
})

test('a return with another nonce, or none, is not taken', () => {
  const request = beginAuthorization(options)
  const other = beginAuthorization(options)
  const returned = comeBack(other.url.searchParams.get('success_url') ?? '', approval)
  expect(() => finishAuthorization(request, returned, site)).toThrow(
    expect.objectContaining({ code: 'authorization_mismatch' }),
  )
  returned.searchParams.delete('nonce')
  expect(() => finishAuthorization(request, returned, site)).toThrow(
    expect.objectContaining({ code: 'authorization_mismatch' }),
  )
})

test('a return after the time limit is not taken', () => {
  const request = beginAuthorization({ ...options, now: 0 })
  const returned = comeBack(request.url.searchParams.get('success_url') ?? '', approval)
  expect(() => finishAuthorization(request, returned, site, 16 * 60_000)).toThrow(
    expect.objectContaining({ code: 'authorization_expired' }),
  )
})

test('a return for another site is not taken', () => {
  const request = beginAuthorization(options)
  const returned = comeBack(request.url.searchParams.get('success_url') ?? '', {
    ...approval,
    site_url: 'https://evil.example/',
  })
  expect(() => finishAuthorization(request, returned, site)).toThrow(
    expect.objectContaining({ code: 'authorization_mismatch' }),
  )
})
