import { expect, test } from 'vitest'
import { createLoginPace } from './login-pace.ts'

const limits = { free: 3, gapMs: 30, waiting: 2, rememberMs: 60_000 }

function slowed() {
  const pace = createLoginPace(limits)
  pace.ended('a@example.com', 'home', true)
  for (let count = 0; count < 3; count++) pace.ended('A@example.com ', `stranger${count}`, false)
  return pace
}

test('attempts are free until so many passwords were wrong', async () => {
  const pace = createLoginPace({ ...limits, gapMs: 60_000 })
  for (let count = 0; count < 2; count++) pace.ended('a@example.com', 'x', false)
  await Promise.all(Array.from({ length: 50 }, () => pace.enter('a@example.com', 'x')))
})

test('of many strangers at once, those who wait pass one by one, and the others are refused; who was there before passes at once', async () => {
  const pace = slowed()
  const order: string[] = []
  const strangers = Array.from({ length: 10 }, async (_, at) => {
    await pace.enter('a@example.com', `stranger${at}`)
    order.push('stranger')
  })
  await pace.enter('a@example.com', 'home')
  order.push('home')
  await pace.enter('b@example.com', 'stranger0')
  order.push('another account')
  const ends = await Promise.allSettled(strangers)
  expect(order).toEqual(['home', 'another account', 'stranger', 'stranger'])
  const refused = ends.filter((end) => end.status === 'rejected')
  expect(refused).toHaveLength(8)
  expect(refused[0]?.reason).toMatchObject({ code: 'too_many_requests' })
})

test('a stranger with the right password is slowed and not locked out, and is known from then on', async () => {
  const pace = slowed()
  await pace.enter('a@example.com', 'new place')
  pace.ended('a@example.com', 'new place', true)
  await Promise.all(Array.from({ length: 20 }, () => pace.enter('a@example.com', 'new place')))
})

test('an account is calm again after a while, and nobody can fill the memory with addresses', async () => {
  const pace = createLoginPace({ ...limits, gapMs: 60_000, rememberMs: 0 })
  for (let count = 0; count < 5; count++) pace.ended('a@example.com', 'x', false)
  await pace.enter('a@example.com', 'x')
  await pace.enter('a@example.com', 'x')
  for (let count = 0; count < 20_000; count++) pace.ended(`${count}@example.com`, 'x', false)
})
