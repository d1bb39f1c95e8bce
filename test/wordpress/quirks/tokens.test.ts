import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ask } from '../ask.ts'
import { type Site, wordpress } from '../site.ts'

const post = (site: Site, path: string, body: object, headers: Record<string, string> = {}) =>
  ask(`${site.url}/wp-json${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
const me = (site: Site, token: string, path = '/wp-json/wp/v2/users/me?context=edit') =>
  ask(site.url + path, { headers: { authorization: `Bearer ${token}` } })

test('Tmeister gives a token for either password, and refuses with 403', async () => {
  const site = await wordpress()
  await site.setQuirks(['jwt-tmeister'])
  const { username, password, applicationPassword } = site.users.author
  const answer = await post(site, '/jwt-auth/v1/token', { username, password })
  expect(answer.json).toMatchObject({
    user_nicename: 'author',
    token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
  })
  const { token } = answer.json as { token: string }
  expect((await me(site, token)).json).toMatchObject({ username: 'author' })
  expect((await me(site, token, '/?rest_route=/wp/v2/users/me&context=edit')).json).toMatchObject({
    username: 'author',
  })
  const validate = (header: Record<string, string>) => post(site, '/jwt-auth/v1/token/validate', {}, header)
  expect((await validate({ authorization: `Bearer ${token}` })).json).toMatchObject({ code: 'jwt_auth_valid_token' })
  expect(await validate({ authorization: 'Bearer x' })).toMatchObject({
    status: 403,
    json: { code: 'jwt_auth_invalid_token' },
  })
  expect((await validate({})).json).toMatchObject({ code: 'jwt_auth_no_auth_header' })
  const spoilt = await me(site, `${token}x`, '/wp-json/wp/v2/posts')
  expect(spoilt).toMatchObject({ status: 403, json: { code: 'jwt_auth_invalid_token' } })
  const wrong = await post(site, '/jwt-auth/v1/token', { username, password: 'wrong' })
  expect(wrong).toMatchObject({ status: 403, json: { code: '[jwt_auth] incorrect_password' } })
  expect((await post(site, '/jwt-auth/v1/token', { username, password: applicationPassword })).status).toBe(200)
})

test('a Tmeister token expires, needs a secret, and the address of its site', async () => {
  const site = await wordpress()
  const { username, password } = site.users.author
  await site.setQuirks(['jwt-tmeister', 'jwt-short-lifetime'])
  const { token } = (await post(site, '/jwt-auth/v1/token', { username, password })).json as { token: string }
  expect((await me(site, token)).status).toBe(200)
  await site.php('update_option("home", get_option("home") . "/moved"); return null;')
  expect((await me(site, token)).json).toMatchObject({ code: 'jwt_auth_bad_iss' })
  await sleep(2100)
  expect((await me(site, token)).json).toMatchObject({ code: 'jwt_auth_invalid_token', message: 'Expired token' })
  await site.reset()
  await site.setQuirks(['jwt-tmeister', 'jwt-bad-config'])
  const bad = await post(site, '/jwt-auth/v1/token', { username, password })
  expect(bad).toMatchObject({ status: 403, json: { code: 'jwt_auth_bad_config' } })
})

test('a JWT plugin refuses application passwords in the header', async () => {
  const site = await wordpress()
  await site.setQuirks(['jwt-eats-basic-auth'])
  const answer = await ask(`${site.url}/wp-json/wp/v2/users/me`, { as: site.users.author })
  expect(answer).toMatchObject({ status: 403, json: { code: 'jwt_auth_bad_auth_header' } })
})

test('usefulteam refreshes by a cookie that is good for one use', async () => {
  const site = await wordpress()
  await site.setQuirks(['jwt-usefulteam'])
  const { username, password } = site.users.author
  const login = await post(site, '/jwt-auth/v1/token', { username, password, device: 'one' })
  expect(login.json).toMatchObject({ success: true, statusCode: 200, data: { nicename: 'author' } })
  const { token } = (login.json as { data: { token: string } }).data
  expect((await me(site, token)).json).toMatchObject({ username: 'author' })
  expect((await me(site, token, '/?rest_route=/wp/v2/users/me')).status).toBe(401)
  const cookie = /^refresh_token=[^;]+/.exec(login.headers.get('set-cookie') ?? '')?.[0] ?? ''
  expect(login.headers.get('set-cookie')).toContain('HttpOnly')
  const refresh = (device: string) => post(site, '/jwt-auth/v1/token/refresh', { device }, { cookie })
  expect((await refresh('two')).json).toMatchObject({ code: 'jwt_auth_obsolete_token' })
  const refreshed = await refresh('one')
  expect(refreshed).toMatchObject({ status: 200, json: { code: 'jwt_auth_valid_token' } })
  expect(await refresh('one')).toMatchObject({ status: 401, json: { code: 'jwt_auth_obsolete_token' } })
  const next = /^refresh_token=[^;]+/.exec(refreshed.headers.get('set-cookie') ?? '')?.[0] ?? ''
  const renewed = await post(site, '/jwt-auth/v1/token', { device: 'one' }, { cookie: next })
  expect(renewed.json).toMatchObject({ success: true, data: { nicename: 'author' } })
  expect((await post(site, '/jwt-auth/v1/token/refresh', {})).json).toMatchObject({ code: 'jwt_auth_no_auth_cookie' })
  expect((await post(site, '/jwt-auth/v1/token', { username, password: 'wrong' })).status).toBe(401)
})

test('Simple JWT Login speaks in numbers', async () => {
  const site = await wordpress()
  await site.setQuirks(['simple-jwt-login'])
  const { username, email, password } = site.users.author
  const login = await post(site, '/simple-jwt-login/v1/auth', { email, password })
  const { jwt } = (login.json as { data: { jwt: string } }).data
  expect((await me(site, jwt)).json).toMatchObject({ username: 'author' })
  expect((await me(site, `${jwt}x`)).json).toMatchObject({ success: false })
  const wrong = await post(site, '/simple-jwt-login/v1/auth', { username, password: 'wrong' })
  expect(wrong).toMatchObject({ status: 401, json: { success: false, data: { error_code: 48 } } })
  expect((await post(site, '/simple-jwt-login/v1/auth', { username })).json).toMatchObject({ data: { error_code: 47 } })
  await site.setQuirks(['simple-jwt-login-off'])
  const off = await post(site, '/simple-jwt-login/v1/auth', { username, password })
  expect(off).toMatchObject({ status: 403, json: { data: { error_code: 45 } } })
})
