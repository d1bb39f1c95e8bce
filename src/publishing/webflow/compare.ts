import type { ConnectionsDeps } from '../../connections/deps.ts'
import { openSiteOf } from '../../connections/open.ts'
import { composeItem } from '../../connectors/webflow/articles/compose-item.ts'
import { adoptItem, showFields } from '../../connectors/webflow/articles/item-sides.ts'
import { openReferenceDesk } from '../../connectors/webflow/articles/references.ts'
import { readItem } from '../../connectors/webflow/write-items.ts'
import { webflow } from '../../connectors/webflow.ts'
import { articleSchema } from '../../content/article.ts'
import { listRefsThere } from '../../store/site-assets.ts'
import type { Compared, CompareRequest, WantedState } from '../press.ts'
import { remoteOf, stateOf } from './receipt.ts'
import { planWork } from './work.ts'

/**
 * A conflict's three sides: the item as it is now, and what was sent last and is wanted, composed from their versions. Names that
 * articles refer to are looked up, and none is made.
 */
export async function compareItems(deps: ConnectionsDeps, asked: CompareRequest): Promise<Compared> {
  const { connection, publication, before, wanted } = asked
  const { site: open } = await openSiteOf(deps, webflow, { projectId: connection.projectId, id: connection.id })
  const desk = openReferenceDesk(open)
  const names = new Map<string, string>()

  async function compose({ version, options }: WantedState) {
    const article = articleSchema.parse(version.body)
    const plan = planWork(open.facts, { article, assets: version.assets, options, mark: publication.mark })
    const hashes = plan.images.map(({ hash }) => hash)
    const there = await listRefsThere(deps.store.db, connection, hashes)
    const images = new Map(there.map(({ hash, ref, url }) => [hash, { id: ref, url }]))
    const bare = composeItem(article, plan, images, {})
    const ids = await desk.resolve(bare.references, { policy: 'skip', live: false })
    for (const found of Object.values(ids)) for (const [name, id] of Object.entries(found)) names.set(id, name)
    return { article, plan, fields: composeItem(article, plan, images, ids).fields }
  }

  const ours = await compose(wanted)
  const base = before === null ? null : await compose(before)
  const { collection, mapping } = ours.plan.target
  const type = publication.remoteType ?? collection.id
  const { remoteRef } = publication
  const item = remoteRef === null ? null : await readItem(open, { collection: type, item: remoteRef })
  const side = (data: Readonly<Record<string, unknown>>) => showFields(collection, mapping, data, names)
  // What neither side sends is nobody's conflict.
  const sent = new Set([...Object.keys(ours.fields), ...Object.keys(base?.fields ?? {})])
  const theirs = Object.fromEntries(Object.entries(item?.fieldData ?? {}).filter(([slug]) => sent.has(slug)))
  const gone = { type, id: null, ref: null, url: null, status: null, modified: null, hash: null }
  return {
    sides: {
      base: base === null ? null : side(base.fields),
      theirs: item === null ? null : side(theirs),
      ours: side(ours.fields),
    },
    modified: item?.lastUpdated ?? null,
    state: item === null ? 'gone' : stateOf(item, null),
    remote: item === null ? gone : remoteOf({ open }, type, item),
    adopt: (article) => (item === null || item.isArchived ? null : adoptItem(article, mapping, item, ours.fields)),
  }
}
