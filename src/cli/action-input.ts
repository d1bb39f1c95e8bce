import { openAsBlob } from 'node:fs'
import { basename } from 'node:path'
import { HubError } from '../errors/hub-error.ts'
import { largestFile } from '../files/scratch.ts'

type JsonSchema = Readonly<Record<string, unknown>>
type Fields = Record<string, unknown>

/** Where words that name a file or standard input come from. */
export interface InputSources {
  /** Read when its bytes are asked for. */
  file(path: string): Promise<Blob>
  stdin(): Promise<Buffer>
}

/** Of standard input, which is read whole, and of files that hold text, in bytes. */
const largestText = 64 * 1024 * 1024

/**
 * The input of an action out of the words after `--input`, from left to right: `{…}` is JSON, `@file` and `-` hold JSON,
 * `path=text` sets one field as its schema reads text, `path:=json` sets it as it is written, `path=@file` to what a file holds
 * (the file itself where the schema wants bytes). A path is dotted; a field that is a list takes one more each time. Throws `bad_input`.
 */
export async function readActionInput(
  words: readonly string[],
  schema: JsonSchema,
  sources: InputSources,
): Promise<Fields> {
  const input: Fields = {}
  for (const word of words) {
    if (word === '-') merge(input, parseObject(String(await sources.stdin()), 'standard input'))
    else if (word.startsWith('@')) merge(input, parseObject(await textOf(sources, word.slice(1)), word.slice(1)))
    else if (word.trimStart().startsWith('{')) merge(input, parseObject(word, 'the input'))
    else await setField(input, word, schema, sources)
  }
  return input
}

export const realSources: InputSources = {
  async file(path) {
    const file = await openAsBlob(path).catch((cause: unknown) => {
      throw new HubError('bad_input', `There is no file ${path}`, { cause })
    })
    if (file.size > largestFile) throw tooLarge(path, largestFile)
    return file
  },
  async stdin() {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of process.stdin) {
      const bytes = Buffer.from(chunk)
      size += bytes.length
      chunks.push(bytes)
      if (size > largestText) break
    }
    if (size > largestText) throw tooLarge('standard input', largestText)
    return Buffer.concat(chunks)
  },
}

function tooLarge(what: string, most: number): HubError {
  return new HubError('bad_input', `${what} is larger than ${most / 1024 / 1024} MB`)
}

async function textOf({ file }: InputSources, path: string): Promise<string> {
  const content = await file(path)
  if (content.size > largestText) throw tooLarge(path, largestText)
  return content.text()
}

function merge(input: Fields, more: Fields): void {
  for (const [key, value] of Object.entries(more)) define(input, key, value)
}

/** Never assigns: `__proto__` becomes a field like any other, which the hub refuses. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

async function setField(input: Fields, word: string, schema: JsonSchema, sources: InputSources): Promise<void> {
  const match = /^([^=]+?)(:?=)([\s\S]*)$/.exec(word)
  if (match === null) {
    throw new HubError('bad_input', `"${word.slice(0, 100)}" sets no field`, {
      fix: 'Write --input name=value, --input name=@file, --input \'{"name": …}\', or --input - for JSON on standard input.',
    })
  }
  const [, path = '', sign, text = ''] = match
  const names = path.replace(/\[\]$/, '').split('.')
  const wanted = schemaAt(schema, names)
  const item = wanted.type === 'array' ? asSchema(wanted.items) : wanted
  const value = sign === ':=' ? parseJson(text, path) : await readText(text, item, path, sources)
  const isWhole = sign === ':=' || (wanted.type === 'array' && Array.isArray(value))
  put(input, names, value, wanted.type === 'array' && !isWhole)
}

function put(input: Fields, names: readonly string[], value: unknown, isItem: boolean): void {
  let target: Fields = input
  for (const name of names.slice(0, -1)) {
    const inner = Object.hasOwn(target, name) ? target[name] : undefined
    if (typeof inner !== 'object' || inner === null) define(target, name, {})
    target = target[name] as Fields
  }
  const last = names.at(-1) ?? ''
  const before = Object.hasOwn(target, last) ? target[last] : undefined
  define(target, last, isItem ? [...(Array.isArray(before) ? before : []), value] : value)
}

async function readText(text: string, schema: JsonSchema, path: string, sources: InputSources): Promise<unknown> {
  if (text.startsWith('@')) {
    const named = text.slice(1)
    if (schema.contentEncoding !== 'base64')
      return named === '-' ? (await sources.stdin()).toString('utf8') : await textOf(sources, named)
    const content = named === '-' ? new Uint8Array(await sources.stdin()) : await sources.file(named)
    return new File([content], basename(named))
  }
  const types = typesOf(schema)
  const isListed = /^\s*\[/.test(text)
  // What the schema does not know is read as a person means it: 7 is a number, true is true, all else is text.
  if (types.size === 0) return /^(?:-?\d+(?:\.\d+)?|true|false|null|[[{][\s\S]*)$/.test(text) ? tryJson(text) : text
  if (types.has('boolean') && /^(?:true|false|yes|no)$/.test(text)) return text === 'true' || text === 'yes'
  if ((types.has('number') || types.has('integer')) && text.trim() !== '' && Number.isFinite(Number(text)))
    return Number(text)
  if (types.has('null') && text === 'null') return null
  if (types.has('string')) return text
  if (types.has('object') || (types.has('array') && isListed)) return parseJson(text, path)
  return text
}

function typesOf(schema: JsonSchema): Set<string> {
  const { type, anyOf, oneOf, enum: listed, const: only } = schema
  const found = new Set<string>()
  if (typeof type === 'string') found.add(type)
  for (const value of [...(Array.isArray(listed) ? listed : []), ...(only === undefined ? [] : [only])])
    found.add(typeof value)
  for (const several of [anyOf, oneOf])
    if (Array.isArray(several)) for (const one of several) for (const inner of typesOf(asSchema(one))) found.add(inner)
  return found
}

/** The schema of a field; empty where nothing is said of it. */
function schemaAt(schema: JsonSchema, names: readonly string[]): JsonSchema {
  return names.reduce<JsonSchema>((at, name) => {
    const properties = asSchema(at.properties)
    return Object.hasOwn(properties, name) ? asSchema(properties[name]) : asSchema(at.additionalProperties)
  }, schema)
}

function asSchema(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null ? (value as JsonSchema) : {}
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // It only looked like JSON.
    return text
  }
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new HubError('bad_input', `${what} is not JSON`, { cause })
  }
}

function parseObject(text: string, what: string): Fields {
  const value = parseJson(text, what)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields
  throw new HubError('bad_input', `${what} is not a JSON object`)
}
