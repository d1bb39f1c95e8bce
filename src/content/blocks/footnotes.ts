import { createHash } from 'node:crypto'
import {
  attributeOf,
  type ChildNode,
  contentOf,
  type Element,
  findElement,
  isElement,
  type ParentNode,
  replaceNode,
} from '../html/node.ts'
import { parseHtml } from '../html/parse.ts'
import type { NoteBook } from '../note.ts'
import { type Block, block } from './block.ts'
import type { Footnote, FootnoteBook } from './build.ts'

/** Footnotes as the site keeps them: a block where they are shown, and the post's `footnotes` meta. */
export interface Footnotes extends FootnoteBook {
  /** The block or blocks behind the article. */
  blocks(): Block[]
}

export interface FootnoteOptions {
  /** Makes the ids differ from those of other articles that may be shown on the same page. */
  readonly seed: string
  /** Whether the site has footnotes of its own (6.3, and blocks). */
  readonly native: boolean
  readonly notes: NoteBook
  /** A definition's nodes as rich text. */
  text(nodes: readonly ChildNode[]): string
}

/**
 * Takes the definitions out of the tree. The ids are made of the text, so that the same article gives the same
 * content again; a definition that nothing refers to is not shown.
 */
export function openFootnotes(root: ParentNode, options: FootnoteOptions): Footnotes {
  const definitions = takeDefinitions(root)
  const list: Footnote[] = []
  const numbers = new Map<string, number>()

  function numberOf(key: string): number | null {
    const known = numbers.get(key)
    const definition = definitions.get(key)
    if (known !== undefined) return known
    if (definition === undefined) return null
    const number = list.length + 1
    numbers.set(key, number)
    const content = textOfDefinition(definition, options)
    list.push({ id: makeId(`${options.seed}\n${number}\n${content}`), content })
    return number
  }

  function link(parent: ParentNode): void {
    const linked: ChildNode[] = []
    for (const node of parent.childNodes) {
      const key = isElement(node, 'sup') ? attributeOf(node, 'data-footnote') : null
      if (key === null || !isElement(node)) {
        if (isElement(node)) link(node)
        linked.push(node)
        continue
      }
      const number = numberOf(key)
      const id = number === null ? undefined : list[number - 1]?.id
      if (number === null || id === undefined) continue
      for (const made of parseHtml(reference(node, id, number, options.native)).childNodes) linked.push(made)
    }
    for (const node of linked) node.parentNode = parent
    parent.childNodes = linked
  }

  return {
    list,
    link,
    blocks: () => (list.length === 0 ? [] : [options.native ? block('footnotes', {}, '') : fallback(list)]),
  }
}

function takeDefinitions(root: ParentNode): Map<string, Element> {
  const found = new Map<string, Element>()
  for (;;) {
    const section = findElement(
      root,
      (element) => element.tagName === 'section' && attributeOf(element, 'data-footnotes') !== null,
    )
    if (section === null) return found
    const others = section.childNodes.filter((node) => {
      const key = isElement(node) ? attributeOf(node, 'data-footnote') : null
      if (key !== null && isElement(node) && !found.has(key)) found.set(key, node)
      return key === null
    })
    // Renderers of Markdown give their own sections the same name, and those hold the text of notes too.
    replaceNode(section, others)
  }
}

function textOfDefinition(definition: Element, options: FootnoteOptions): string {
  const content = contentOf(definition)
  // A reference within a footnote would need a number of its own in an order that nobody can see.
  dropReferences(definition)
  if (content.some((node) => isElement(node) && node.tagName !== 'p')) options.notes.add('flattened', 'footnote')
  const lines = content.map((node) => options.text(isElement(node) ? node.childNodes : [node]))
  return lines.filter((line) => line !== '').join('<br>')
}

function dropReferences(parent: ParentNode): void {
  const inside = (element: Element): boolean => attributeOf(element, 'data-footnote') !== null
  for (let found = findElement(parent, inside); found !== null; found = findElement(parent, inside))
    replaceNode(found, [])
}

function reference(element: Element, id: string, number: number, native: boolean): string {
  // The editor knows one anchor for each footnote; a second mention is a plain link.
  const isAgain = attributeOf(element, 'data-footnote-again') !== null
  if (isAgain) return `<sup><a href="#${id}">${number}</a></sup>`
  const mark = native ? ` data-fn="${id}"` : ''
  return `<sup${mark} class="fn"><a href="#${id}" id="${id}-link">${number}</a></sup>`
}

function fallback(list: readonly Footnote[]): Block {
  const inner = list.map(({ id, content }) =>
    block('list-item', {}, `<li><span id="${id}">${content}</span> <a href="#${id}-link">↩︎</a></li>`),
  )
  return { name: 'list', attributes: { ordered: true }, open: '<ol class="wp-block-list">', inner, close: '</ol>' }
}

/** A UUID of version 4 by its shape, as the editor makes them, but the same for the same text. */
function makeId(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex')
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16)
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    variant + hash.slice(17, 20),
    hash.slice(20, 32),
  ].join('-')
}
