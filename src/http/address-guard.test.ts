import { expect, test } from 'vitest'
import { privateSpellings } from '../../test/http/private-spellings.ts'
import { client, resolver, serve } from '../../test/http/servers.ts'
import { createAddressGuard } from './address-guard.ts'
import { createHttp } from './client.ts'

test.each(privateSpellings)('%s is refused', async (host) => {
  const server = await serve((_request, response) => response.end('inside'))
  const http = client({ guard: createAddressGuard({ lookup: resolver({}) }) })
  const exchange = await http.session().exchange({ url: server.url('/', host), purpose: 'test' })
  expect(exchange.failure).toMatchObject({ code: 'address_refused', sent: false })
  expect(server.connections()).toBe(0)
})

test.each([
  '[::1%25lo]',
  '[fe80::1%eth0]',
  '127.0.0.1%00.example.com',
  '[::ffff:127.0.0.1',
  '1.2.3.4.5',
  '0x7f.0.0.256',
  '127.0.0.1#@',
  '256.1',
])('%s is no address that a URL can hold, or is refused', async (host) => {
  const href = `http://${host}:80/`
  if (!URL.canParse(href)) return
  const http = client({ guard: createAddressGuard() })
  const { failure } = await http.session().exchange({ url: new URL(href), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'address_refused' })
})

