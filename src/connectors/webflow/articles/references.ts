import type { Item } from '../../../webflow/items.ts'
import {
  type NeededReferences,
  type ReferenceIds,
  type ReferencePolicy,
  resolveReference,
} from '../../../webflow/references.ts'
import type { Call } from '../../action.ts'
import type { OpenWebflow } from '../open-site.ts'
import { publishItems } from '../write-items.ts'

/** Names that were looked up, or made, while a site is open: each once, however many articles need it at the same time. */
export interface ReferenceDesk {
  /**
   * The ids of items, by collection and name. `live`: those that are not on the live site yet, and are no drafts, are put
   * there, since a live item shows no references to others. Throws what Webflow says; nothing is repeated.
   */
  resolve(
    needed: readonly NeededReferences[],
    wanted: { readonly policy: ReferencePolicy; readonly live: boolean },
    call?: Call,
  ): Promise<ReferenceIds>
}

interface Entry {
  readonly item: Pick<Item, 'id' | 'isDraft'> | null
  live: boolean
}

export function openReferenceDesk(site: OpenWebflow): ReferenceDesk {
  const known = new Map<string, Promise<Entry>>()

  function find(
    collectionId: string,
    name: string,
    policy: ReferencePolicy,
    live: boolean,
    call?: Call,
  ): Promise<Entry> {
    const key = `${collectionId} ${policy} ${name.toLowerCase()}`
    const before = known.get(key)
    if (before !== undefined) return before
    const entry = resolveReference(site.client, collectionId, name, { policy, live }, call).then((item) => ({
      item,
      live: item !== null && item.lastPublished !== null,
    }))
    known.set(key, entry)
    // What went wrong is asked anew.
    entry.catch(() => known.delete(key))
    return entry
  }

  return {
    async resolve(needed, { policy, live }, call) {
      const ids: Record<string, Record<string, string>> = {}
      for (const { collectionId, names } of needed) {
        const found: Record<string, string> = {}
        const waiting: Entry[] = []
        for (const name of names) {
          const entry = await find(collectionId, name, policy, live, call)
          if (entry.item === null) continue
          found[name] = entry.item.id
          if (live && !entry.live && !entry.item.isDraft) waiting.push(entry)
        }
        const items = [...new Set(waiting.flatMap(({ item }) => item?.id ?? []))].slice(0, 100)
        if (items.length > 0) await publishItems(site, { collection: collectionId, items }, call)
        for (const entry of waiting) entry.live = true
        ids[collectionId] = found
      }
      return ids
    },
  }
}
