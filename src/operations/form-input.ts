import { JsonSchemaCoercer } from '@orpc/json-schema'
import { HubError } from '../errors/hub-error.ts'
import type { JsonSchema } from './json-schema.ts'

type Fields = Readonly<Record<string, unknown>>

const coercer = new JsonSchemaCoercer()
const deepest = 8
/** Of a file whose field takes none, in bytes. */
const longestText = 16 * 1024 * 1024

/**
 * The input of an action that came with files (`multipart/form-data`, or over our own protocol): a file stays one
 * where its field takes a file, and becomes base64 elsewhere, and text is read as the schema wants it, since a form has no numbers. JSON comes back as it is.
 */
export async function readForm(input: Fields, schema: JsonSchema): Promise<Fields> {
  if (!hasFile(input, 0)) return input
  const typed = coercer.coerce(schema as Parameters<typeof coercer.coerce>[0], input)
  return (await readFiles(typed, schema, 0)) as Fields
}

function hasFile(value: unknown, depth: number): boolean {
  if (value instanceof Blob) return true
  if (typeof value !== 'object' || value === null || depth === deepest) return false
  return Object.values(value).some((inner) => hasFile(inner, depth + 1))
}

async function readFiles(value: unknown, schema: unknown, depth: number): Promise<unknown> {
  const { contentEncoding, properties, items, additionalProperties } = partOf(schema)
  if (value instanceof Blob) {
    if (contentEncoding === 'base64') return value
    if (value.size > longestText) throw new HubError('bad_input', `A file of ${value.size} bytes is where text belongs`)
    return Buffer.from(await value.arrayBuffer()).toString('base64')
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth === deepest) throw new HubError('bad_input', `A form with files is nested more than ${deepest} deep`)
  if (Array.isArray(value)) return Promise.all(value.map((inner) => readFiles(inner, items, depth + 1)))
  const named = partOf(properties)
  const entries = Object.entries(value).map(async ([name, inner]) => {
    const innerSchema = Object.hasOwn(named, name) ? named[name] : additionalProperties
    return [name, await readFiles(inner, innerSchema, depth + 1)] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

function partOf(schema: unknown): Fields {
  return typeof schema === 'object' && schema !== null ? (schema as Fields) : {}
}
