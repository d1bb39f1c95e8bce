import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { openSite } from '../../../test/publishing/open-site.ts'
import { wordpress } from '../../../test/wordpress/site.ts'
import { readEnvironment } from './environment.ts'

test.each([
  ['oldest', 'administrator', /^6\.1\./],
  ['newest', 'author', /^7\.1\./],
  ['newest', 'administrator', /^7\.1\./],
] as const)('the %s WordPress tells the %s what it runs on', async (version, role, expected) => {
  const site = await wordpress({ version })
  const open = await openSite({ url: site.url, ...site.users[role] })
  const session = open.http.session()
  const administers = role === 'administrator'
  const told = { home: new URL(`${site.url}/`), administers, namespaces: open.facts.namespaces }
  const { version: seen, php } = await readEnvironment(open.client, session, told)
  expect(seen).toMatch(expected)
  // The ability says it to administrators; nobody else, and no older site, is asked for it.
  const isTold = version === 'newest' && administers
  expect(php).toBe(isTold ? String(await site.php('return PHP_VERSION;')).replace(/^(\d+\.\d+\.\d+).*$/, '$1') : null)
  expect(session.attempts).toHaveLength(isTold ? 0 : 1)
  const server = createServer((_, response) =>
    response.writeHead(200, { 'x-powered-by': 'PHP/8.1.2-1ubuntu2.14', 'content-type': 'text/html' }).end('<p>Hello'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const home = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  const slipped = await readEnvironment(open.client, session, { home, administers: false, namespaces: [] })
  expect(slipped).toEqual({ version: null, php: '8.1.2' })
  server.close()
  await open.http.close()
})
