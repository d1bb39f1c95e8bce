import type { SiteFacts } from '../../connectors/wordpress/facts.ts'
import type { PostFields } from '../../connectors/wordpress/write-posts.ts'
import type { Article } from '../../content/article.ts'
import type { Note } from '../../content/note.ts'
import type { Drop } from '../drop.ts'
import { metaSnippet } from './meta-snippet.ts'
import type { Plan } from './plan.ts'
import { seoFieldOf } from './seo/registry.ts'

/** Fields that an article may do without, and what empties them. Others (slug, date, author) cannot be taken away. */
const nothing: Readonly<Record<string, PostFields[string]>> = { excerpt: '', featured_media: 0, template: '' }

interface Change {
  readonly article: Article
  readonly plan: Plan
  readonly facts: SiteFacts
  /** What the post has of ours, as `sent` said after the last write; null for a new post. */
  readonly before: readonly string[] | null
}

export interface TakenAway {
  readonly fields: PostFields
  /** What the post has of ours after this write: `tags`, `meta.price`. */
  readonly sent: readonly string[]
  readonly notes: readonly Note[]
  readonly drops: readonly Drop[]
}

/**
 * The fields of a write, and those that empty what was sent before and is no longer wanted: a field that is not sent stays on a
 * site for ever. What we never sent is somebody else's and stays, but for terms that the article says are none. Pure.
 */
export function takeAway(fields: PostFields, { article, plan, facts, before }: Change): TakenAway {
  const type = facts.types.get(plan.type)
  const seo = seoFieldOf(facts)
  const sent = new Set(namesIn(fields, [...Object.keys(nothing), ...(type?.termFields ?? [])], seo?.name))
  if (before === null) return { fields, sent: [...sent], notes: [], drops: [] }
  const put: Record<string, PostFields[string]> = { ...fields }
  const putPart = (field: string, part: string, value: PostFields[string] = null): void => {
    put[field] = { ...mapOf(put[field]), [part]: value }
  }
  const empty = (name: string): boolean => {
    const [field = '', part = ''] = splitName(name)
    if (Object.hasOwn(nothing, name)) put[name] = nothing[name] ?? null
    else if (type?.termFields.includes(name) === true) put[name] = []
    else if (field === 'meta' && (type?.meta?.includes(part) ?? true)) putPart('meta', part)
    else if (field === seo?.name && type?.extra.includes(field) === true && Object.hasOwn(seo.nothing, part))
      putPart(field, part, seo.nothing[part])
    else return false
    return true
  }
  const notes: Note[] = []
  const drops: Drop[] = []
  for (const name of new Set([...before, ...plan.none])) {
    if (sent.has(name)) continue
    // What is wanted still, and could not be sent this time, stays as it was.
    const isWanted =
      plan.terms.some(({ field }) => field === name) || (name === 'featured_media' && article.featuredImage !== null)
    const isEmptied = !isWanted && empty(name)
    if (!isEmptied) sent.add(name)
    if (isEmptied && before.includes(name)) notes.push({ code: 'taken_away', what: name, times: 1 })
    if (!isEmptied && !isWanted) drops.push(notTakenAway(name))
  }
  return { fields: put, sent: [...sent], notes, drops }
}

function notTakenAway(name: string): Drop {
  const [field, part = ''] = splitName(name)
  const why = 'the article has it no longer, and the site does not show it to its API any more: it stays'
  return { field: name, why, snippet: field === 'meta' ? metaSnippet({ [part]: '' }) : null }
}

/** `meta.a.b` as `meta` and `a.b`. */
function splitName(name: string): string[] {
  const at = name.indexOf('.')
  return at === -1 ? [name] : [name.slice(0, at), name.slice(at + 1)]
}

function namesIn(fields: PostFields, plain: readonly string[], seo: string | undefined): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (name === 'meta' || name === seo) return Object.keys(mapOf(value)).map((part) => `${name}.${part}`)
    return plain.includes(name) ? [name] : []
  })
}

function mapOf(value: PostFields[string] | undefined): PostFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
