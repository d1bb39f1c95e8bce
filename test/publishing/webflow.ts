import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../src/connections/connect.ts'
import type { ConnectionsDeps } from '../../src/connections/deps.ts'
import { connectedSites } from '../../src/publishing/connected-sites.ts'
import { drain } from '../../src/publishing/drain.ts'
import { previewArticle } from '../../src/publishing/preview-article.ts'
import { type PublishTiming, publishTiming } from '../../src/publishing/timing.ts'
import type { ArticleRow } from '../../src/store/articles.ts'
import { nextDue } from '../../src/store/publication-leases.ts'
import { listPublications, type Publication } from '../../src/store/publications.ts'
import { useTestHub } from '../connections/hub.ts'
import { startWebflow, type WebflowServer } from '../webflow/server.ts'
import { type Desk, deskOf } from './desk.ts'

/** A connected Webflow site, articles for it, and workers in this very process. */
export interface WebflowDesk extends Desk {
  readonly server: WebflowServer
  readonly deps: ConnectionsDeps
  /** Works until nothing is due within a minute, by as many workers, and gives all publications. */
  run(workers?: number): Promise<Publication[]>
  /** A worker that is ended in the middle of what it does. */
  interrupted(afterMs: number): Promise<void>
  preview(article: ArticleRow, overrides?: object): ReturnType<typeof previewArticle>
}

/** @param api where the hub finds the API: a proxy, say */
export async function openWebflowDesk(
  options: {
    readonly server?: WebflowServer
    readonly timing?: Partial<PublishTiming>
    readonly api?: (server: WebflowServer) => URL
  } = {},
): Promise<WebflowDesk> {
  const hub = await useTestHub()
  const server = options.server ?? (await startWebflow())
  const direct: ConnectionsDeps = { ...hub, settings: { webflow: { api: server.base, app: null } } }
  const api = options.api?.(server) ?? server.base
  const deps: ConnectionsDeps = { ...hub, settings: { webflow: { api, app: null } } }
  const { projectId } = hub
  const { connection } = await connect(direct, {
    ...{ projectId, kind: 'webflow', method: 'token', actor: 'local:test' },
    input: { token: server.settings.token },
  })
  if (connection === null) throw new Error('not connected')
  const timing = { ...publishTiming, ...options.timing }
  const never = new AbortController().signal
  const depsOf = (worker: string) => ({
    ...{ store: hub.store, timing, log: hub.log, worker },
    access: connectedSites(deps),
  })
  const work = async (worker: string): Promise<void> => {
    const publishing = depsOf(worker)
    for (let next: number | null = 0; next !== null && next < 60_000; ) {
      if (next > 0) await sleep(Math.min(next, 100))
      await drain(publishing, connection.id, { signal: never, stopping: never })
      next = await nextDue(hub.store.db, connection.id)
    }
  }
  return {
    async interrupted(afterMs) {
      const ended = AbortSignal.timeout(afterMs)
      // How it ends is what the others have to make good.
      await drain(depsOf('interrupted'), connection.id, { signal: ended, stopping: ended }).catch(() => undefined)
    },
    ...deskOf(hub.store, { id: projectId, name: 'Test' }, connection),
    server,
    deps,
    async run(workers = 1) {
      await Promise.all(Array.from({ length: workers }, (_, n) => work(`worker ${n}`)))
      return (await listPublications(hub.store.db, { projectId }, { limit: 500 })).items
    },
    preview: (article, overrides = {}) => previewArticle(deps, connection, article, overrides),
  }
}
