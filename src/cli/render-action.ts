import { printable, type Terminal } from './terminal.ts'

type JsonSchema = Readonly<Record<string, unknown>>

interface ActionHelp {
  readonly name: string
  readonly title: string
  readonly description: string | null
  readonly effect: string
  readonly input: JsonSchema
  readonly lookups: readonly {
    readonly field: string
    readonly lookup: string
    readonly input: Readonly<Record<string, unknown>>
  }[]
}

const effects: Readonly<Record<string, string>> = {
  read: 'only reads',
  idempotent: 'may be repeated without harm',
  keyed: 'is done once: it is looked for before it is repeated',
  append: 'happens again each time: nothing repeats it by itself',
  destructive: 'takes something away: needs --yes',
}
const deepest = 3
const mostFields = 80

/** What an action takes, for a person at a terminal. */
export function renderAction(action: ActionHelp, connection: string, terminal: Terminal): string {
  const { name, title, description, effect, input, lookups } = action
  const rows = listFields(input, '', 0).slice(0, mostFields)
  const width = Math.max(0, ...rows.map(({ field }) => field.length + 1))
  const lines = rows.map(({ field, required, about }) => {
    const found = lookups.find((one) => one.field.replace(/\[\]$/, '') === field)
    const given = Object.entries(found?.input ?? {}).map(([name, value]) => ` --input ${name}=${String(value)}`)
    const choices = found === undefined ? '' : ` (choices: --choices ${found.lookup}${given.join('')})`
    return `  ${`${field}${required ? '*' : ''}`.padEnd(width)}  ${terminal.paint('dim', printable(`${about}${choices}`))}`
  })
  return [
    `${terminal.paint('bold', printable(title))} ${terminal.paint('dim', `(${name}) ${effects[effect] ?? effect}`)}`,
    ...(description === null ? [] : ['', printable(description)]),
    '',
    ...(lines.length === 0 ? ['It takes nothing.'] : ['Input (* is needed):', ...lines]),
    '',
    `  $ ${exampleOf(name, connection, input, effect)}`,
  ].join('\n')
}

/** A call with everything that is needed, to be completed by a person. */
function exampleOf(name: string, connection: string, input: JsonSchema, effect: string): string {
  const needed = listFields(input, '', 0).filter(({ field, required }) => required && !field.includes('.'))
  const words = needed.map(({ field, sample }) => ` --input ${field}${sample}`)
  const place = /^[\w.-]+$/.test(connection) ? connection : `'${connection}'`
  return `pressroom act ${place} ${name}${words.join('')}${effect === 'destructive' ? ' --yes' : ''}`
}

interface Field {
  readonly field: string
  readonly required: boolean
  readonly about: string
  /** As it may be written after the name. */
  readonly sample: string
}

function listFields(schema: JsonSchema, path: string, depth: number): Field[] {
  const required = new Set(Array.isArray(schema.required) ? schema.required : [])
  return Object.entries(asSchema(schema.properties)).flatMap(([name, value]) => {
    const field = path === '' ? name : `${path}.${name}`
    const inner = asSchema(value)
    const about = [kindOf(inner), defaultOf(inner), inner.description].filter((part) => typeof part === 'string')
    const own: Field = { field, required: required.has(name), about: about.join('. '), sample: sampleOf(inner) }
    const nested = inner.type === 'object' && depth + 1 < deepest ? listFields(inner, field, depth + 1) : []
    return [own, ...nested]
  })
}

/** The type in words. */
function kindOf(schema: JsonSchema): string {
  const { type, enum: listed, const: only, anyOf, oneOf, items, contentEncoding } = schema
  if (Array.isArray(listed)) return listed.slice(0, 20).join(' | ')
  if (only !== undefined) return String(only)
  if (contentEncoding === 'base64') return 'a file: name=@path'
  const several = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : []
  if (several.length > 0) return [...new Set(several.map((one) => kindOf(asSchema(one))))].slice(0, 6).join(' or ')
  if (type === 'array') return `list of ${kindOf(asSchema(items))}`
  const words: Readonly<Record<string, string>> = { string: 'text', integer: 'number', boolean: 'true or false' }
  return typeof type === 'string' ? (words[type] ?? type) : 'anything'
}

function sampleOf(schema: JsonSchema): string {
  const { type, enum: listed, contentEncoding } = schema
  if (contentEncoding === 'base64') return '=@file'
  if (Array.isArray(listed)) return `=${String(listed[0])}`
  if (type === 'integer' || type === 'number') return '=1'
  if (type === 'boolean') return '=true'
  return type === 'object' ? ":='{}'" : '=…'
}

function defaultOf({ default: value }: JsonSchema): string | null {
  return value === undefined ? null : `Default ${JSON.stringify(value)}`
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? (value as JsonSchema) : {}
}
