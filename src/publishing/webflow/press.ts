import { openSiteOf } from '../../connections/open.ts'
import { openReferenceDesk } from '../../connectors/webflow/articles/references.ts'
import { openImageShelf } from '../../connectors/webflow/articles/site-images.ts'
import { webflow } from '../../connectors/webflow.ts'
import type { OpenPress, Press } from '../press.ts'
import { changeActions, changeRow } from './change-row.ts'
import { compareItems } from './compare.ts'
import { previewItem } from './preview.ts'
import { publishRow } from './publish-row.ts'
import { reconcile } from './reconcile.ts'
import type { WebflowPressSite } from './work.ts'

/** Items of Webflow's collections. There is no trash. */
export const webflowPress: Press = {
  kind: webflow.kind,
  actions: new Set(['publish', ...changeActions]),
  async open(deps, { id, projectId, siteKey }, signal) {
    const { site: open } = await openSiteOf(deps, webflow, { projectId, id }, { signal })
    const remembered = { desk: openReferenceDesk(open), shelf: openImageShelf(open) }
    return openWebflowPress({ connectionId: id, projectId, siteKey, open, ...remembered })
  },
  preview: previewItem,
  compare: compareItems,
}

function openWebflowPress(site: WebflowPressSite): OpenPress {
  return {
    connectionId: site.connectionId,
    batch: null,
    // Webflow counts the requests of a token, whoever sends them: more at once only wait.
    lanes: { start: 2, most: 3 },
    async publish(deps, rows, pace) {
      for (const row of rows) {
        const started = performance.now()
        await publishRow(deps, site, row)
        pace.answered({ count: 1, ms: performance.now() - started, errors: [] })
      }
    },
    change: (deps, row) => changeRow(deps, site, row),
    reconcile: (deps, rows) => reconcile(deps, site, rows),
  }
}
