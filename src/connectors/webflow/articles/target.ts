import { HubError } from '../../../errors/hub-error.ts'
import { type ArticlePart, partKinds } from '../../../webflow/article.ts'
import type { Collection } from '../../../webflow/collections.ts'
import { accepts, type FieldMapping, guessMapping } from '../../../webflow/mapping.ts'
import { collectionOf, type WebflowFacts } from '../open-site.ts'

export type { FieldMapping } from '../../../webflow/mapping.ts'

/** Where articles go, and which part of them into which field. */
export interface Target {
  readonly collection: Collection
  readonly mapping: FieldMapping
  /** Nobody set it: it was guessed by names and types. */
  readonly isGuess: boolean
  /** Slugs of fields that were guessed by their type alone. */
  readonly uncertain: readonly string[]
  /** Slugs of required fields that nothing fills: no item can be created until somebody maps them. */
  readonly missing: readonly string[]
  /** What is wrong with a mapping that somebody set: a field that is gone, a type that cannot take it. */
  readonly problems: readonly { readonly field: string; readonly why: string }[]
}

/** What a person chose; what is not given is guessed. */
export interface ChosenTarget {
  readonly collection?: string | undefined
  readonly mapping?: FieldMapping | undefined
}

const likely = /(?:^|-)(?:blog|posts?|articles?|news|stories|journal|insights)(?:-|$)/

/**
 * The collection and mapping that articles take. Pure. Throws `bad_input` where the collection is not there, or none was
 * chosen and several are as likely.
 */
export function chooseTarget(facts: WebflowFacts, { collection: wanted, mapping }: ChosenTarget): Target {
  const collection = wanted === undefined ? likeliest(facts) : collectionOf(facts, wanted)
  const { fields } = collection
  if (mapping === undefined) {
    const guess = guessMapping(fields)
    return { collection, ...guess, isGuess: true, problems: [] }
  }
  const problems = Object.entries(mapping).flatMap(([slug, source]) => {
    const field = fields.find((one) => one.slug === slug)
    if (field === undefined) return [{ field: slug, why: 'the collection has no such field' }]
    if (!field.isEditable) return [{ field: slug, why: 'the field cannot be edited' }]
    if ('part' in source && !accepts(field, source.part) && slug !== 'name' && slug !== 'slug')
      return [{ field: slug, why: `a field of the type ${field.type} cannot take ${partKinds[source.part]}` }]
    return []
  })
  const missing = fields
    .filter(({ isRequired, isEditable, slug }) => isRequired && isEditable && slug !== 'slug' && !(slug in mapping))
    .map(({ slug }) => slug)
  return { collection, mapping, isGuess: false, uncertain: [], missing, problems }
}

/** The parts of an article that a field can take. */
export function partsFor(field: Pick<Collection['fields'][number], 'type'>): ArticlePart[] {
  const parts = Object.keys(partKinds) as ArticlePart[]
  return parts.filter((part) => accepts(field, part))
}

/** The only collection that can hold a text, or the only one of those that is called like one of articles. */
function likeliest({ collections }: WebflowFacts): Collection {
  const able = collections.filter(({ fields }) => fields.some(({ type }) => type === 'RichText'))
  const named = able.filter(({ slug }) => likely.test(slug))
  const [only, ...others] = able.length === 1 ? able : named
  if (only !== undefined && others.length === 0) return only
  throw new HubError('bad_input', 'It is not clear into which collection of the site articles go', {
    fix: `Choose one: pressroom mapping <connection> --collection <${collections
      .slice(0, 20)
      .map(({ slug }) => slug)
      .join('|')}>`,
  })
}
