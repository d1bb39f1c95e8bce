import type { ConnectionsDeps } from '../../connections/deps.ts'
import { provideCaches } from '../../connections/open.ts'
import { composeItem } from '../../connectors/webflow/articles/compose-item.ts'
import { factsOf } from '../../connectors/webflow/open-site.ts'
import { webflow } from '../../connectors/webflow.ts'
import { articleSchema } from '../../content/article.ts'
import { listRefsThere } from '../../store/site-assets.ts'
import { markOf } from '../mark.ts'
import type { PreviewRequest } from '../press.ts'
import type { Preview } from '../preview.ts'
import { refuseEmpty } from './compose.ts'
import { planWork } from './work.ts'

/** What publishing an article as an item would do; asks the site nothing where its connection knows it. */
export async function previewItem(deps: ConnectionsDeps, asked: PreviewRequest): Promise<Preview> {
  const { connection, version, options, publication } = asked
  const facts = factsOf(await provideCaches(deps, webflow, connection))
  const article = articleSchema.parse(version.body)
  const mark = markOf(asked.article, connection.account)
  const plan = planWork(facts, { article, assets: version.assets, options, mark })
  const hashes = plan.images.map(({ hash }) => hash)
  const there = new Set((await listRefsThere(deps.store.db, connection, hashes)).map(({ hash }) => hash))
  // As they will be, so that what they would leave empty is told.
  const images = new Map(hashes.map((hash) => [hash, { id: hash, url: `https://uploads.invalid/${hash}` }]))
  const bare = composeItem(article, plan, images, {})
  const ids = Object.fromEntries(
    bare.references.map(({ collectionId, names }) => [
      collectionId,
      Object.fromEntries(names.map((name) => [name, name])),
    ]),
  )
  const { drops, notes, missing, references } = composeItem(article, plan, images, ids)
  refuseEmpty(missing)
  const type = plan.target.collection.slug
  const dropped = drops.map((drop) => ({ ...drop, snippet: null }))
  const base = { type, status: plan.state, dropped }
  const isThere = publication !== undefined && publication.remoteRef !== null
  const isSame = publication?.doneHash === asked.wantedHash
  if (isThere && isSame && ['live', 'scheduled', 'draft'].includes(publication.state))
    return { ...base, result: 'unchanged', steps: [], requests: 0, notes: [] }
  const missingHashes = [...new Set(hashes)].filter((hash) => !there.has(hash))
  const nameOf = (id: string): string => facts.collections.find((one) => one.id === id)?.name ?? id
  const verb = options.missingTerms === 'create' ? 'make it where it is missing' : 'leave it out where it is missing'
  const steps = [
    ...missingHashes.flatMap(() => ['look for an image', 'describe it', 'upload it']),
    ...references.flatMap(({ collectionId, names }) =>
      names.map((name) => `look for "${name}" in ${nameOf(collectionId)}, ${verb}`),
    ),
    ...(isThere ? ['look at the item', 'change it'] : [`create an item in ${plan.target.collection.name}`]),
    ...(plan.at === null ? [] : [`publish it at ${new Date(plan.at).toISOString()}`]),
  ]
  return { ...base, result: isThere ? 'update' : 'create', steps, requests: steps.length, notes }
}
