import { openSiteOf } from '../../connections/open.ts'
import { wordpress } from '../../connectors/wordpress.ts'
import { putPublishSettings, readPublishSettings } from '../../store/publish-settings.ts'
import type { OpenPress, Press } from '../press.ts'
import { lookForNew } from './adopt.ts'
import { changeRow } from './change-row.ts'
import { comparePost } from './compare-post.ts'
import { previewPost } from './preview.ts'
import { publishRows } from './publish-rows.ts'
import type { PublishingSite } from './publishing-site.ts'
import { reconcile } from './reconcile.ts'
import { lookAtScheduled } from './schedule.ts'

/** Posts of any type on WordPress sites. */
export const wordpressPress: Press = {
  kind: wordpress.kind,
  actions: new Set(['publish', 'unpublish', 'trash', 'restore', 'delete']),
  async open(deps, connection, signal) {
    const { db } = deps.store
    const { id, projectId, siteKey } = connection
    const { site: open } = await openSiteOf(deps, wordpress, { projectId, id }, { signal })
    const settings = (await readPublishSettings(db, [id])).get(id)
    return openWordPressPress({
      connectionId: id,
      projectId,
      siteKey,
      open,
      refusesBlocks: settings?.refusesBlocks ?? false,
      rememberRefusesBlocks: () => putPublishSettings(db, id, { refusesBlocks: true }),
    })
  },
  preview: previewPost,
  compare: comparePost,
}

/** The press of a site that is open already. */
export function openWordPressPress(site: PublishingSite): OpenPress {
  return {
    connectionId: site.connectionId,
    batch: site.open.facts.batch,
    begin: (deps) => lookForNew(deps, site),
    publish: (deps, rows, pace) => publishRows(deps, site, pace, rows),
    wake: (deps, rows) => lookAtScheduled(deps, site, rows),
    change: (deps, row) => changeRow(deps, site, row),
    reconcile: (deps, rows) => reconcile(deps, site, rows),
  }
}
