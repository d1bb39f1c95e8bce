import { limits, tooDeep } from '../limits.ts'

/** One `<!-- wp:name {…} -->`, `<!-- /wp:name -->` or `<!-- wp:name /-->` in a text; offsets in characters. */
export interface Delimiter {
  readonly kind: 'open' | 'close' | 'void'
  /** With its namespace: `core/paragraph`. */
  readonly name: string
  /** The attributes as written; null where there are none. */
  readonly json: string | null
  readonly start: number
  readonly end: number
}

/** A whole block in a text, from its opening to its closing delimiter. */
export interface BlockRegion {
  readonly start: number
  readonly end: number
  readonly open: Delimiter
}

const inside = /^\s+(\/)?wp:([a-z][a-z0-9_-]*\/)?([a-z][a-z0-9_-]*)\s+(\{[\s\S]*\}\s+)?(\/)?$/

/**
 * The block delimiters of a text, in order. WordPress finds them by a regular expression that takes quadratic time
 * on hostile text; here a delimiter ends before the next `<`, which attributes written by WordPress never contain.
 */
export function findDelimiters(text: string): Delimiter[] {
  const found: Delimiter[] = []
  let at = text.indexOf('<!--')
  while (at !== -1) {
    const next = text.indexOf('<', at + 4)
    const piece = text.slice(at + 4, next === -1 ? text.length : next)
    const length = piece.indexOf('-->')
    const match = length === -1 ? null : inside.exec(piece.slice(0, length))
    if (match !== null) {
      found.push({
        kind: match[1] === '/' ? 'close' : match[5] === '/' ? 'void' : 'open',
        name: `${match[2] ?? 'core/'}${match[3] ?? ''}`,
        json: match[4]?.trim() ?? null,
        start: at,
        end: at + 4 + length + 3,
      })
    }
    at = next === -1 ? -1 : text.indexOf('<!--', next)
  }
  return found
}

/**
 * The outermost blocks of a text whose delimiters pair up, and those delimiters that pair with nothing.
 * Raises `bad_input` where blocks nest without end.
 */
export function findBlocks(text: string): { blocks: BlockRegion[]; unpaired: Delimiter[] } {
  const open: Delimiter[] = []
  const pairs: BlockRegion[] = []
  const unpaired: Delimiter[] = []
  for (const delimiter of findDelimiters(text)) {
    if (delimiter.kind === 'open') {
      open.push(delimiter)
      continue
    }
    if (delimiter.kind === 'void') {
      pairs.push({ start: delimiter.start, end: delimiter.end, open: delimiter })
      continue
    }
    const last = open.at(-1)
    if (last?.name !== delimiter.name) {
      unpaired.push(delimiter)
      continue
    }
    if (open.length > limits.depth) throw tooDeep()
    open.pop()
    pairs.push({ start: last.start, end: delimiter.end, open: last })
  }
  const blocks: BlockRegion[] = []
  for (const pair of pairs.sort((a, b) => a.start - b.start)) {
    if (pair.start >= (blocks.at(-1)?.end ?? 0)) blocks.push(pair)
  }
  return { blocks, unpaired: [...unpaired, ...open] }
}

/** Markup without its block delimiters. */
export function stripDelimiters(raw: string): string {
  let html = ''
  let at = 0
  for (const delimiter of findDelimiters(raw)) {
    html += raw.slice(at, delimiter.start)
    at = delimiter.end
  }
  return html + raw.slice(at)
}
