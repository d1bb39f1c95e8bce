import type { ConnectionsDeps } from '../../connections/deps.ts'
import { openSiteOf } from '../../connections/open.ts'
import type { SiteFacts } from '../../connectors/wordpress/facts.ts'
import type { OpenWordPress } from '../../connectors/wordpress/open-site.ts'
import { readNames } from '../../connectors/wordpress/post-names.ts'
import { readPosts } from '../../connectors/wordpress/read-posts.ts'
import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import type { PostFields } from '../../connectors/wordpress/write-posts.ts'
import { wordpress } from '../../connectors/wordpress.ts'
import { type Article, articleSchema } from '../../content/article.ts'
import { dropMetadata } from '../../content/blocks/mark.ts'
import { importBody } from '../../content/from-blocks.ts'
import { readPublishSettings } from '../../store/publish-settings.ts'
import { listThere } from '../../store/site-assets.ts'
import { listAllSiteTerms } from '../../store/site-terms.ts'
import type { SideFields } from '../compare-sides.ts'
import type { PublishOptions } from '../options.ts'
import type { Compared, CompareRequest, WantedState } from '../press.ts'
import { publishTiming } from '../timing.ts'
import { composePost, termKey } from './compose.ts'
import { isStranger } from './is-stranger.ts'
import { type Plan, planPublication } from './plan.ts'
import { remoteOf, stateOf } from './receipt.ts'
import { foldPath } from './resolve-terms.ts'
import { wakeOf } from './schedule.ts'

const marks = ['pressroom', 'pressroomVersion']

/** What the site's ids mean, as far as is known without asking. */
interface KnownSite {
  readonly facts: SiteFacts
  readonly images: ReadonlyMap<string, { readonly id: number; readonly url: string }>
  /** By taxonomy and folded path. */
  readonly terms: ReadonlyMap<string, number>
  /** What people call terms, by id. */
  readonly termNames: ReadonlyMap<number, string>
}

interface PlannedSide {
  readonly article: Article
  readonly options: PublishOptions
  readonly plan: Plan
}

/** A conflict's three sides: one request, for the post as it is now. What was sent last is composed anew from its version. */
export async function comparePost(deps: ConnectionsDeps, asked: CompareRequest): Promise<Compared> {
  const { connection, publication, before, wanted } = asked
  const { db } = deps.store
  const { site } = await openSiteOf(deps, wordpress, { projectId: connection.projectId, id: connection.id })
  const { facts } = site
  const refusesBlocks = (await readPublishSettings(db, [connection.id])).get(connection.id)?.refusesBlocks ?? false
  const planned = ({ version, options }: WantedState): PlannedSide => {
    const article = articleSchema.parse(version.body)
    const { assets } = version
    const { siteKey } = connection
    return { article, options, plan: planPublication({ article, assets, options, facts, siteKey, refusesBlocks }) }
  }
  const [now, then] = [planned(wanted), before === null ? null : planned(before)]
  const hashes = [now, then].flatMap((one) => one?.plan.images.map(({ hash }) => hash) ?? [])
  const terms = await listAllSiteTerms(db, connection)
  const { remoteId } = publication
  const type = publication.remoteType ?? 'post'
  const found = remoteId === null ? undefined : (await readPosts(site, type, [remoteId])).get(remoteId)
  // Somebody else's post under our id is nothing that could be kept or written over: ours is gone.
  const post = found === undefined || isStranger(publication, found, now.article.title) ? undefined : found
  const known: KnownSite = {
    facts,
    images: new Map(
      (await listThere(db, connection, hashes)).map(({ hash, remoteId: id, url }) => [hash, { id, url }]),
    ),
    terms: new Map(terms.map(({ taxonomy, path, remoteId: id }) => [termKey(taxonomy, path), id])),
    termNames: new Map([
      ...terms.map(({ path, remoteId: id }) => [id, path] as const),
      ...(post === undefined ? [] : await nameTerms(site, post, new Set(terms.map(({ remoteId: id }) => id)))),
    ]),
  }
  const ours = composeSide(now, known)
  const base = then === null ? null : composeSide(then, known)
  const theirs = post === undefined ? null : storedSide(post, { ...base, ...ours }, known)
  return {
    sides: { base: showSide(base, known), theirs, ours: showSide(ours, known) ?? {} },
    modified: post?.modified ?? null,
    state: post === undefined ? 'gone' : stateOf(post.status),
    remote:
      post === undefined ? { type, id: null, url: null, status: null, modified: null, hash: null } : remoteOf(post),
    ...(post === undefined ? {} : wakeOf(post, publishTiming)),
    adopt: (article) => (post === undefined || post.status === 'trash' ? null : adoptPost(article, post, now, known)),
  }
}

