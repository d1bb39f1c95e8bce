import type { NoteBook } from '../note.ts'
import type { Attributes, Block, Json } from './block.ts'
import { block } from './block.ts'
import { type Delimiter, findDelimiters } from './delimiter.ts'
import { escapeJson } from './serialize.ts'

/**
 * Writes a mark into the metadata of the first block that was built here. Where every block was given raw, the first
 * of those carries it; where there is none at all, an empty paragraph. Both are noted.
 */
export function placeMark(blocks: readonly Block[], mark: Readonly<Record<string, string>>, notes: NoteBook): Block[] {
  const own = blocks.findIndex((candidate) => candidate.raw === undefined)
  if (own !== -1) return blocks.map((candidate, index) => (index === own ? addMark(candidate, mark) : candidate))
  if (blocks.length === 0) {
    notes.add('mark_in_empty_paragraph', 'the article has no content')
    return [addMark(block('paragraph', {}, '<p></p>'), mark)]
  }
  const marked = blocks.map((candidate) => (candidate.raw === undefined ? null : markRaw(candidate.raw, mark)))
  const first = marked.findIndex((raw) => raw !== null)
  const raw = marked[first] ?? null
  if (raw === null) {
    notes.add('mark_not_placed', 'the attributes of no block can be read')
    return [...blocks]
  }
  notes.add('mark_in_raw_block', raw.slice(0, 60))
  return blocks.map((candidate, index) => (index === first ? { ...candidate, raw } : candidate))
}

function addMark(candidate: Block, mark: Readonly<Record<string, string>>): Block {
  return { ...candidate, attributes: mergeMark(candidate.attributes, mark) }
}

function mergeMark(attributes: Attributes, mark: Readonly<Record<string, string>>): Attributes {
  const known = attributes.metadata
  const metadata = isObject(known) ? known : {}
  return { ...attributes, metadata: { ...metadata, ...mark } }
}

/** The raw block with the mark; null where its attributes are not JSON. */
function markRaw(raw: string, mark: Readonly<Record<string, string>>): string | null {
  const [first] = findDelimiters(raw)
  const attributes = first === undefined || first.start !== 0 ? null : readAttributes(first)
  if (first === undefined || attributes === null) return null
  return writeDelimiter(first, mergeMark(attributes, mark)) + raw.slice(first.end)
}

function isObject(value: Json | undefined): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Content whose first block has lost these keys of its metadata; untouched where it has none of them. */
export function dropMetadata(content: string, keys: readonly string[]): string {
  for (const delimiter of findDelimiters(content)) {
    if (delimiter.json === null || !keys.some((key) => delimiter.json?.includes(key))) continue
    const attributes = readAttributes(delimiter)
    const metadata = attributes?.metadata
    if (attributes === null || !isObject(metadata)) continue
    const kept = Object.fromEntries(Object.entries(metadata).filter(([key]) => !keys.includes(key)))
    const { metadata: _, ...others } = attributes
    const rest = Object.keys(kept).length === 0 ? others : { ...attributes, metadata: kept }
    return content.slice(0, delimiter.start) + writeDelimiter(delimiter, rest) + content.slice(delimiter.end)
  }
  return content
}

/** The attributes of a block; null where they are not a JSON object. */
export function readAttributes(delimiter: Delimiter): Attributes | null {
  try {
    const attributes = JSON.parse(delimiter.json ?? '{}') as Json
    return isObject(attributes) ? attributes : null
  } catch {
    // Not ours to repair.
    return null
  }
}

/** The delimiter with other attributes, as the editor writes it. */
export function writeDelimiter(delimiter: Delimiter, attributes: Attributes): string {
  const name = delimiter.name.replace(/^core\//, '')
  const json = Object.keys(attributes).length === 0 ? '' : `${escapeJson(attributes)} `
  return `<!-- wp:${name} ${json}${delimiter.kind === 'void' ? '/-->' : '-->'}`
}
