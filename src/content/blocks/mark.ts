import type { NoteBook } from '../note.ts'
import type { Attributes, Block, Json } from './block.ts'
import { block } from './block.ts'
import { findDelimiters } from './delimiter.ts'
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
  if (first === undefined || first.start !== 0) return null
  let attributes: Json
  try {
    attributes = JSON.parse(first.json ?? '{}') as Json
  } catch {
    // Not ours to repair: the next block is asked.
    return null
  }
  if (!isObject(attributes)) return null
  const name = first.name.replace(/^core\//, '')
  const end = first.kind === 'void' ? '/-->' : '-->'
  return `<!-- wp:${name} ${escapeJson(mergeMark(attributes, mark))} ${end}${raw.slice(first.end)}`
}

function isObject(value: Json | undefined): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
