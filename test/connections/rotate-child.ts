/**
 * Rotates one connection in a process of its own, and stops at a point for ever, to be killed there. Says `at <point>` on
 * standard output. Points: `planned`, `made`, `swapped` (after those transactions), `sent` (the site has made the password,
 * its answer has not been looked at), `proved` (the site let the new one in, nothing of it is written yet), `retired` (the
 * old one is deleted at the site, nothing of it is written yet).
 */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rotateConnection } from '../../src/connections/rotate.ts'
import { settleRotations } from '../../src/connections/settle-rotations.ts'
import { openScratch } from '../../src/files/scratch.ts'
import { createAddressGuard } from '../../src/http/address-guard.ts'
import { createHttp, type Http, type HttpSession } from '../../src/http/client.ts'
import type { HttpRequest } from '../../src/http/exchange.ts'
import { silentLog } from '../../src/log/log.ts'
import { openStore } from '../../src/store/open-store.ts'
import { parseKeys } from '../../src/vault/keys.ts'
import { createVault } from '../../src/vault/open-vault.ts'

const [databaseUrl = '', key = '', projectId = '', id = '', point = ''] = process.argv.slice(2)

async function stopAt(reached: string): Promise<void> {
  if (reached !== point) return
  console.log(`at ${reached}`)
  // Nothing else keeps the process alive once the database is idle.
  setInterval(() => undefined, 1000)
  await new Promise(() => undefined)
}

let made = false

/** Where an answer has come, before anybody sees it. */
async function answered({ method, url, headers }: HttpRequest): Promise<void> {
  const deleted = headers?.['x-http-method-override'] === 'DELETE'
  if (method === 'POST' && url.pathname.endsWith('/application-passwords')) {
    await stopAt('sent')
    made = true
  } else if (made && url.pathname.endsWith('/users/me')) await stopAt('proved')
  else if (deleted) await stopAt('retired')
}

function watchSession(session: HttpSession): HttpSession {
  return {
    ...session,
    async exchange(request) {
      const exchange = await session.exchange(request)
      await answered(request)
      return exchange
    },
  }
}

const plain = createHttp({ guard: createAddressGuard({ allowPrivate: ['127.0.0.1'] }) })
const http: Http = { ...plain, session: (options) => watchSession(plain.session(options)) }
const store = await openStore({ databaseUrl, migrated: false })
const deps = {
  store,
  vault: createVault(parseKeys(key), null),
  http,
  log: silentLog,
  scratch: await openScratch(join(tmpdir(), `pressroom-scratch-${process.pid}`)),
  publicUrl: null,
  installationId: '11111111-2222-4333-8444-555555555555',
}
await rotateConnection(deps, { projectId, id }, { actor: 'local:child', onStep: stopAt })
await settleRotations(deps, { now: new Date(Date.now() + 3_600_000) })
console.log('done')
await http.close()
await store.close()
