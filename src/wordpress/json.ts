/** JSON out of a body that may carry a BOM, PHP warnings or other noise around it. */
export interface TolerantJson {
  readonly value: unknown
  /** What stood around the JSON, shortened to 200 characters; `null` when the body was clean. */
  readonly noise: string | null
}

/** Noise before the JSON is looked through this far, in characters. */
const searchWindow = 64 * 1024

/** Characters that are parsed in vain before we give up: a body may be made to be expensive. */
const mostWork = 8 * 1024 * 1024

/** Parses a body tolerantly. `null` when there is no JSON object or array in it. */
export function parseTolerantJson(text: string): TolerantJson | null {
  const clean = tryParse(text)
  if (clean !== undefined) return isContainer(clean) ? { value: clean, noise: null } : null
  const window = text.slice(0, searchWindow)
  // HTML is full of braces (scripts, styles): only a body that ends like JSON can be noise followed by JSON.
  const end = text.trimEnd()
  if (!end.endsWith('}') && !end.endsWith(']')) return cutTail(end, window)
  let work = 0
  for (const start of startsOf(window)) {
    work += end.length - start
    if (work > mostWork && work > end.length) break
    const value = tryParse(end.slice(start))
    if (isContainer(value)) return { value, noise: describeNoise(end.slice(0, start)) }
  }
  return null
}

/** JSON followed by noise: output after `wp_send_json`, a comment of a cache. */
function cutTail(text: string, window: string): TolerantJson | null {
  const last = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'))
  if (last < 0) return null
  const start = /^[^{[<]*(?=[{[])/.exec(window)?.[0].length
  if (start === undefined) return null
  const value = tryParse(text.slice(start, last + 1))
  return isContainer(value) ? { value, noise: describeNoise(text.slice(0, start) + text.slice(last + 1)) } : null
}

/** The first places where JSON could begin; bounded, since each costs a parse. */
function startsOf(text: string): number[] {
  const found: number[] = []
  for (const match of text.matchAll(/\{\s*"|\{\s*\}|\[\s*[{"[\]\d]/g)) {
    found.push(match.index)
    if (found.length === 20) break
  }
  return found
}

function describeNoise(noise: string): string {
  const plain = noise
    .slice(0, 2000)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (plain === '' || plain === '\uFEFF') return noise.includes('\uFEFF') ? 'a byte order mark' : 'white space'
  return plain.slice(0, 200)
}

function tryParse(text: string): unknown {
  if (isTooDeep(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the caller tries another part of the text.
    return undefined
  }
}

/** Below this many characters, no nesting can cost much. */
const small = 64 * 1024
const deepest = 500

/** Whether a text nests deeper than any honest answer: millions of brackets take seconds and gigabytes to parse. */
function isTooDeep(text: string): boolean {
  if (text.length < small) return false
  let depth = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === 0x5c) at++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > deepest) return true
    } else if (code === 0x5d || code === 0x7d) depth--
  }
  return false
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** A plain object's fields, or none: what a remote site sent is never trusted to have a shape. */
export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

/** A string no longer than `limit` characters, or `null`. */
export function stringOf(value: unknown, limit = 500): string | null {
  return typeof value === 'string' ? value.slice(0, limit) : null
}

/** The strings of an array, each and all of bounded size. */
export function stringsOf(value: unknown, most = 500): string[] {
  if (!Array.isArray(value)) return []
  return value
    .filter((entry) => typeof entry === 'string')
    .slice(0, most)
    .map((entry) => entry.slice(0, 200))
}