/** Terms of a post that were never ours: somebody else put it there, or the site did. Requests only where there are any. */
async function nameTerms(
  site: OpenWordPress,
  post: StoredPost,
  known: ReadonlySet<number>,
): Promise<(readonly [number, string])[]> {
  if (Object.values(post.terms).every((ids) => ids.every((id) => known.has(id)))) return []
  const { pathsOf } = await readNames(site, [post])
  return [...site.facts.taxonomies].flatMap(([taxonomy, { field }]) =>
    (post.terms[field] ?? []).flatMap((id) => {
      const [path] = pathsOf(taxonomy, { ...post, terms: { [field]: [id] } }) ?? []
      return path === undefined ? [] : [[id, path] as const]
    }),
  )
}

function composeSide({ article, options, plan }: PlannedSide, { facts, images, terms }: KnownSite): PostFields {
  const ids = new Map(
    plan.terms.flatMap(({ taxonomy, path }) => {
      const id = terms.get(termKey(taxonomy, foldPath(path)))
      return id === undefined ? [] : [[termKey(taxonomy, path), id] as const]
    }),
  )
  const fields = composePost({
    article,
    plan,
    ids: { terms: ids, images, author: null },
    mark: '',
    wantedHash: '',
    unfilteredHtml: facts.user.can.unfilteredHtml === true,
    version: facts.version,
  }).fields
  // An article that does not say its status keeps the one that the post has.
  const { status: _, ...others } = fields
  return options.status === undefined && article.status === null ? others : fields
}

/** Of the post, the fields that one of the other sides has: what we never send is nobody's conflict. */
function storedSide(post: StoredPost, sent: PostFields, known: KnownSite): SideFields {
  const stored: Record<string, unknown> = {
    ...{ title: post.title, content: post.content, excerpt: post.excerpt, slug: post.slug, status: post.status },
    ...{ featured_media: post.featuredMedia, template: post.template, date_gmt: post.date },
    ...post.terms,
    ...post.extra,
    meta: post.meta,
  }
  const names = ['title', 'content', ...Object.keys(sent)]
  const fields = Object.fromEntries(names.filter((name) => name in stored).map((name) => [name, stored[name]]))
  const shown = showSide(fields, known) ?? {}
  const wanted = new Set(Object.keys(showSide(sent, known) ?? {}))
  return Object.fromEntries(Object.entries(shown).filter(([name]) => !name.startsWith('meta.') || wanted.has(name)))
}

function showSide(
  fields: Readonly<Record<string, unknown>> | null,
  { facts, termNames }: KnownSite,
): SideFields | null {
  if (fields === null) return null
  const isTerms = new Set([...facts.taxonomies.values()].map(({ field }) => field))
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, string][] => {
      if (name === 'content') return [[name, dropMetadata(String(value), marks).trim()]]
      if (isTerms.has(name) && Array.isArray(value))
        return [
          [
            name,
            value
              .map((id) => termNames.get(id) ?? `#${id}`)
              .sort()
              .join(', '),
          ],
        ]
      if (name === 'meta' && typeof value === 'object' && value !== null)
        return Object.entries(value).map(([key, one]) => [`meta.${key}`, textOf(one)])
      return [[name, textOf(value)]]
    }),
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

/** The article with what the post says: its words, and the terms that are known by name. Images that are ours stay ours. */
function adoptPost(article: Article, post: StoredPost, { plan }: PlannedSide, known: KnownSite): Article {
  const { footnotes } = post.meta
  const { body, images } = importBody(post.content, {
    marks,
    ...(typeof footnotes === 'string' ? { footnotes } : {}),
  })
  const srcOf = new Map(
    plan.images.flatMap(({ src, hash }) => {
      const image = known.images.get(hash)
      return image === undefined ? [] : [[image.id, src] as const]
    }),
  )
  let { text } = body
  for (const [address, { id }] of images) {
    const src = id === undefined ? undefined : srcOf.get(id)
    if (src !== undefined) text = text.replaceAll(address, src)
  }
  const paths = new Map([...known.terms].map(([key, id]) => [id, key]))
  const named = (taxonomy: string, former: readonly string[] | null): string[] | null => {
    const ids = post.terms[known.facts.taxonomies.get(taxonomy)?.field ?? '']
    const keys = ids?.map((id) => paths.get(id))
    if (former === null || keys === undefined || keys.includes(undefined)) return former === null ? null : [...former]
    // Written as the article writes it, where it is the same.
    return keys.flatMap((key) => {
      const path = key?.slice(key.indexOf('\n') + 1)
      return path === undefined ? [] : [former.find((one) => foldPath(one) === path) ?? path]
    })
  }
  return {
    ...article,
    title: post.title,
    body: { format: body.format, text },
    excerpt: article.excerpt === null && post.excerpt === '' ? null : post.excerpt,
    slug: article.slug === null ? null : post.slug,
    terms: {
      categories: named('category', article.terms.categories),
      tags: named('post_tag', article.terms.tags),
    },
  }
}
