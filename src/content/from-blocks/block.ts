import {
  attributeOf,
  type ChildNode,
  classesOf,
  contentOf,
  type Element,
  findElement,
  isElement,
  type ParentNode,
  textOf,
} from '../html/node.ts'
import { type Escaping, escapeMarkdown, inlineToMarkdown, writeTarget } from './inline.ts'

/** What is shared while the HTML of one block is turned into Markdown. */
export interface Conversion {
  readonly escaping: Escaping
  /** Ids of footnotes, in the order in which they are first referred to. */
  readonly references: string[]
}

/**
 * The Markdown that a block's HTML could have been made of, or null where there is none. A guess: the caller renders
 * it again and keeps it only if the very same block comes out.
 */
export function elementToMarkdown(element: Element, conversion: Conversion): string | null {
  return writers[element.tagName]?.(element, conversion) ?? null
}

type Writer = (element: Element, conversion: Conversion) => string | null

const writers: Readonly<Record<string, Writer>> = {
  p: (element, conversion) => inline(element, conversion),
  h1: writeHeading,
  h2: writeHeading,
  h3: writeHeading,
  h4: writeHeading,
  h5: writeHeading,
  h6: writeHeading,
  ul: writeList,
  ol: writeList,
  blockquote: writeQuote,
  pre: writeCode,
  hr: () => '---',
  figure: writeFigure,
  div: writeMath,
}

/** The LaTeX of a math block stands beside its MathML. */
function writeMath(element: Element): string | null {
  const latex = findElement(element, ({ tagName }) => tagName === 'annotation')
  return classesOf(element).includes('wp-block-math') && latex !== null ? `$$\n${textOf(latex)}\n$$` : null
}

function inline(parent: ParentNode, { escaping, references }: Conversion): string {
  return inlineToMarkdown(parent.childNodes, escaping, references)
}

function writeHeading(element: Element, conversion: Conversion): string {
  const id = attributeOf(element, 'id')
  return `${'#'.repeat(Number(element.tagName.slice(1)))} ${inline(element, conversion)}${id === null ? '' : ` {#${id}}`}`
}

function writeList(element: Element, conversion: Conversion): string | null {
  const items = contentOf(element).map((item, index) => {
    const sign = element.tagName === 'ol' ? `${Number(attributeOf(element, 'start') ?? '1') + index}.` : '-'
    const text = isElement(item, 'li') ? writeItem(item, conversion) : null
    return text === null ? null : `${sign} ${indent(text, sign.length + 1)}`
  })
  return items.includes(null) ? null : items.join('\n')
}

function writeItem(item: Element, conversion: Conversion): string | null {
  const at = item.childNodes.findIndex((node) => isElement(node, ...Object.keys(writers), 'details'))
  const text = item.childNodes.slice(0, at === -1 ? undefined : at)
  const task = inlineToMarkdown(text, conversion.escaping, conversion.references)
    .replace(/^☐ /, '[ ] ')
    .replace(/^☑ /, '[x] ')
    // An empty line in an item is a paragraph of it.
    .replaceAll('\\\n\\\n', '\n\n')
  const blocks = at === -1 ? [] : item.childNodes.slice(at).filter((node) => isElement(node))
  const isTight = blocks.length === 1 && blocks[0] !== undefined && isElement(blocks[0], 'ul', 'ol')
  const rest = writeAll(blocks, conversion)
  return rest === null ? null : [task, rest].filter((part) => part !== '').join(isTight ? '\n' : '\n\n')
}

function writeAll(nodes: readonly ChildNode[], conversion: Conversion): string | null {
  const parts = nodes.filter((node) => isElement(node)).map((node) => elementToMarkdown(node, conversion))
  return parts.includes(null) ? null : parts.join('\n\n')
}

function indent(text: string, columns: number): string {
  return text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(columns)}`)
}

function writeQuote(element: Element, conversion: Conversion): string | null {
  const nodes = contentOf(element)
  const last = nodes.at(-1)
  const cite = last !== undefined && isElement(last, 'cite') ? last : null
  const body = writeAll(cite === null ? nodes : nodes.slice(0, -1), conversion)
  if (body === null) return null
  const text = cite === null ? body : `${body}\n\n<cite>${inline(cite, conversion)}</cite>`
  return text.replace(/^/gm, '> ').replace(/^> $/gm, '>')
}

function writeCode(element: Element): string | null {
  const [code] = contentOf(element)
  if (code === undefined || !isElement(code, 'code')) return null
  const text = textOf(code)
  const language =
    classesOf(element)
      .find((name) => name.startsWith('language-'))
      ?.slice(9) ?? ''
  const longest = Math.max(2, ...[...text.matchAll(/^`+/gm)].map((run) => run[0].length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

function writeFigure(element: Element, conversion: Conversion): string | null {
  const classes = classesOf(element)
  const caption = findElement(element, (inside) => inside.tagName === 'figcaption')
  if (classes.includes('wp-block-embed')) return caption === null ? textOf(element).trim() : null
  if (classes.includes('wp-block-gallery')) return caption === null ? writeImages(element, conversion) : null
  if (classes.includes('wp-block-table')) return writeTable(element, conversion)
  return classes.includes('wp-block-image') ? writeImage(element) : null
}

function writeImage(figure: Element): string | null {
  const img = findElement(figure, (inside) => inside.tagName === 'img')
  const link = findElement(figure, (inside) => inside.tagName === 'a' && inside.childNodes.some((node) => node === img))
  const caption = findElement(figure, (inside) => inside.tagName === 'figcaption')
  if (img === null) return null
  const alt = escapeMarkdown(attributeOf(img, 'alt') ?? '', 'light')
  const image = `![${alt}](${writeTarget(attributeOf(img, 'src') ?? '', caption === null ? null : textOf(caption))})`
  return link === null ? image : `[${image}](${writeTarget(attributeOf(link, 'href') ?? '', null)})`
}

function writeImages(gallery: Element, conversion: Conversion): string | null {
  const parts = contentOf(gallery).map((node) => (isElement(node) ? elementToMarkdown(node, conversion) : null))
  return parts.includes(null) ? null : parts.join('\n')
}

function writeTable(figure: Element, conversion: Conversion): string | null {
  const rows: Element[][] = []
  const visit = (parent: Element): void => {
    for (const node of parent.childNodes) {
      if (isElement(node, 'tr'))
        rows.push(node.childNodes.filter((cell): cell is Element => isElement(cell, 'th', 'td')))
      else if (isElement(node, 'table', 'thead', 'tbody')) visit(node)
    }
  }
  visit(figure)
  const [head, ...body] = rows
  if (head === undefined) return null
  const dashes: Readonly<Record<string, string>> = { left: ':--', center: ':-:', right: '--:' }
  const rule = head.map((cell) => dashes[attributeOf(cell, 'data-align') ?? ''] ?? '---')
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const write = (cells: readonly Element[]): string =>
    line(cells.map((cell) => inline(cell, conversion).replaceAll('\\\n', '<br>').replaceAll('|', '\\|')))
  return [write(head), line(rule), ...body.map(write)].join('\n')
}
