import { z } from 'zod'
import type { Action } from '../connectors/action.ts'
import type { Lookup } from '../connectors/lookup.ts'
import type { Trigger } from '../connectors/trigger.ts'
import { jsonSchemaOf, jsonSchemaView, lookupsIn } from './json-schema.ts'

export const effect = z
  .enum(['read', 'idempotent', 'keyed', 'append', 'destructive'])
  .describe(
    'What repeating it does. `read`: nothing. `idempotent`: nothing more. `keyed`: it is looked for before it is repeated. `append`: it happens again. `destructive`: it takes something away, and asks for `confirm`',
  )
const title = z.string().describe('In the words of a menu')
const description = z.string().nullable()
const lookups = z
  .array(
    z.object({
      field: z.string(),
      lookup: z.string(),
      input: z
        .record(z.string(), z.unknown())
        .readonly()
        .describe('What the look-up is asked with; what is not said here comes from the fields of the same name'),
    }),
  )
  .describe('Fields of the input that have choices: `categories[]`')

export const actionView = z.object({
  name: z.string().describe('Without the kind: `posts.create`'),
  title,
  description,
  effect,
  input: jsonSchemaView,
  output: jsonSchemaView,
  lookups,
})
export type ActionView = z.infer<typeof actionView>

/** Enough for a menu. */
export const actionSummary = actionView.omit({ input: true, output: true, lookups: true })

export const lookupView = z.object({ name: z.string(), title, input: jsonSchemaView })

export const triggerView = z.object({
  name: z.string(),
  title,
  description,
  input: jsonSchemaView,
  output: jsonSchemaView.describe('Of one item'),
  lookups,
})

export function viewAction(name: string, { title, description, effect, input, output }: Action): ActionView {
  const asked = jsonSchemaOf(input)
  return {
    ...{ name, title, description: description ?? null, effect },
    input: asked,
    output: jsonSchemaOf(output),
    lookups: lookupsIn(asked),
  }
}

export function summariseAction(name: string, { title, description, effect }: Action): z.infer<typeof actionSummary> {
  return { name, title, description: description ?? null, effect }
}

export function viewLookup(name: string, { title, input }: Lookup): z.infer<typeof lookupView> {
  return { name, title, input: jsonSchemaOf(input) }
}

export function viewTrigger(name: string, { title, description, input, output }: Trigger): z.infer<typeof triggerView> {
  const asked = jsonSchemaOf(input)
  return {
    ...{ name, title, description: description ?? null },
    input: asked,
    output: jsonSchemaOf(output),
    lookups: lookupsIn(asked),
  }
}

/** All of a registry that a search finds in name, title or description, in the order of the registry. */
export function search<T extends { readonly title: string; readonly description?: string }>(
  all: Readonly<Record<string, T>>,
  words: string,
): [name: string, one: T][] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  return Object.entries(all).filter(([name, { title, description = '' }]) => {
    const text = `${name} ${title} ${description}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
