import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './browser.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { addUser, password } from './people.ts'

let hub: TestHub

beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_TRUSTED_PROXIES: '127.0.0.1' })
})

afterAll(() => hub.close())

test('guessing from many addresses is slowed, and does not keep the person out of their account', async () => {
  const { email } = await addUser(hub)
  const login = async (address: string, text: string) => {
    const headers = { 'x-forwarded-for': address, 'x-forwarded-proto': 'http', origin: hub.url }
    const answer = await call(`${hub.url}/api/auth/sign-in/email`, { json: { email, password: text }, headers })
    return answer.status
  }
  expect(await login('203.0.113.1', password)).toBe(200)
  for (let at = 0; at < 10; at++) expect(await login(`198.51.100.${at}`, 'wrong wrong wrong')).toBe(401)
  const strangers = Array.from({ length: 6 }, (_, at) => login(`192.0.2.${at}`, 'wrong wrong wrong'))
  expect(await Promise.any(strangers.map(async (status) => ((await status) === 429 ? 429 : Promise.reject())))).toBe(
    429,
  )
  expect(await login('203.0.113.1', password)).toBe(200)
})
