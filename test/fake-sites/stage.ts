import { createServer } from 'node:net'
import { createAddressGuard } from '../../src/http/address-guard.ts'
import type { Http } from '../../src/http/client.ts'
import type { Authority } from '../http/certificates.ts'
import { client, resolver } from '../http/servers.ts'
import type { ClassCase } from './classes.ts'
import { serve } from './server.ts'

export interface Stage {
  readonly http: Http
  readonly address: string
}

/** Puts a class on stage: a server that shows it, and a way out that may reach it. */
export async function stage(
  { network, site, patienceMs }: Pick<ClassCase, 'network' | 'site' | 'patienceMs'>,
  authority: Authority,
): Promise<Stage> {
  const limits = patienceMs === undefined ? {} : { headersMs: patienceMs }
  const http = client({ ca: [authority.cert], limits })
  switch (network) {
    case undefined:
      return { http, address: (await serve(site)).origin }
    case 'public name': {
      const lookup = resolver({ 'site.example': ['127.0.0.1'] })
      const guard = createAddressGuard({ allowPrivate: ['127.0.0.1'], lookup })
      return { http: client({ guard, limits }), address: (await serve(site, { host: 'site.example' })).origin }
    }
    case 'dns':
      return { http, address: 'https://nowhere.invalid' }
    case 'refused':
      return { http, address: `http://127.0.0.1:${await closedPort()}` }
    case 'private':
      return { http: client({ guard: createAddressGuard() }), address: 'http://192.168.7.7' }
    case 'no tls':
      return { http, address: (await serve(site)).origin.replace('http:', 'https:') }
    case 'other host': {
      const other = await serve(site, { host: 'other.test' })
      const typed = await serve(({ path }) => ({ status: 301, headers: { location: `${other.origin}${path}` } }))
      return { http, address: typed.origin }
    }
    default: {
      const tls = await authority.issue(
        network === 'expired' ? 'DNS:site.test' : 'DNS:another.test',
        network === 'expired' ? 'expired' : 'now',
      )
      const secure = await serve(site, { tls, host: 'site.test' })
      return { http, address: secure.origin }
    }
  }
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
