import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { silentLog } from '../../src/log/log.ts'
import { drain } from '../../src/publishing/drain.ts'
import { type PublishTiming, publishTiming } from '../../src/publishing/timing.ts'
import { openWordPressPress } from '../../src/publishing/wordpress/press.ts'
import type { Store } from '../../src/store/open-store.ts'
import { listPublications, type Publication } from '../../src/store/publications.ts'
import { useTestStore } from '../store/database.ts'
import type { Site } from '../wordpress/site.ts'
import type { SiteUser } from '../wordpress/site-options.ts'
import { type Desk, openDesk } from './desk.ts'
import { openSite } from './open-site.ts'

/** A desk, and somebody who does what it wants, in this very process. */
export interface Press extends Desk {
  readonly store: Store
  /** Drains until nothing is left to do, and gives all publications. */
  run(): Promise<Publication[]>
  /** Drains what is due now, and gives all publications. */
  step(): Promise<Publication[]>
  /** Requests sent since it was opened. */
  requests(): number
  readonly remembered: readonly string[]
}

const longestWait = 60_000

export async function openPress(
  site: Site,
  user: SiteUser = site.users.editor,
  { url = site.url, timing = publishTiming }: { readonly url?: string; readonly timing?: PublishTiming } = {},
): Promise<Press> {
  const store = await useTestStore()
  const desk = await openDesk(store, site.url, user)
  const open = await openSite({ url, ...user })
  onTestFinished(() => open.http.close())
  const { projectId, connection } = desk
  const remembered: string[] = []
  const opened = openWordPressPress({
    connectionId: connection.id,
    projectId,
    siteKey: connection.siteKey,
    open,
    refusesBlocks: false,
    rememberRefusesBlocks: async () => void remembered.push(connection.id),
  })
  const access = { open: async () => opened }
  const never = new AbortController().signal
  const deps = { store, timing, log: silentLog, worker: 'test', access }
  const list = async (): Promise<Publication[]> =>
    (await listPublications(store.db, { projectId }, { limit: 500 })).items
  return {
    ...desk,
    store,
    remembered,
    requests: open.requests,
    async run() {
      for (let next: number | null = 0; next !== null; ) {
        // What is scheduled for later is not waited for.
        if (next > longestWait) break
        if (next > 0) await sleep(Math.min(next, 200))
        next = await drain(deps, connection.id, { signal: never, stopping: never })
      }
      return list()
    },
    async step() {
      await drain(deps, connection.id, { signal: never, stopping: never })
      return list()
    },
  }
}
