import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { client as http, serve } from '../../test/http/servers.ts'
import { authorizeAddress, exchangeCode, readCode } from './oauth.ts'

const app = { clientId: 'app-1', clientSecret: 'planted-client-secret', redirect: new URL('https://hub.example/back') }

/** Webflow's end: a code is good once. */
async function startAuthority() {
  const codes = new Set(['planted-code'])
  const server = await serve(async (request, response) => {
    const form = new URLSearchParams(await text(request))
    const good =
      form.get('client_secret') === app.clientSecret &&
      form.get('grant_type') === 'authorization_code' &&
      form.get('redirect_uri') === app.redirect.href &&
      codes.delete(form.get('code') ?? '')
    if (good) response.end(JSON.stringify({ access_token: 'planted-token', token_type: 'bearer' }))
    else
      response.writeHead(400).end(JSON.stringify({ error: 'invalid_grant', message: `bad code ${form.get('code')}` }))
  })
  return { server, endpoints: { authorize: server.url('/authorize'), token: server.url('/oauth/access_token') } }
}

test('an approval becomes a token, once, and no evidence shows any secret', async () => {
  const { endpoints } = await startAuthority()
  const session = http().session()
  expect(await exchangeCode(session, app, 'planted-code', endpoints)).toBe('planted-token')
  const again: unknown = await exchangeCode(session, app, 'planted-code', endpoints).catch((error: unknown) => error)
  expect(again).toMatchObject({ code: 'remote_refused' })
  expect(JSON.stringify([session.attempts, again])).not.toContain('planted')
})

test('the person is sent to Webflow with all that publishing needs', () => {
  const url = authorizeAddress(app, 'the state')
  expect(url.origin + url.pathname).toBe('https://webflow.com/oauth/authorize')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    response_type: 'code',
    client_id: 'app-1',
    redirect_uri: 'https://hub.example/back',
    state: 'the state',
    scope: 'sites:read cms:read cms:write assets:read assets:write sites:write',
  })
  expect(url.search).not.toContain('+')
})

test('a return is taken with its own state alone', () => {
  const back = (query: string) => new URL(`https://hub.example/back?${query}`)
  expect(readCode(back('code=c&state=s1'), 's1')).toBe('c')
  expect(() => readCode(back('code=c&state=s2'), 's1')).toThrow('another authorization')
  expect(() => readCode(back('code=c'), '')).toThrow('another authorization')
  expect(() => readCode(back('error=access_denied&state=s1'), 's1')).toThrow('not approved')
})
