import type { ConnectionsDeps } from '../../connections/deps.ts'
import type { SiteFacts } from '../../connectors/wordpress/facts.ts'
import { articleSchema } from '../../content/article.ts'
import type { ArticleVersion } from '../../store/articles.ts'
import type { Publication } from '../../store/publications.ts'
import { readPublishSettings } from '../../store/publish-settings.ts'
import { listThere } from '../../store/site-assets.ts'
import { listAllSiteTerms } from '../../store/site-terms.ts'
import { imageChangeFor, uploadHash } from '../image-options.ts'
import { markOf } from '../mark.ts'
import type { PublishOptions } from '../options.ts'
import type { PreviewRequest } from '../press.ts'
import type { Preview } from '../preview.ts'
import { composePost } from './compose.ts'
import { learnFacts } from './learn-facts.ts'
import { type PlannedTerm, planPublication } from './plan.ts'
import { foldPath } from './resolve-terms.ts'
import { takeAway } from './take-away.ts'

interface PreviewInput {
  readonly version: ArticleVersion
  readonly options: PublishOptions
  readonly wantedHash: string
  readonly facts: SiteFacts
  readonly siteKey: string
  readonly refusesBlocks: boolean
  readonly mark: string
  /** What is known of it on that site; undefined where nothing is. */
  readonly publication: Publication | undefined
  /** Paths of terms (`taxonomy` and folded path, joined by a line break) and hashes of images that are on the site. */
  readonly there: ReadonlySet<string>
}

/** What publishing an article as a post would do; asks the site nothing where its connection knows it. */
export async function previewPost(deps: ConnectionsDeps, asked: PreviewRequest): Promise<Preview> {
  const { connection, article, version } = asked
  const { db } = deps.store
  const settings = (await readPublishSettings(db, [connection.id])).get(connection.id)
  const facts = await learnFacts(deps, connection)
  const change = imageChangeFor(asked.options.images, facts.version)
  const uploads = Object.values(version.assets).map((hash) => uploadHash(hash, change))
  const images = await listThere(db, connection, uploads)
  const terms = await listAllSiteTerms(db, connection)
  return previewPublication({
    ...asked,
    facts,
    siteKey: connection.siteKey,
    refusesBlocks: settings?.refusesBlocks ?? false,
    mark: markOf(article, connection.account),
    there: new Set([...images.map(({ hash }) => hash), ...terms.map(({ taxonomy, path }) => `${taxonomy}\n${path}`)]),
  })
}

/** Pure. Raises what rendering raises. */
function previewPublication(input: PreviewInput): Preview {
  const { version, options, facts, siteKey, refusesBlocks, mark, publication, there, wantedHash } = input
  const article = articleSchema.parse(version.body)
  const plan = planPublication({ article, assets: version.assets, options, facts, siteKey, refusesBlocks })
  const isThere = publication !== undefined && publication.remoteId !== null
  const status = String(plan.fields.status ?? '')
  const base = { type: plan.type, status, dropped: plan.drops }
  if (isThere && publication.doneHash === wantedHash && ['live', 'scheduled', 'draft'].includes(publication.state))
    return { ...base, result: 'unchanged', steps: [], requests: 0, notes: [] }
  const images = [...new Set(plan.images.filter(({ stays }) => !stays).map(({ hash }) => hash))].filter(
    (image) => !there.has(image),
  )
  const terms = plan.terms.filter(({ taxonomy, path }) => !there.has(`${taxonomy}\n${foldPath(path)}`))
  const { fields, notes } = composePost({
    article,
    plan,
    ids: { terms: new Map(), images: new Map(plan.images.map(({ hash }) => [hash, { id: 1, url: '' }])), author: null },
    mark,
    wantedHash,
    unfilteredHtml: facts.user.can.unfilteredHtml === true,
    version: facts.version,
  })
  const away = takeAway(fields, { article, plan, facts, before: isThere ? (publication.sent ?? []) : null })
  const lost = away.notes.map(({ what }) => what)
  const posts = isThere
    ? ['look at the post', lost.length === 0 ? 'change it' : `change it, and take away ${lost.join(', ')}`]
    : plan.method === 'marked'
      ? [`create a ${plan.type}: ${status}`]
      : [`create a ${plan.type} as a draft`, `make it ${status}`]
  const steps = [
    ...new Set(terms.map(({ taxonomy }) => `look for terms (${taxonomy})`)),
    ...terms.map((term) => sayMissing(term, facts, options)),
    ...images.flatMap(() => ['look for an image', 'upload it']),
    ...(plan.author === null ? [] : [`look for the user ${plan.author}`]),
    ...posts,
  ]
  const told = { notes: [...notes, ...away.notes], dropped: [...plan.drops, ...away.drops] }
  return { ...base, result: isThere ? 'update' : 'create', steps, requests: steps.length, ...told }
}

/** What becomes of a term that the site may not have. Who may not make categories may still make tags. */
function sayMissing(
  { taxonomy, path }: PlannedTerm,
  { user, taxonomies }: SiteFacts,
  { missingTerms }: PublishOptions,
): string {
  if (missingTerms === 'leave-out') return `leave out "${path}" where it is missing`
  const mayMake = user.can.terms !== false || taxonomies.get(taxonomy)?.hierarchical !== true
  return mayMake
    ? `make "${path}" where it is missing`
    : `leave out "${path}" where it is missing: this user may not make it`
}
