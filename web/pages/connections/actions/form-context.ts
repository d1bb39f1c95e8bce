import { createContext, useContext } from 'react'
import type { Schema, Values } from './schema.ts'

/** What every field of a form may need to know of the whole of it. */
export interface FormContext {
  readonly connection: string
  readonly root: Schema
  readonly values: Values
  /** Names that a look-up asks for, beside what its field says. */
  readonly lookupInputs: ReadonlyMap<string, readonly string[]>
  /** The sentence for a refused field, by its path: `meta.colour`. */
  readonly errors: Readonly<Record<string, string>>
  /** Of top fields, several at once. `undefined` takes one away. */
  change(part: Values): void
}

const Context = createContext<FormContext | null>(null)

export const FormProvider = Context.Provider

export function useForm(): FormContext {
  const form = useContext(Context)
  if (form === null) throw new Error('A field stands outside of a form')
  return form
}

/** The sentence for a field, or for what is within it. */
export function errorAt(errors: Readonly<Record<string, string>>, path: string): string | undefined {
  const within = Object.entries(errors).find(([at]) => at === path || at.startsWith(`${path}.`))
  return within?.[1]
}
