/** Sends what is due to one endpoint, in a process of its own, to be killed while it waits for the answer. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { drainDeliveries } from '../../src/deliveries/drain.ts'
import { openScratch } from '../../src/files/scratch.ts'
import { createAddressGuard } from '../../src/http/address-guard.ts'
import { createHttp } from '../../src/http/client.ts'
import { silentLog } from '../../src/log/log.ts'
import { openStore } from '../../src/store/open-store.ts'
import { parseKeys } from '../../src/vault/keys.ts'
import { createVault } from '../../src/vault/open-vault.ts'

const [databaseUrl = '', key = '', projectId = '', id = ''] = process.argv.slice(2)
const deps = {
  store: await openStore({ databaseUrl, migrated: false }),
  vault: createVault(parseKeys(key), null),
  http: createHttp({ guard: createAddressGuard({ allowPrivate: ['127.0.0.1'] }) }),
  log: silentLog,
  scratch: await openScratch(join(tmpdir(), `pressroom-scratch-${process.pid}`)),
  publicUrl: null,
  installationId: '11111111-2222-4333-8444-555555555555',
  now: () => new Date(),
}
await drainDeliveries(deps, { projectId, id }, { signal: new AbortController().signal })
