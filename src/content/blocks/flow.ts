import { commentOf } from '../document.ts'
import { type ChildNode, type Element, isBlank, isText } from '../html/node.ts'
import type { Block } from './block.ts'
import type { Build } from './build.ts'
import { buildHtml } from './html.ts'
import { htmlOnly, isBlockLevel, wrappers } from './levels.ts'
import { buildPageBreak } from './page-break.ts'
import { buildParagraph } from './paragraph.ts'
import { placeRawImages } from './raw-images.ts'
import { kindsOf } from './registry.ts'

/** The blocks of nodes that stand side by side: running text becomes paragraphs, everything else its own block. */
export function buildFlow(nodes: readonly ChildNode[], build: Build): Block[] {
  const blocks: Block[] = []
  let run: ChildNode[] = []
  const flush = (): void => {
    if (run.some((node) => !isBlank(node))) blocks.push(...buildParagraph(run, build))
    run = []
  }
  for (const node of nodes) {
    const comment = commentOf(node)
    if (comment !== null) {
      const meant = buildComment(comment, build)
      if (meant === null) continue
      flush()
      blocks.push(meant)
    } else if (isBlockLevel(node)) {
      flush()
      blocks.push(...buildElement(node, build))
    } else {
      const [first = node, ...more] = splitLines(node)
      run.push(first)
      for (const paragraph of more) {
        flush()
        run.push(paragraph)
      }
    }
  }
  flush()
  return blocks
}

/** Loose text as WordPress's old editor keeps it: an empty line begins a paragraph. */
function splitLines(node: ChildNode): readonly ChildNode[] {
  if (!isText(node) || !node.value.includes('\n') || isBlank(node)) return [node]
  return node.value.split(/\n[ \t\n]*\n/).map((value) => ({ ...node, value }))
}

function buildElement(element: Element, build: Build): readonly Block[] {
  if (htmlOnly.has(element.tagName)) return buildHtml([element], build)
  for (const kind of kindsOf(element.tagName)) {
    const built = kind.name === 'paragraph' && element.childNodes.some(isBlockLevel) ? null : kind.build(element, build)
    if (built !== null) return built
  }
  // Wrappers, formatting around blocks, and parts (a lone <li>, <summary>) outside of what they belong to.
  const says = element.attrs.some((attribute) => attribute.name === 'class' || attribute.name === 'style')
  if (says || !wrappers.has(element.tagName)) build.notes.add('wrapper_dropped', element.tagName)
  return buildFlow(element.childNodes, build)
}

function buildComment(comment: string, build: Build): Block | null {
  const raw = build.rawOf(comment)
  if (raw === '') return null
  if (raw !== null) return { name: '', attributes: {}, open: '', inner: [], close: '', raw: placeRawImages(raw, build) }
  const meant = buildPageBreak(comment)
  if (meant === null) build.notes.add(/^\/?wp:/.test(comment) ? 'block_unbalanced' : 'comment_dropped', comment)
  return meant
}
