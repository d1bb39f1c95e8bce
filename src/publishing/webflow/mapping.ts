import type { ConnectionRef, ConnectionsDeps } from '../../connections/deps.ts'
import { learnConnection } from '../../connections/learn.ts'
import { provideCaches } from '../../connections/open.ts'
import { chooseTarget, type FieldMapping, partsFor, type Target } from '../../connectors/webflow/articles/target.ts'
import { factsOf, type WebflowFacts } from '../../connectors/webflow/open-site.ts'
import { webflow } from '../../connectors/webflow.ts'
import { HubError } from '../../errors/hub-error.ts'
import { getConnection } from '../../store/connections.ts'
import { putPublishSettings, readPublishSettings } from '../../store/publish-settings.ts'
import { type FieldSource, webflowOptions } from './options.ts'

/** Which part of an article goes into which field of which collection. */
export interface ShownMapping {
  readonly collection: { readonly id: string; readonly slug: string; readonly name: string }
  readonly collections: readonly { readonly id: string; readonly slug: string; readonly name: string }[]
  /** Nobody set it. */
  readonly isGuess: boolean
  readonly withSite: boolean
  readonly fields: readonly {
    readonly slug: string
    readonly name: string
    readonly type: string
    readonly isRequired: boolean
    /** Null for a field that nothing fills. */
    readonly source: FieldSource | null
    /** It was guessed by its type alone. */
    readonly isUncertain: boolean
    /** Parts of an article that it can take. */
    readonly parts: readonly string[]
  }[]
  /** Required, and nothing fills them: no item can be created. */
  readonly missing: readonly string[]
  readonly problems: readonly { readonly field: string; readonly why: string }[]
}

export interface MappingChange {
  readonly collection?: string | undefined
  /** By slug of the field, over what is there; null: nothing goes into it. */
  readonly fields?: Readonly<Record<string, FieldSource | null>> | undefined
  /** First back to the guess. */
  readonly guess?: boolean | undefined
  readonly withSite?: boolean | undefined
  /** First asks Webflow for its collections and their fields anew: else what was learned within a day counts. */
  readonly refresh?: boolean | undefined
}

/** The mapping of a Webflow connection: set, or guessed. Asks the site only where it was never asked. Throws `bad_input` for other kinds. */
export async function readMapping(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  collection?: string,
): Promise<ShownMapping> {
  const { facts, kept } = await load(deps, ref)
  const isOther = collection !== undefined && collection !== kept.collection
  const target = chooseTarget(facts, isOther ? { collection } : kept)
  return show(facts, target, kept.withSite ?? false)
}

/** Changes it, field by field; what was guessed until then is set from now on. Throws `bad_input` for what a field cannot take. */
export async function changeMapping(
  deps: ConnectionsDeps,
  ref: ConnectionRef,
  { collection, fields = {}, guess = false, withSite, refresh = false }: MappingChange,
): Promise<ShownMapping> {
  const { facts, kept, options } = await load(deps, ref, refresh)
  const before = chooseTarget(facts, { collection: collection ?? kept.collection })
  const isSame = kept.mapping !== undefined && (collection === undefined || sameCollection(facts, kept, before))
  const base: FieldMapping = isSame && !guess ? (kept.mapping ?? {}) : before.mapping
  const mapping: Record<string, FieldSource> = {}
  for (const [slug, source] of Object.entries({ ...base, ...fields })) if (source !== null) mapping[slug] = source
  const isSet = Object.keys(fields).length > 0 || (isSame && !guess)
  const target = chooseTarget(facts, { collection: before.collection.id, ...(isSet ? { mapping } : {}) })
  const [problem] = target.problems
  if (problem !== undefined) throw new HubError('bad_input', `${problem.field}: ${problem.why}`)
  const next = webflowOptions.parse({
    collection: before.collection.id,
    ...(isSet ? { mapping } : {}),
    ...((withSite ?? kept.withSite) === true ? { withSite: true } : {}),
  })
  await putPublishSettings(deps.store.db, ref.id, { options: { ...options, webflow: next } })
  return show(facts, target, next.withSite ?? false)
}

function sameCollection(
  facts: WebflowFacts,
  kept: { collection?: string | undefined },
  { collection }: Target,
): boolean {
  return kept.collection !== undefined && chooseTarget(facts, { collection: kept.collection }).collection === collection
}

async function load(deps: ConnectionsDeps, { projectId, id }: ConnectionRef, refresh = false) {
  let connection = await getConnection(deps.store.db, projectId, id)
  if (connection.kind !== webflow.kind)
    throw new HubError('bad_input', `"${connection.name}" is a ${connection.kind} connection: it has no fields to map`)
  if (refresh) connection = await learnConnection(deps, connection, new Date())
  const options = (await readPublishSettings(deps.store.db, [id])).get(id)?.options ?? {}
  const kept = webflowOptions.parse(options.webflow ?? {})
  return { facts: factsOf(await provideCaches(deps, webflow, connection)), kept, options }
}

function show(facts: WebflowFacts, target: Target, withSite: boolean): ShownMapping {
  const name = ({ id, slug, name: called }: WebflowFacts['collections'][number]) => ({ id, slug, name: called })
  return {
    collection: name(target.collection),
    collections: facts.collections.map(name),
    isGuess: target.isGuess,
    withSite,
    fields: target.collection.fields
      .filter(({ isEditable }) => isEditable)
      .map((field) => ({
        slug: field.slug,
        name: field.name,
        type: field.type,
        isRequired: field.isRequired,
        source: target.mapping[field.slug] ?? null,
        isUncertain: target.uncertain.includes(field.slug),
        parts: partsFor(field),
      })),
    missing: target.missing,
    problems: target.problems,
  }
}
