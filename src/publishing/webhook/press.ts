import { openSiteOf } from '../../connections/open.ts'
import { webhook } from '../../connectors/webhook.ts'
import type { Press } from '../press.ts'
import { previewEvent } from './preview.ts'
import { publishRow } from './publish-row.ts'

/**
 * Articles as events at an endpoint. What is sent is a delivery (`src/deliveries/`): kept before it is sent, with its id, and
 * sent again under that id until the receiver takes it, for days. So nothing is ever in doubt here: a row that was claimed and
 * not settled, after a crash say, finds its delivery and goes on with that.
 */
export const webhookPress: Press = {
  kind: webhook.kind,
  actions: new Set(['publish', 'unpublish', 'delete']),
  async open(deps, connection, signal) {
    const { id, projectId } = connection
    // Where nothing may be sent now, nothing is claimed.
    await openSiteOf(deps, webhook, { id, projectId }, { signal })
    const sending = { ...deps, now: () => new Date() }
    const work = { sending, connection, signal }
    return {
      connectionId: id,
      batch: null,
      lanes: { start: 4, most: 4 },
      async publish(pressDeps, rows) {
        for (const row of rows) await publishRow(pressDeps, work, row)
      },
      change: (pressDeps, row) => publishRow(pressDeps, work, row),
      // Nothing is recorded as sent in the rows themselves.
      reconcile: async (pressDeps, rows) => {
        for (const row of rows) await publishRow(pressDeps, work, row)
      },
    }
  },
  preview: previewEvent,
}
