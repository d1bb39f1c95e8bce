import { html } from 'hono/html'
import type { Html } from '../pages/layout.ts'

/** As much of a JSON Schema as the page shows. */
export interface ShownSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, ShownSchema>>
  readonly required?: readonly string[]
  readonly items?: ShownSchema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly format?: string
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly anyOf?: readonly ShownSchema[]
  readonly oneOf?: readonly ShownSchema[]
}

const deepest = 5

/** The fields of an object as a table, those of objects inside by their path (`items[].name`). */
export function fieldTable(schema: ShownSchema): Html | '' {
  const rows = [...listFields(schema, '', 0)]
  if (rows.length === 0) return ''
  return html`<table><thead><tr><th scope="col">Field</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead><tbody>${rows}</tbody></table>`
}

function* listFields(schema: ShownSchema, path: string, depth: number): Generator<Html> {
  if (depth > deepest) return
  for (const [name, value] of Object.entries(schema.properties ?? {})) {
    const here = path === '' ? name : `${path}.${name}`
    yield fieldRow(here, value, schema.required?.includes(name) === true)
    yield* listInside(value, here, depth + 1)
  }
  if (path === '')
    for (const option of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) yield* listInside(option, '', depth)
}

function* listInside(schema: ShownSchema, path: string, depth: number): Generator<Html> {
  for (const option of [schema, ...(path === '' ? [] : (schema.anyOf ?? []))]) {
    if (option.properties !== undefined) yield* listFields(option, path, depth)
    if (option.items !== undefined) yield* listFields(option.items, `${path}[]`, depth)
  }
}

/** Text whose `words` in backticks are code. */
export function inline(text: string): (Html | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))
}

export function fieldRow(name: string, schema: ShownSchema, required: boolean): Html {
  return html`<tr><td><code>${name}</code>${required ? '' : html` <small>optional</small>`}</td><td>${typeOf(schema)}</td><td>${inline(schema.description ?? '')}${boundsOf(schema)}</td></tr>`
}

function typeOf(schema: ShownSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const options = schema.anyOf ?? schema.oneOf
  if (options !== undefined) return [...new Set(options.map(typeOf))].join(' | ')
  if (schema.type === 'array') return `${typeOf(schema.items ?? {})}[]`
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.join(' | ') ?? 'anything')
  return schema.format === undefined ? type : `${type} (${schema.format})`
}

function boundsOf(schema: ShownSchema): string {
  const { minimum, maximum, minLength, maxLength } = schema
  const bounds = [
    minimum === undefined || maximum === undefined || maximum > 1e9 ? '' : `${minimum} to ${maximum}`,
    maxLength === undefined ? '' : `${minLength ?? 0} to ${maxLength} letters`,
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
  ].filter((bound) => bound !== '')
  return bounds.length === 0 ? '' : ` (${bounds.join('; ')})`
}
