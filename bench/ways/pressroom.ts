import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { silentLog } from '../../src/log/log.ts'
import { drain } from '../../src/publishing/drain.ts'
import { publishTiming } from '../../src/publishing/timing.ts'
import { openWordPressPress } from '../../src/publishing/wordpress/press.ts'
import type { ArticleRow } from '../../src/store/articles.ts'
import { claimDataFolder } from '../../src/store/data-folder.ts'
import { openStore } from '../../src/store/open-store.ts'
import { openDesk } from '../../test/publishing/desk.ts'
import { openSite } from '../../test/publishing/open-site.ts'
import type { SiteUser } from '../../test/wordpress/site-options.ts'
import type { Way } from './way.ts'

/** This product, as a hub has it: an embedded PostgreSQL that syncs to disk, durable rows, leases, receipts. */
export interface PressroomWay extends Way {
  /** Wants all that was ever published once more, and gives how many articles those were. */
  wantAgain(): Promise<number>
  close(): Promise<void>
}

/** @param markdown the body of each article */
export async function openPressroom(url: string, user: SiteUser, markdown: string): Promise<PressroomWay> {
  const data = mkdtempSync(join(tmpdir(), 'pressroom-bench-'))
  const folder = claimDataFolder(data)
  const store = await openStore({ databaseUrl: null, folder })
  const desk = await openDesk(store, url, user)
  const open = await openSite({ url, ...user })
  const { projectId, connection } = desk
  const press = openWordPressPress({
    connectionId: connection.id,
    projectId,
    siteKey: connection.siteKey,
    open,
    refusesBlocks: false,
    rememberRefusesBlocks: async () => undefined,
  })
  const deps = { store, access: { open: async () => press }, timing: publishTiming, log: silentLog, worker: 'bench' }
  const never = new AbortController().signal
  const all: ArticleRow[] = []

  async function publish(articles: readonly ArticleRow[]): Promise<void> {
    await desk.want(articles)
    const left = await drain(deps, connection.id, { signal: never, stopping: never })
    const { live } = await store.db
      .selectFrom('publications')
      .select((is) => is.fn.countAll<number>().as('live'))
      .where('state', '=', 'live')
      .where('receipt', 'is not', null)
      .executeTakeFirstOrThrow()
    if (left !== null || Number(live) !== all.length)
      throw new Error(`only ${live} of ${all.length} are live with a receipt`)
  }

  return {
    name: 'pressroom, from the wish to the last receipt',
    async prepare(count) {
      const articles: ArticleRow[] = []
      for (let index = 0; index < count; index++) {
        const path = `${all.length + index}.md`
        articles.push(await desk.write(path, `---\ntitle: Article of ${path}\nstatus: publish\n---\n\n${markdown}`))
      }
      all.push(...articles)
      return () => publish(articles)
    },
    async wantAgain() {
      await publish(all)
      return all.length
    },
    async close() {
      await open.http.close()
      await store.close()
      folder.release()
      rmSync(data, { recursive: true, force: true })
    },
  }
}
