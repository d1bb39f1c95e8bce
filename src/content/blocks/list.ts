import { attributeOf, type ChildNode, type Element, isBlank, isComment, isElement } from '../html/node.ts'
import type { Block, Json } from './block.ts'
import type { BlockKind, Build } from './build.ts'
import { isBlockLevel } from './levels.ts'
import { hasText } from './rich-text.ts'
import { supportOf } from './support.ts'
import { classList, openTag } from './tag.ts'

export const list: BlockKind = {
  name: 'list',
  tags: ['ul', 'ol', 'menu', 'dir'],
  build(element, build) {
    const items = itemsOf(element).map((item) => buildItem(item, build))
    const isEmpty = items.every((item) => item.open === '<li>' && item.inner.length === 0)
    return isEmpty ? [] : [buildList(element, items, build)]
  },
}

const types: Readonly<Record<string, string>> = {
  a: 'lower-alpha',
  A: 'upper-alpha',
  i: 'lower-roman',
  I: 'upper-roman',
}

function buildList(element: Element, items: readonly Block[], build: Build): Block {
  const ordered = element.tagName === 'ol'
  const support = supportOf(element)
  // The first version whose lists know a style.
  const type = ordered && build.atLeast('6.3') ? (types[attributeOf(element, 'type') ?? ''] ?? null) : null
  const start = ordered ? integerOf(element, 'start') : null
  const reversed = ordered && attributeOf(element, 'reversed') !== null
  const attributes: Record<string, Json> = {}
  if (ordered) attributes.ordered = true
  if (type !== null) attributes.type = type
  if (start !== null && start !== 1) attributes.start = start
  if (reversed) attributes.reversed = true
  const tag = openTag(ordered ? 'ol' : 'ul', {
    reversed: reversed ? true : null,
    start: start === 1 ? null : start,
    style: type === null ? null : `list-style-type:${type}`,
    id: support.id,
    class: classList('wp-block-list', ...support.classes),
  })
  return {
    name: 'list',
    attributes: { ...attributes, ...support.attributes },
    open: tag,
    inner: items,
    close: ordered ? '</ol>' : '</ul>',
  }
}

function integerOf(element: Element, name: string): number | null {
  const value = attributeOf(element, name)
  return value !== null && /^-?\d{1,9}$/.test(value.trim()) ? Number(value) : null
}

/** Items; what stands between them (lists directly in lists, as old editors write them) goes to the item before. */
function itemsOf(element: Element): ChildNode[][] {
  const items: ChildNode[][] = []
  for (const node of element.childNodes) {
    if (isBlank(node) || isComment(node)) continue
    const last = items.at(-1)
    if (isElement(node, 'li')) items.push([...node.childNodes])
    else if (last === undefined) items.push([node])
    else last.push(node)
  }
  return items
}

/**
 * One block at most: between two of them stands an empty line, which the editor takes for text of the item and adds
 * to it whenever the post is saved.
 */
function single(blocks: readonly Block[]): readonly Block[] {
  if (blocks.length < 2) return blocks
  return [{ name: 'group', attributes: {}, open: '<div class="wp-block-group">', inner: blocks, close: '</div>' }]
}

/**
 * An item is running text, then blocks. Its paragraphs are joined by an empty line as long as there are only
 * paragraphs and lists, because the editor gives an item no paragraphs of its own.
 */
function buildItem(nodes: readonly ChildNode[], build: Build): Block {
  const runs: ChildNode[][] = [[]]
  const rest: ChildNode[] = []
  for (const node of nodes) {
    const run = runs.at(-1)
    if (rest.length > 0) rest.push(node)
    else if (isElement(node, 'p')) runs.push([...node.childNodes], [])
    else if (isBlockLevel(node)) rest.push(node)
    else run?.push(node)
  }
  const texts = runs.map((run) => build.text(run)).filter((text) => hasText(text))
  if (texts.length > 1) build.notes.add('flattened', 'paragraphs of a list item')
  return {
    name: 'list-item',
    attributes: {},
    open: `<li>${texts.join('<br><br>')}`,
    inner: single(build.flow(rest)),
    close: '</li>',
  }
}
