import type { z } from 'zod'
import { HubError } from '../errors/hub-error.ts'

const deepest = 64
/** Objects, lists and values in all: a megabyte of `[],[],[]` costs a hundred times its size when it is read. */
const mostParts = 200_000
const mostTold = 20

/**
 * What came from outside as its schema reads it. Throws `bad_input` that names each field that is wrong (evidence:
 * `errors`, each `{field, message}`) and never repeats a value.
 */
export async function decodeInput<T>(schema: z.ZodType<T>, input: unknown): Promise<T> {
  measure(input)
  const { data, error, success } = await schema.safeParseAsync(input)
  if (success) return data
  const errors = error.issues.slice(0, mostTold).map(({ path, message }) => ({
    field: path.map(String).join('.').slice(0, 300),
    message: message.slice(0, 300),
  }))
  const sentence = errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ')
  throw new HubError('bad_input', sentence, { evidence: { errors } })
}

/** Throws `bad_input` for what costs more to read than it can be worth. Not recursive, so that nothing is too deep for it. */
function measure(input: unknown): void {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value: input, depth: 0 }]
  let parts = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, depth } = next
    if (++parts > mostParts) throw new HubError('bad_input', `The input has more than ${mostParts} parts`)
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue
    if (depth === deepest) throw new HubError('bad_input', `The input is nested more than ${deepest} deep`)
    if (Object.hasOwn(value, '__proto__')) throw new HubError('bad_input', 'The input has a field named __proto__')
    for (const inner of Object.values(value)) open.push({ value: inner, depth: depth + 1 })
  }
}
