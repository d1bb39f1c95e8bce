import { attributeOf, type ChildNode, type Element, findElement, isElement, type ParentNode } from '../html/node.ts'
import { block } from './block.ts'
import type { BlockKind, Build } from './build.ts'
import { figureParts } from './figure.ts'
import { buildHtml } from './html.ts'
import { isBlockLevel } from './levels.ts'
import { supportOf, textAlignOf } from './support.ts'
import { classList, openTag } from './tag.ts'

export const table: BlockKind = {
  name: 'table',
  tags: ['table', 'figure'],
  build(element, build) {
    const { content, caption } = figureParts(element)
    const [only, ...more] = element.tagName === 'table' ? [element] : content
    if (only === undefined || more.length > 0 || !isElement(only, 'table')) return null
    if (!isSimple(only, build)) return buildHtml([element], build)
    const own = only.childNodes.filter((node): node is Element => isElement(node, 'caption'))
    const rows = (['thead', 'tbody', 'tfoot'] as const).map((name) => buildSection(only, name, build)).join('')
    const captions = [...own.map(({ childNodes }) => childNodes), caption]
    if (rows === '') return build.flow(captions.flat())
    const text = captions
      .map((nodes) => build.text(nodes))
      .filter((line) => line !== '')
      .join('<br>')
    const support = supportOf(element)
    const open = openTag('figure', { id: support.id, class: classList('wp-block-table', ...support.classes) })
    const figcaption = text === '' ? '' : `<figcaption class="wp-element-caption">${text}</figcaption>`
    // Written out because the default has changed between versions: 6.1 has none, 7.1 has a fixed layout.
    const attributes = { hasFixedLayout: false, ...support.attributes }
    return [block('table', attributes, `${open}<table>${rows}</table>${figcaption}</figure>`)]
  },
}

/** A table block holds running text in its cells: nested tables, code and forms need the HTML as it is. */
function isSimple(element: Element, build: Build): boolean {
  const foreign = findElement(element, (inside) =>
    [
      'table',
      'pre',
      'blockquote',
      'form',
      'iframe',
      'video',
      'audio',
      'object',
      'details',
      'script',
      'style',
      'dl',
    ].includes(inside.tagName),
  )
  if (foreign !== null) return false
  const spanned = findElement(
    element,
    (inside) => spanOf(inside, 'colspan') !== null || spanOf(inside, 'rowspan') !== null,
  )
  return spanned === null || build.atLeast('6.2')
}

function buildSection(element: Element, name: 'thead' | 'tbody' | 'tfoot', build: Build): string {
  const rows = element.childNodes
    .filter((node): node is Element => isElement(node, name))
    .flatMap((section) => section.childNodes.filter((node): node is Element => isElement(node, 'tr')))
  const html = rows.map((row) => buildRow(row, build)).filter((row) => row !== '')
  return html.length === 0 ? '' : `<${name}>${html.join('')}</${name}>`
}

function buildRow(row: Element, build: Build): string {
  const cells = row.childNodes.filter((node): node is Element => isElement(node, 'td', 'th'))
  return cells.length === 0 ? '' : `<tr>${cells.map((cell) => buildCell(cell, build)).join('')}</tr>`
}

function buildCell(cell: Element, build: Build): string {
  const align = textAlignOf(cell)
  const scope =
    cell.tagName === 'th' ? /^(?:col|row|colgroup|rowgroup)$/i.exec(attributeOf(cell, 'scope') ?? '')?.[0] : null
  const tag = openTag(cell.tagName, {
    class: align && `has-text-align-${align}`,
    'data-align': align,
    scope: scope?.toLowerCase(),
    colspan: spanOf(cell, 'colspan'),
    rowspan: spanOf(cell, 'rowspan'),
  })
  return `${tag}${linesOf(cell, build).join('<br>')}</${cell.tagName}>`
}

function spanOf(cell: Element, name: string): string | null {
  const value = attributeOf(cell, name) ?? ''
  return /^\d{1,4}$/.test(value) && Number(value) > 1 ? String(Number(value)) : null
}

/** Paragraphs and list items of a cell as lines. */
function linesOf(parent: ParentNode, build: Build): string[] {
  const lines: string[] = []
  let run: ChildNode[] = []
  const flush = (): void => {
    const text = build.text(run)
    if (text !== '') lines.push(text)
    run = []
  }
  for (const node of parent.childNodes) {
    if (!isBlockLevel(node)) {
      run.push(node)
      continue
    }
    flush()
    lines.push(...linesOf(node, build))
  }
  flush()
  return lines
}
