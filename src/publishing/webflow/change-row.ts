import { deleteItem, type Item, readItem, unpublishItem } from '../../connectors/webflow/write-items.ts'
import { HubError } from '../../errors/hub-error.ts'
import { type ClaimedPublication, settlePublications } from '../../store/publication-leases.ts'
import type { PressDeps } from '../deps.ts'
import { giveUp } from '../settlements.ts'
import { type LoneWrite, writeAlone } from '../write-alone.ts'
import { placedOf } from './receipt.ts'
import type { WebflowPressSite } from './work.ts'

type Change = (
  site: WebflowPressSite,
  row: ClaimedPublication,
  one: { readonly collection: string; readonly item: string },
  item: Item | null,
  notAfter: number,
) => ReturnType<LoneWrite['send']>

/** What is done with an item that is there, besides publishing it. Both are harmless to repeat. */
const changes: Readonly<Record<'unpublish' | 'delete', Change>> = {
  async unpublish(site, row, one, item, notAfter) {
    await unpublishItem(site.open, one, { notAfter })
    const after = (await readItem(site.open, one)) ?? item
    if (after === null) throw new HubError('not_found', 'Somebody deleted the item in Webflow')
    return { state: 'draft', result: 'updated', remote: placedOf(site, one.collection, after, row) }
  },
  async delete(site, _row, one, _item, notAfter) {
    await deleteItem(site.open, one, { notAfter })
    const gone = { type: one.collection, id: null, ref: null, url: null, status: null, modified: null, hash: null }
    return { state: 'gone', result: 'removed', remote: gone }
  },
}

export const changeActions = ['unpublish', 'delete'] as const

/** Unpublishes or deletes the item of a claimed row. */
export async function changeRow(deps: PressDeps, site: WebflowPressSite, row: ClaimedPublication): Promise<void> {
  const { action, remoteRef, remoteType } = row
  if (remoteRef === null || remoteType === null || (action !== 'unpublish' && action !== 'delete'))
    throw new HubError('internal', 'There is no item to change')
  const one = { collection: remoteType, item: remoteRef }
  try {
    const item = action === 'unpublish' ? await readItem(site.open, one) : null
    await writeAlone(deps, {
      row,
      request: { kind: action, type: remoteType },
      send: (notAfter) => changes[action](site, row, one, item, notAfter),
    })
  } catch (error) {
    await settlePublications(deps.store.db, [giveUp(deps.timing, row, error)])
  }
}
