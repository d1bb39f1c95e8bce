import { createServer as createSite } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { wordpress } from '../wordpress/site.ts'
import { pressroom, start } from './pressroom.ts'

test('without a credential a healthy site is connectable: exit 0 and an approval page', async () => {
  const site = await wordpress()
  const { code, out } = await pressroom(['diagnose', site.url, '--json'])
  const diagnosis = JSON.parse(out)
  expect(code).toBe(0)
  expect(diagnosis).toMatchObject({ verdict: 'connectable', code: null, user: null })
  expect(diagnosis.authorize).toBe(`${site.url}/wp-admin/authorize-application.php`)
})

test('connecting to a healthy site costs three requests', async () => {
  const site = await wordpress()
  await site.clearLog()
  const { author } = site.users
  const { code, out } = await pressroom(['diagnose', site.url, '--username', 'author', '--password-stdin', '--json'], {
    input: `${author.applicationPassword}\n`,
  })
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    verdict: 'connected',
    user: { id: author.id, roles: ['author'], can: { write: true, publish: true } },
  })
  const seen = await site.log()
  expect(seen.map(({ hasAuthorization }) => hasAuthorization)).toEqual([false, false, true])
  expect(seen.every(({ userAgent }) => /^Pressroom\/\d+\.\d+\.\d+ \(\+https?:\/\/\S+\)$/.test(userAgent))).toBe(true)
})

test('the spaces in an application password, and the e-mail as the user name, are fine', async () => {
  const site = await wordpress()
  const { author } = site.users
  const spaced = author.applicationPassword.replace(/(.{4})(?=.)/g, '$1 ')
  const { code } = await pressroom(['diagnose', site.url, '--username', author.email, '--password-stdin'], {
    input: spaced,
  })
  expect(code).toBe(0)
})

test('gibberish is refused with exit 1, and is nowhere in what is printed', async () => {
  const site = await wordpress()
  const gibberish = 'abcdefghijklmnopqrstuvwx'
  const { code, out, err } = await pressroom(
    ['diagnose', site.url, '--username', 'author', '--password-stdin', '--json'],
    { input: gibberish },
  )
  expect(code).toBe(1)
  expect(JSON.parse(out)).toMatchObject({ verdict: 'refused', code: 'wrong_credentials' })
  expect(out + err).not.toContain(gibberish)
  expect(out + err).not.toContain(Buffer.from(`author:${gibberish}`).toString('base64'))
})

test('people get a sentence, the reason and the fix, without colours in a pipe', async () => {
  const site = await wordpress({ quirks: ['header-dropped'] })
  const { code, out } = await pressroom(['diagnose', site.url, '--username', 'author', '--password-stdin'], {
    input: site.users.author.applicationPassword,
  })
  expect(code).toBe(1)
  expect(out).toContain('The host strips the Authorization header')
  expect(out).toContain('fastcgi_param HTTP_AUTHORIZATION $http_authorization;')
  expect(out).not.toContain('\u001b[')
})

test.each([
  [['diagnose']],
  [['diagnose', 'not an address']],
  [['diagnose', 'ftp://example.com']],
  [['nonsense']],
  [['diagnose', '127.0.0.1', '--auth', 'magic']],
  [['diagnose', '127.0.0.1', '--password-stdin']],
])('%j is wrong usage: exit 2', async (args) => {
  const { code, err } = await pressroom(args)
  expect(code).toBe(2)
  expect(err).not.toContain('    at ')
})

test('Ctrl-C stops a diagnosis of a site that never answers, at once', async () => {
  const silent = createServer(() => undefined)
  await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
  const address = silent.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const connected = new Promise<void>((found) => silent.once('connection', () => found()))
  const running = start(['diagnose', `http://127.0.0.1:${port}`])
  await connected
  running.child.kill('SIGINT')
  expect((await running.ended).code).toBe(130)
  silent.close()
})

test('a site that leads to a private address is refused, and nobody is advised to open that', async () => {
  const site = createSite((_, answer) => answer.writeHead(302, { location: 'http://169.254.169.254/latest' }).end())
  await new Promise<void>((resolve) => void site.listen(0, '127.0.0.1', resolve))
  const { port } = site.address() as AddressInfo
  const { out } = await pressroom(['diagnose', `http://127.0.0.1:${port}`, '--json'], {
    env: { PRESSROOM_ALLOW_PRIVATE: '' },
  })
  site.close()
  const { code, fix, snippets } = JSON.parse(out)
  expect([code, snippets]).toEqual(['address_refused', []])
  expect(fix).toContain(`Find out why 127.0.0.1:${port} sends its visitors to 169.254.169.254`)
})

test('a name that leads to a private address is refused when a page leads there, not when it was typed', async () => {
  const { code, out } = await pressroom(['diagnose', 'http://169.254.169.254', '--json'], {
    env: { PRESSROOM_ALLOW_PRIVATE: '' },
  })
  // Typed by the person at this machine: it may be asked, and is simply not there.
  expect(code).toBe(1)
  expect(JSON.parse(out).verdict).not.toBe('connected')
})

test('the completion script of each shell is printed', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { code, out } = await pressroom(['complete', shell])
    expect(code).toBe(0)
    expect(out).toContain('pressroom')
  }
})
