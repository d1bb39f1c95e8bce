import { hashItem } from '../../connectors/webflow/articles/item-content.ts'
import type { Item } from '../../connectors/webflow/write-items.ts'
import type { Settlement } from '../../store/publication-leases.ts'
import type { WebflowWork } from './work.ts'

/**
 * Why an item may not be written over, as the row's new state; null when it may: it is as we left it, or a person said to
 * overwrite it.
 */
export function checkItem({ row, options, plan }: WebflowWork, item: Item | null): Settlement | null {
  const { id, epoch, wantedHash } = row
  const base = { id, epoch, claimedHash: wantedHash, done: false, requests: 1 }
  const conflict = (code: string, message: string, fix: string): Settlement => ({
    ...base,
    state: 'conflict',
    error: { code, message, fix, modified: item?.lastUpdated ?? null },
  })
  if (row.remoteType !== plan.target.collection.id)
    return conflict(
      'other_type',
      'It is in another collection on the site',
      'Delete it there first, or choose its former collection.',
    )
  if (item === null) {
    const gone = { type: row.remoteType, id: null, ref: null, url: null, status: null, modified: null, hash: null }
    if (options.overwrite) return { ...base, state: 'planned', remote: gone }
    return conflict(
      'gone_from_site',
      'Somebody deleted the item in Webflow',
      'Publish it again with "overwrite" to make it anew.',
    )
  }
  if (options.overwrite || row.remoteHash === null) return null
  if (item.isArchived)
    return conflict(
      'archived_on_site',
      'Somebody archived the item in Webflow',
      'Unarchive it there, or publish it again with "overwrite".',
    )
  if (hashItem(item) !== row.remoteHash)
    return conflict(
      'edited_on_site',
      `Somebody changed the item in Webflow at ${item.lastUpdated ?? 'an unknown time'}`,
      'Compare the two, and publish again with "overwrite" to write over the other one.',
    )
  return null
}
