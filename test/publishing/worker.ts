/**
 * A worker in a process of its own, to be killed and stopped: drains one connection, again and again. Tells the parent
 * what goes wrong on its standard error; names itself in its requests.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../../src/log/log.ts'
import { drain } from '../../src/publishing/drain.ts'
import type { PublishTiming } from '../../src/publishing/timing.ts'
import { openWordPressPress } from '../../src/publishing/wordpress/press.ts'
import { openStore } from '../../src/store/open-store.ts'
import { openSite } from './open-site.ts'

export interface WorkerOrders {
  readonly databaseUrl: string
  readonly connectionId: string
  readonly projectId: string
  readonly siteKey: string
  readonly url: string
  readonly username: string
  readonly applicationPassword: string
  readonly name: string
  readonly timing: PublishTiming
}

const orders = JSON.parse(process.argv[2] ?? '{}') as WorkerOrders
const { databaseUrl, connectionId, projectId, siteKey, url, username, applicationPassword, name, timing } = orders
const store = await openStore({ databaseUrl })
const tell = (fields: object, message: string): void => {
  const { err } = fields as { readonly err?: unknown }
  process.stderr.write(
    `${name}: ${message} ${err instanceof Error ? (err.stack ?? err.message) : JSON.stringify(fields)}\n`,
  )
}
const log: Log = { debug: () => undefined, info: () => undefined, warn: tell, error: tell }
const open = await openPatiently()

/** What a connection knows of its site was learned in calmer weather. */
async function openPatiently(): ReturnType<typeof openSite> {
  for (;;) {
    const opened = await openSite({ url, username, applicationPassword, userAgent: name }).catch(() => null)
    if (opened !== null && opened.facts.user.id !== null) return opened
  }
}

const never = new AbortController().signal
const deps = {
  store,
  timing,
  log,
  worker: name,
  access: {
    open: async () =>
      openWordPressPress({
        ...{ connectionId, projectId, siteKey, open },
        refusesBlocks: false,
        rememberRefusesBlocks: async () => undefined,
      }),
  },
}
process.stdout.write('ready\n')
for (;;) {
  await drain(deps, connectionId, { signal: never, stopping: never }).catch((error: unknown) =>
    log.error({ err: error }, 'drain'),
  )
  await sleep(100)
}
