import { fields, stringsOf } from '../../../wordpress/json.ts'

/**
 * Checks values as WordPress itself would (`rest_validate_value_from_schema`), so that a mistake is told before anything
 * is sent. WordPress's schemas are a dialect of their own: `required: true` and `exclusiveMinimum: true` as in drafts 3 and
 * 4, lists that may be written with commas, booleans that may be words, objects with `raw` that may be texts. A usual
 * interpreter would refuse what sites take. What is not judged here (patterns, formats) the site judges: no regular
 * expression of a remote site ever runs.
 */
export function problemIn(value: unknown, schema: unknown, name: string): string | null {
  return check(value, fields(schema), name, { depth: 0, left: 20_000 })
}

interface Budget {
  readonly depth: number
  left: number
}

type Schema = Readonly<Record<string, unknown>>

const deepest = 12

function check(value: unknown, schema: Schema, name: string, budget: Budget): string | null {
  if (budget.depth > deepest || --budget.left < 0) return null
  const types = typeof schema.type === 'string' ? [schema.type] : stringsOf(schema.type, 10)
  const known = types.filter((type) => Object.hasOwn(isOfType, type))
  if (known.length > 0 && !known.some((type) => isOfType[type]?.(value, schema) === true))
    return `"${name}" must be ${known.map((type) => words[type] ?? type).join(' or ')}`
  return (
    checkEnum(value, schema, name) ??
    checkBounds(value, schema, name) ??
    checkItems(value, schema, name, budget) ??
    checkProperties(value, schema, name, budget) ??
    checkAlternatives(value, schema, name, budget)
  )
}

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

const isOfType: Readonly<Record<string, (value: unknown, schema: Schema) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => isNumeric(value) && Number.isInteger(Number(value)),
  number: isNumeric,
  boolean: (value) =>
    typeof value === 'boolean' || [0, 1].includes(value as number) || /^(?:true|false|0|1|)$/i.test(textOf(value)),
  // A text counts as a list with commas.
  array: (value) => Array.isArray(value) || ['string', 'number', 'boolean'].includes(typeof value),
  object: (value, schema) =>
    isObject(value) || value === '' || (typeof value === 'string' && Object.hasOwn(fields(schema.properties), 'raw')),
  null: (value) => value === null || value === '',
}

function checkEnum(value: unknown, schema: Schema, name: string): string | null {
  const allowed = Array.isArray(schema.enum) ? schema.enum : Object.values(fields(schema.enum))
  if (allowed.length === 0 || isObject(value) || Array.isArray(value)) return null
  if (allowed.slice(0, 1000).some((one) => one === value || String(one) === String(value))) return null
  return `"${name}" must be one of: ${allowed.slice(0, 30).map(String).join(', ').slice(0, 600)}`
}

function checkBounds(value: unknown, schema: Schema, name: string): string | null {
  const bound = (key: string): number | null => (typeof schema[key] === 'number' ? schema[key] : null)
  if (typeof value === 'number') {
    const [low, high] = [bound('minimum'), bound('maximum')]
    if (low !== null && (value < low || (value === low && schema.exclusiveMinimum === true)))
      return `"${name}" must be ${schema.exclusiveMinimum === true ? 'more than' : 'at least'} ${low}`
    if (high !== null && (value > high || (value === high && schema.exclusiveMaximum === true)))
      return `"${name}" must be ${schema.exclusiveMaximum === true ? 'less than' : 'at most'} ${high}`
  }
  const [size, unit, least, most] = Array.isArray(value)
    ? [value.length, 'items', bound('minItems'), bound('maxItems')]
    : typeof value === 'string'
      ? [Array.from(value).length, 'characters', bound('minLength'), bound('maxLength')]
      : [0, '', null, null]
  if (least !== null && size < least) return `"${name}" must have at least ${least} ${unit}`
  if (most !== null && size > most) return `"${name}" must have at most ${most} ${unit}`
  return null
}

function checkItems(value: unknown, schema: Schema, name: string, budget: Budget): string | null {
  const types = typeof schema.type === 'string' ? [schema.type] : stringsOf(schema.type, 10)
  if (!types.includes('array') || !isObject(schema.items)) return null
  const items = Array.isArray(value)
    ? value
    : types.length === 1
      ? textOf(value)
          .split(/[\s,]+/)
          .filter(Boolean)
      : []
  for (const [index, item] of items.slice(0, 2000).entries()) {
    const problem = check(item, fields(schema.items), `${name}[${index}]`, deeper(budget))
    if (problem !== null) return problem
  }
  return null
}

function checkProperties(value: unknown, schema: Schema, name: string, budget: Budget): string | null {
  if (!isObject(value)) return null
  const properties = fields(schema.properties)
  const given = fields(value)
  const required = stringsOf(schema.required)
  for (const [key, property] of Object.entries(properties).slice(0, 500)) {
    if (!Object.hasOwn(given, key)) {
      if (required.includes(key) || fields(property).required === true) return `"${name}.${key}" is missing`
      continue
    }
    const problem = check(given[key], fields(property), `${name}.${key}`, deeper(budget))
    if (problem !== null) return problem
  }
  // Of custom fields, WordPress drops without a word what is not registered.
  const isClosed = schema.additionalProperties === false || name === 'meta'
  const unknown = isClosed ? Object.keys(given).find((key) => !Object.hasOwn(properties, key)) : undefined
  if (unknown === undefined || (Object.keys(properties).length === 0 && name !== 'meta')) return null
  return `"${name}" takes no "${unknown.slice(0, 100)}" on this site; it takes: ${namesOf(properties)}`
}

function checkAlternatives(value: unknown, schema: Schema, name: string, budget: Budget): string | null {
  const alternatives = [schema.oneOf, schema.anyOf].find(Array.isArray)?.slice(0, 20) ?? []
  const problems = alternatives.map((one: unknown) => check(value, fields(one), name, deeper(budget)))
  return problems.length === 0 || problems.includes(null) ? null : (problems[0] ?? null)
}

/** The names of an object, for a sentence. */
export function namesOf(object: object): string {
  const names = Object.keys(object)
  return names.length === 0
    ? 'nothing'
    : `${names.slice(0, 40).join(', ').slice(0, 800)}${names.length > 40 ? ', …' : ''}`
}

function deeper(budget: Budget): Budget {
  return {
    depth: budget.depth + 1,
    get left() {
      return budget.left
    },
    set left(left) {
      budget.left = left
    },
  }
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value.trim().slice(0, 50)))
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 20_000) : '\u0000'
}
