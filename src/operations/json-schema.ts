import { z } from 'zod'

/** A JSON Schema (2020-12), as forms, command lines and models read it. */
export type JsonSchema = Readonly<Record<string, unknown>>

export const jsonSchemaView = z
  .record(z.string(), z.unknown())
  .describe('A JSON Schema (2020-12); a field with choices says `lookup`')

const made = new WeakMap<z.ZodType, JsonSchema>()

/** The schema of what stands outside: where a codec turns text into something else, the text. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = made.get(schema)
  if (known !== undefined) return known
  const { $schema: _always, ...written } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      // A call without an answer answers null.
      if (zodSchema._zod.def.type === 'void') jsonSchema.type = 'null'
    },
  })
  made.set(schema, written)
  return written
}

/** A field that has choices. */
export interface FieldLookup {
  /** `meta.categories[]`. */
  readonly field: string
  readonly lookup: string
  /** What the look-up is asked with; what is not said here comes from the fields of the same name. */
  readonly input: Readonly<Record<string, unknown>>
}

/** `.meta({ lookup: 'terms', lookupInput: { taxonomy: 'category' } })` of every field that says so. */
export function lookupsIn(schema: JsonSchema): FieldLookup[] {
  const found: FieldLookup[] = []
  const walk = (part: unknown, path: string, depth: number): void => {
    if (typeof part !== 'object' || part === null || depth > 20) return
    const { lookup, lookupInput, properties, items, anyOf, oneOf, allOf, additionalProperties } = part as Record<
      string,
      unknown
    >
    if (typeof lookup === 'string') found.push({ field: path, lookup, input: { ...Object(lookupInput ?? {}) } })
    for (const [name, inner] of Object.entries(properties ?? {}))
      walk(inner, path === '' ? name : `${path}.${name}`, depth + 1)
    walk(items, `${path}[]`, depth + 1)
    walk(additionalProperties, path === '' ? '*' : `${path}.*`, depth + 1)
    for (const several of [anyOf, oneOf, allOf])
      if (Array.isArray(several)) for (const one of several) walk(one, path, depth + 1)
  }
  walk(schema, '', 0)
  return found
}
