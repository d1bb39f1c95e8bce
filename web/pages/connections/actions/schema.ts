/** A JSON Schema, as the hub describes what an action takes. */
export type Schema = Readonly<Record<string, unknown>>
export type Values = Readonly<Record<string, unknown>>

/** What a field looks like. `json`: nothing else fits. */
export type FieldKind =
  | 'choices'
  | 'enum'
  | 'boolean'
  | 'number'
  | 'date'
  | 'file'
  | 'password'
  | 'long'
  | 'text'
  | 'list'
  | 'rows'
  | 'object'
  | 'json'

/** A field of a form, with what it needs to be shown. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly description: string
  readonly kind: FieldKind
  readonly required: boolean
  /** Settled: references and `null` are gone. */
  readonly schema: Schema
  /** Of one entry, where it is a list. */
  readonly items: Schema | null
  readonly lookup: { readonly name: string; readonly input: Values } | null
}

/** Names whose texts have paragraphs. Schemas only say how long a text may be, and a title may be long, too. */
const longNames = /^(?:content|excerpt|html|caption|description|css|body|raw|text|bio)$/
const secretNames = /pass(?:word|phrase)?$|secret|token/i

/** What is to be filled in, those that must be first. Empty for a schema without fields of its own. */
export function fieldsOf(schema: Schema, root: Schema): Field[] {
  const required = listOf(schema.required)
  const fields = Object.entries(objectOf(schema.properties)).map(([name, raw]) =>
    fieldOf(name, objectOf(raw), root, required.includes(name)),
  )
  return [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)]
}

function fieldOf(name: string, raw: Schema, root: Schema, required: boolean): Field {
  const schema = settle(raw, root)
  const items = schema.type === 'array' ? settle(objectOf(schema.items), root) : null
  const { lookup, lookupInput } = typeof schema.lookup === 'string' ? schema : (items ?? {})
  const found = typeof lookup === 'string' ? { name: lookup, input: objectOf(lookupInput) } : null
  return {
    name,
    label: labelOf(name),
    description: typeof schema.description === 'string' ? schema.description : '',
    kind: found === null ? kindOf(name, schema, items) : 'choices',
    required,
    schema,
    items,
    lookup: found,
  }
}

/** Follows references, and takes a way out of `null`: what is left out is null enough. A mix stays what it is. */
function settle(schema: Schema, root: Schema, depth = 0): Schema {
  if (depth > 10) return {}
  if (typeof schema.$ref === 'string') {
    const name = /^#\/\$defs\/(.+)$/.exec(schema.$ref)?.[1]
    const found = name === undefined ? {} : objectOf(objectOf(root.$defs)[name])
    return settle({ ...found, ...without(schema, '$ref') }, root, depth + 1)
  }
  const ways = listOf(schema.anyOf ?? schema.oneOf).map(objectOf)
  const real = ways.filter(({ type }) => type !== 'null')
  const outer = without(without(schema, 'anyOf'), 'oneOf')
  const [only] = real
  if (real.length === 1 && only !== undefined) return settle({ ...only, ...outer }, root, depth + 1)
  const types = real.map(({ type }) => type)
  // A number or a text is a text that may be a number.
  if (real.length > 1 && types.every((type) => type === 'string' || type === 'integer' || type === 'number'))
    return { ...outer, type: 'string', takesNumbers: types.includes('integer') || types.includes('number') }
  return schema
}

function kindOf(name: string, schema: Schema, items: Schema | null): FieldKind {
  const { type, format, contentEncoding, pattern } = schema
  if (Array.isArray(schema.enum) || schema.const !== undefined) return 'enum'
  if (type === 'boolean') return 'boolean'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'string') {
    if (contentEncoding === 'base64' || format === 'base64') return 'file'
    if (format === 'date-time' || format === 'date' || isMomentPattern(pattern)) return 'date'
    if (secretNames.test(name)) return 'password'
    return longNames.test(name) ? 'long' : 'text'
  }
  if (items !== null) {
    if (items.type === 'object' && items.properties !== undefined) return 'rows'
    return items.type === 'string' || items.type === 'integer' || items.type === 'number' ? 'list' : 'json'
  }
  return type === 'object' && schema.properties !== undefined ? 'object' : 'json'
}

/** A moment that the connector describes by a pattern: `2026-11-22T10:00:00`. */
function isMomentPattern(pattern: unknown): boolean {
  return typeof pattern === 'string' && pattern.startsWith('^\\d{4}-\\d\\d-\\d\\dT')
}

/** What a typed text means for a schema: a number where that is taken, else the text. */
export function readTyped(text: string, schema: Schema | null): string | number {
  const takes = schema?.type === 'integer' || schema?.type === 'number' || schema?.takesNumbers === true
  return takes && /^-?\d{1,15}(?:\.\d+)?$/.test(text) ? Number(text) : text
}

/** Fields whose values are never kept in the browser: secrets, and files, which are too large. */
export function unkept(schema: Schema): string[] {
  return fieldsOf(schema, schema).flatMap(({ name, kind }) => (kind === 'password' || kind === 'file' ? [name] : []))
}

/** Takes more than its fields say: fields of plugins. */
export function isOpen(schema: Schema): boolean {
  return schema.additionalProperties !== undefined && schema.additionalProperties !== false
}

const initials = /\b(?:id|gmt|url|html|css|json|php|seo)\b/g

/** `featured_media`, `dateGmt` → `Featured media`, `Date GMT`. */
export function labelOf(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
    .trim()
    .replace(initials, (word) => word.toUpperCase())
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export function objectOf(value: unknown): Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {}
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

function without(schema: Schema, name: string): Schema {
  const { [name]: _, ...others } = schema
  return others
}
