/**
 * Checks 10,000 connections (or as many as the argument says) of 20 hosts that all are due at once, in as many sweeps as
 * that takes, and prints rate, memory, and requests per check.
 *
 *     node --expose-gc bench/health-sweep.ts [connections]
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sweep } from '../src/connections/sweep.ts'
import { openScratch } from '../src/files/scratch.ts'
import { createAddressGuard } from '../src/http/address-guard.ts'
import { createHttp } from '../src/http/client.ts'
import { silentLog } from '../src/log/log.ts'
import { claimDataFolder } from '../src/store/data-folder.ts'
import { openStore } from '../src/store/open-store.ts'
import { createProject } from '../src/store/projects.ts'
import { parseKeys } from '../src/vault/keys.ts'
import { createVault } from '../src/vault/open-vault.ts'
import { addFakeConnections, openFakeSites } from '../test/connections/fake-site.ts'

const total = Number(process.argv[2] ?? 10_000)
const hosts = 20
const path = mkdtempSync(join(tmpdir(), 'pressroom-bench-'))
const folder = claimDataFolder(path)
const store = await openStore({ databaseUrl: null, folder })
const http = createHttp({ guard: createAddressGuard({ allowPrivate: ['127.0.0.1'] }) })
const { id: projectId } = await createProject(store.db, { name: 'Bench' })
const vault = createVault(parseKeys(randomBytes(32).toString('base64')), null)
const scratch = await openScratch(join(path, 'scratch'))
const deps = { store, vault, http, log: silentLog, scratch, publicUrl: null, installationId: 'bench', projectId }
const servers = await Promise.all(Array.from({ length: hosts }, () => openFakeSites()))
for (const server of servers) server.delay = 20
for (const server of servers) await addFakeConnections(deps, server, total / hosts)

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024)
const heap: number[] = []
// What is in use, without what only waits to be collected.
const watch = setInterval(() => {
  globalThis.gc?.()
  heap.push(process.memoryUsage().heapUsed)
}, 1000)
const before = megabytes(process.memoryUsage().rss)
const started = performance.now()
let checked = 0
for (let sweeps = 1; checked < total; sweeps++) {
  // Later each time, so that what was put off is due again.
  const report = await sweep(deps, { now: new Date(Date.now() + sweeps * 600_000), concurrency: 32 })
  checked += report.checked
  const rss = megabytes(process.memoryUsage().rss)
  console.log(`sweep ${sweeps}: ${report.checked} checked, ${report.postponed} postponed, RSS ${rss} MB`)
}
const seconds = (performance.now() - started) / 1000
clearInterval(watch)
const asked = servers.reduce((sum, server) => sum + server.asked, 0)
console.log(`${checked} checks in ${seconds.toFixed(1)} s: ${Math.round(checked / seconds)} a second`)
const inUse = heap.map(megabytes)
console.log(`heap in use, second by second: ${inUse.join(' ')} MB`)
console.log(`${(asked / checked).toFixed(2)} requests a check; RSS ${before} MB before`)

await http.close()
await Promise.all(servers.map((server) => server.close()))
await store.close()
folder.release()
rmSync(path, { recursive: true, force: true })
