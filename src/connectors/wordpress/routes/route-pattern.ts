import { HubError } from '../../../errors/hub-error.ts'

/** A place in a route that a value fills: `(?P<id>[\d]+)`. */
interface Hole {
  readonly name: string
  /** What stands beside it in its segment: `.json`. */
  readonly before: string
  readonly after: string
  /** Whether its value may hold slashes: `twentytwentyfive//home`. */
  readonly takesSlash: boolean
  readonly digitsOnly: boolean
}

/** A route as the site's index writes it, a regular expression, understood without running it. */
export interface RoutePattern {
  /** For people: `/wp/v2/posts/{id}`. */
  readonly template: string
  /** The same for routes that differ in the names of their holes alone: `/wp/v2/posts/{}`. */
  readonly shape: string
  readonly segments: readonly (string | Hole)[]
}

const longest = 1000
const mostSegments = 20

/** `null` for a route that uses more of regular expressions than named groups that each stand in a segment of its own. */
export function readPattern(route: string): RoutePattern | null {
  if (route.length > longest || !route.startsWith('/')) return null
  const segments: (string | Hole)[] = []
  for (const text of splitSegments(route.slice(1))) {
    const segment = readSegment(text)
    if (segment === null) return null
    segments.push(segment)
  }
  // Two holes with slashes are all there is in WordPress; more would make matching expensive.
  const open = segments.filter((segment) => typeof segment !== 'string' && segment.takesSlash)
  if (segments.length > mostSegments || open.length > 2) return null
  const write = (nameOf: (hole: Hole) => string): string =>
    segments
      .map((part) => `/${typeof part === 'string' ? part : `${part.before}{${nameOf(part)}}${part.after}`}`)
      .join('')
  return { template: write(({ name }) => name), shape: write(() => ''), segments }
}

/** The same for a template of our own: `/wp/v2/posts/{id}`. */
export function shapeOf(template: string): string {
  return template.replace(/\{\w*\}/g, '{}')
}

/**
 * A template with its holes filled, escaped. Throws `bad_input` for a value that would lead elsewhere.
 * @param values numbers, or texts; slashes in them stay slashes
 */
export function fillTemplate(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (_hole, name: string) => {
    const value = values[name]
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new HubError('bad_input', `${template} needs "${name}"`, { fix: `Give "${name}".` })
    const parts = String(value).split('/')
    if (value === '' || parts.some((part) => part === '.' || part === '..'))
      throw new HubError('bad_input', `"${String(value).slice(0, 100)}" cannot be a part of ${template}`)
    return parts.map((part) => encodeURIComponent(part.toWellFormed())).join('/')
  })
}

/** The values of a path's holes, or `null` where the path is not of this route. */
export function matchPattern(pattern: RoutePattern, path: string): Record<string, string> | null {
  const parts = path.slice(1).split('/')
  if (!path.startsWith('/') || path.length > longest || parts.length > 50) return null
  const values: Record<string, string> = {}
  return matchFrom(pattern.segments, 0, parts, 0, values) ? values : null
}

function matchFrom(
  segments: readonly (string | Hole)[],
  at: number,
  parts: readonly string[],
  part: number,
  values: Record<string, string>,
): boolean {
  const segment = segments[at]
  if (segment === undefined) return part === parts.length
  const text = parts[part]
  if (text === undefined) return false
  if (typeof segment === 'string') return segment === text && matchFrom(segments, at + 1, parts, part + 1, values)
  const last = segment.takesSlash ? parts.length : part + 1
  for (let end = part + 1; end <= last; end++) {
    const value = valueIn(segment, parts.slice(part, end).join('/'))
    if (value === null || !matchFrom(segments, at + 1, parts, end, values)) continue
    values[segment.name] = value
    return true
  }
  return false
}

function valueIn({ before, after, digitsOnly }: Hole, text: string): string | null {
  if (!text.startsWith(before) || !text.endsWith(after) || text.length <= before.length + after.length) return null
  const value = text.slice(before.length, text.length - after.length)
  return digitsOnly && !/^\d+$/.test(value) ? null : value
}

/** At the slashes that are not within a group. */
function splitSegments(route: string): string[] {
  const segments = ['']
  let depth = 0
  for (let at = 0; at < route.length; at++) {
    const letter = route[at] ?? ''
    if (letter === '\\' || letter === '[') {
      const end = letter === '[' ? endOfClass(route, at) : at + 1
      segments.push(`${segments.pop() ?? ''}${route.slice(at, end + 1)}`)
      at = end
      continue
    }
    if (letter === '(') depth++
    if (letter === ')') depth--
    if (letter === '/' && depth === 0) segments.push('')
    else segments.push(`${segments.pop() ?? ''}${letter}`)
  }
  return segments
}

function endOfClass(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === ']' && at > start + 1) return at
  }
  return text.length
}

const group = /^([\w.-]*)\(\?P?<([A-Za-z_]\w{0,50})>(.*)\)([\w.-]*)$/s

function readSegment(text: string): string | Hole | null {
  if (/^[\w.~@:%-]*$/.test(text)) return text
  const [, before = '', name = '', source = '', after = ''] = group.exec(text) ?? []
  if (name === '' || closesEarly(source)) return null
  return {
    name,
    before,
    after,
    takesSlash: mayHoldSlash(source),
    digitsOnly: /^(?:\[\\d\]|\\d|\[0-9\])\+$/.test(source),
  }
}

/** Whether a group's text is in truth several groups: `a)(?P<b>c`. */
function closesEarly(source: string): boolean {
  let depth = 0
  for (let at = 0; at < source.length; at++) {
    if (source[at] === '\\') at++
    else if (source[at] === '[') at = endOfClass(source, at)
    else if (source[at] === '(') depth++
    else if (source[at] === ')' && --depth < 0) return true
  }
  return false
}

function mayHoldSlash(source: string): boolean {
  for (let at = 0; at < source.length; at++) {
    const letter = source[at]
    if (letter === '[') {
      const end = endOfClass(source, at)
      const inside = source.slice(at + 1, end)
      if (!inside.startsWith('^') && /\/|\\S|\\D|\\W/.test(inside)) return true
      at = end
    } else if (letter === '\\') {
      at++
      if (/[/SDW]/.test(source[at] ?? '')) return true
    } else if (letter === '/' || letter === '.') return true
  }
  return false
}