test.each(['localhost', 'LOCALHOST', 'localhost.', 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ'])(
  'the name %s is refused by what the system resolves it to',
  async (host) => {
    const server = await serve((_request, response) => response.end('inside'))
    const http = client({ guard: createAddressGuard() })
    const { failure } = await http.session().exchange({ url: server.url('/', host), purpose: 'test' })
    expect(failure).toMatchObject({ code: expect.stringMatching(/^(?:address_refused|dns)$/) })
    if (host.toLowerCase() === 'localhost') expect(failure?.code).toBe('address_refused')
    expect(server.connections()).toBe(0)
  },
)

test.each([
  ['127.0.0.1.nip.test', ['127.0.0.1']],
  ['127.0.0.1..', ['127.0.0.1']],
  ['rebind.test', ['::ffff:127.0.0.1']],
  ['zone.test', ['fe80::1%eth0']],
  ['metadata.google.internal', ['169.254.169.254']],
  ['several.test', ['10.0.0.1', 'fd00::1', '127.0.0.1']],
  ['garbage.test', ['not an address']],
])('the name %s that resolves to %j is refused', async (host, addresses) => {
  const server = await serve((_request, response) => response.end('inside'))
  const http = client({ guard: createAddressGuard({ lookup: resolver({ [host]: addresses }) }) })
  const { failure } = await http.session().exchange({ url: server.url('/', host), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'address_refused', sent: false })
  expect(server.connections()).toBe(0)
})

test('a name without any address is an unknown name, not a private one', async () => {
  const http = client({ guard: createAddressGuard({ lookup: resolver({ 'empty.test': [] }) }) })
  const { failure } = await http.session().exchange({ url: new URL('http://empty.test/'), purpose: 'test' })
  expect(failure).toMatchObject({ code: 'dns' })
})

test.each([
  '93.184.216.34',
  '1.1.1.1',
  '2606:4700::1111',
  '::ffff:1.1.1.1',
  '64:ff9b::101:101',
  '172.32.0.1',
  '100.128.0.1',
])('%s is public and passes', async (address) => {
  const guard = createAddressGuard({ lookup: resolver({ 'public.test': [address] }) })
  expect(() => guard.checkLiteral(address)).not.toThrow()
  expect(await resolve(guard, 'public.test')).toEqual([address])
})

test('of several addresses, only the public ones are ever connected to', async () => {
  const guard = createAddressGuard({ lookup: resolver({ 'mixed.test': ['127.0.0.1', '93.184.216.34', '::1'] }) })
  expect(await resolve(guard, 'mixed.test')).toEqual(['93.184.216.34'])
})

test('a typed name may be private, until it resolves to a public address: then it is a rebinding one', async () => {
  const answers = [['127.0.0.1'], ['93.184.216.34'], ['127.0.0.1'], ['127.0.0.1', '93.184.216.34'], ['::1']]
  const guard = createAddressGuard({
    typed: ['Rebind.test.'],
    lookup: (hostname, options, callback) =>
      resolver({ [hostname]: answers.shift() ?? [] })(hostname, options, callback),
  })
  expect(await resolve(guard, 'rebind.test')).toEqual(['127.0.0.1'])
  expect(await resolve(guard, 'rebind.test')).toEqual(['93.184.216.34'])
  await expect(resolve(guard, 'rebind.test')).rejects.toMatchObject({ code: 'address_refused' })
  expect(await resolve(guard, 'rebind.test')).toEqual(['93.184.216.34'])
  await expect(resolve(guard, 'rebind.test')).rejects.toMatchObject({ code: 'address_refused' })
})

test('a typed name that resolves to a public and a private address at once is not reached at the private one', async () => {
  const guard = createAddressGuard({
    typed: ['a.test'],
    lookup: resolver({ 'a.test': ['127.0.0.1', '93.184.216.34'] }),
  })
  expect(await resolve(guard, 'a.test')).toEqual(['93.184.216.34'])
})

test('the typed host is reached though it is private, in whatever spelling it was typed', async () => {
  const server = await serve((_request, response) => response.end('inside'))
  for (const typed of ['127.0.0.1', '0x7f.1', '127.0.0.1.', '2130706433']) {
    const http = client({ guard: createAddressGuard({ typed: [typed] }) })
    const { response } = await http.session().exchange({ url: server.url(), purpose: 'test' })
    expect(response?.text).toBe('inside')
  }
})

test('a typed private host does not open another private host', async () => {
  const server = await serve((_request, response) => response.end('inside'))
  const http = client({ guard: createAddressGuard({ typed: ['127.0.0.1'] }) })
  for (const host of ['127.0.0.2', '[::ffff:127.0.0.1]', 'localhost']) {
    const { failure } = await http.session().exchange({ url: server.url('/', host), purpose: 'test' })
    expect(failure?.code).toBe('address_refused')
  }
  expect(server.connections()).toBe(0)
})

test.each([
  ['http://10.0.0.1/', 'address_refused'],
  ['http://169.254.169.254/latest/meta-data/', 'address_refused'],
  ['http://[::1]/', 'address_refused'],
  ['http://0x7f.2/', 'address_refused'],
  ['http://inside.test/', 'address_refused'],
  ['//127.0.0.2/', 'address_refused'],
])('a redirect of a typed private host to %s is refused, and the way there is kept', async (location, code) => {
  const server = await serve((_request, response) => response.writeHead(302, { location }).end())
  const http = client({
    guard: createAddressGuard({ typed: ['127.0.0.1'], lookup: resolver({ 'inside.test': ['127.0.0.1'] }) }),
  })
  const exchange = await http.session().exchange({ url: server.url('/start'), purpose: 'test' })
  expect(exchange.failure).toMatchObject({ code })
  expect(exchange.hops).toHaveLength(1)
  expect(exchange.hops[0]?.from.pathname).toBe('/start')
})

test.each([
  ['a host', 'site.test', true],
  ['a host in capitals with a trailing dot', 'SITE.test.', true],
  ['all hosts below a name', '*.test', true],
  ['an address', '127.0.0.1', true],
  ['a network', '127.0.0.0/8', true],
  ['everything', '0.0.0.0/0', true],
  ['another host', 'other.test', false],
  ['all hosts below another name', '*.site.test', false],
  ['another network', '10.0.0.0/8', false],
  ['a neighbour', '127.0.0.2/32', false],
  ['an IPv6 network', '::/0', false],
])('allowing %s (%s): reached is %s', async (_what, entry, reached) => {
  const server = await serve((_request, response) => response.end('inside'))
  const guard = createAddressGuard({ allowPrivate: [entry], lookup: resolver({ 'site.test': ['127.0.0.1'] }) })
  const { response, failure } = await client({ guard })
    .session()
    .exchange({ url: server.url('/', 'site.test'), purpose: 'test' })
  expect(response?.text).toBe(reached ? 'inside' : undefined)
  if (!reached) expect(failure?.code).toBe('address_refused')
})

test.each([
  ['fd00::/8', 'fd12::1', true],
  ['fd00::/8', 'fc00::1', false],
  ['[::1]', '::1', true],
  ['::1/128', '::2', false],
  ['10.0.0.0/8', '::ffff:10.1.2.3', true],
  ['10.0.0.0/8', '64:ff9b::a01:203', true],
  ['::ffff:0:0/96', '::ffff:10.1.2.3', true],
  ['FE80::/10', 'fe80::1%eth0', true],
])('allowing %s: %s may be reached is %s', async (entry, address, allowed) => {
  const guard = createAddressGuard({ allowPrivate: [entry], lookup: resolver({ 'six.test': [address] }) })
  if (allowed) expect(await resolve(guard, 'six.test')).toEqual([address])
  else await expect(resolve(guard, 'six.test')).rejects.toMatchObject({ code: 'address_refused' })
})

test.each([
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/-1',
  '10.0.0.0/8/8',
  '10.0.0.0/0x8',
  '10.0.0.0/8.5',
  '10.0.0',
  '999.0.0.1',
  'fd00::/129',
  'fd00::/',
  'fd00:::/8',
  'example.com/24',
  'example.com:8080',
  'http://example.com',
  '*',
  '*.*.test',
  'a b',
  '',
])('%j in the list of allowed private hosts is a clear error', (entry) => {
  expect(() => createAddressGuard({ allowPrivate: [entry] })).toThrow(
    expect.objectContaining({ code: 'bad_setting', message: expect.stringContaining(JSON.stringify(entry)) }),
  )
})

test('without a guard of its own, the client refuses private addresses', async () => {
  const server = await serve((_request, response) => response.end('inside'))
  const http = createHttp()
  const { failure } = await http.session().exchange({ url: server.url(), purpose: 'test' })
  await http.close()
  expect(failure?.code).toBe('address_refused')
  expect(server.connections()).toBe(0)
})

function resolve(guard: ReturnType<typeof createAddressGuard>, host: string): Promise<string[]> {
  return new Promise((done, fail) => {
    guard.lookup(host, { all: true }, (error, found) => {
      if (error) fail(error)
      else done(Array.isArray(found) ? found.map(({ address }) => address) : [found])
    })
  })
}
