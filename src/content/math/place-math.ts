import { defaultTreeAdapter, html as names } from 'parse5'
import { attributeOf, type ChildNode, type Element, isElement, type ParentNode } from '../html/node.ts'
import { limits } from '../limits.ts'
import { mathAttribute } from '../markdown/math.ts'
import type { NoteBook } from '../note.ts'
import { latexToMathMl } from './latex.ts'

/** Elements that hold running text: a formula within is a part of it, however it was written. */
const running = new Set('p h1 h2 h3 h4 h5 h6 li td th dt dd summary caption figcaption'.split(' '))

/**
 * Puts MathML where Markdown has formulas: `<math data-latex>` as the editor's inline format has it, and for displayed ones
 * `<div class="wp-block-math" data-latex><math display="block">`. Where it may not be written, and where the LaTeX cannot be read,
 * the text stays as it was written, and a note tells.
 */
export function placeMath(root: ParentNode, options: MathOptions, notes: NoteBook): void {
  place(root, { ...options, notes, formulas: 0, length: 0, isRunning: false })
}

interface MathOptions {
  readonly available: boolean
  /**
   * Whether the site filters what the author writes. WordPress filters the attributes of blocks as if they were HTML, and makes
   * `&amp;` of the `&` between columns; it does no such thing to `data-latex`.
   */
  readonly filtered: boolean
}

interface Placing extends MathOptions {
  readonly notes: NoteBook
  formulas: number
  length: number
  isRunning: boolean
}

function place(parent: ParentNode, placing: Placing): void {
  const kept: ChildNode[] = []
  for (const node of parent.childNodes) {
    const latex = isElement(node, 'div', 'span') ? attributeOf(node, mathAttribute) : null
    if (latex !== null && isElement(node)) {
      for (const made of replace(node, latex, placing)) kept.push(made)
      continue
    }
    kept.push(node)
    if (!isElement(node)) continue
    const before = placing.isRunning
    placing.isRunning ||= running.has(node.tagName) || attributeOf(node, 'data-footnote') !== null
    place(node, placing)
    placing.isRunning = before
  }
  for (const child of kept) child.parentNode = parent
  parent.childNodes = kept
}

function replace(node: Element, latex: string, placing: Placing): readonly ChildNode[] {
  const isDisplayed = node.tagName === 'div'
  const isAlone = isDisplayed && !placing.isRunning
  const isBlock = isAlone && !(placing.filtered && /[&<>]/.test(latex))
  const shown = isDisplayed && !isBlock ? inText(latex) : latex
  const nodes = makeMath(shown, isBlock, placing)
  if (nodes === null) return isAlone ? [hold('p', {}, node.childNodes)] : node.childNodes
  if (!isBlock) {
    const inline = hold('math', { 'data-latex': shown }, nodes)
    return [isAlone ? hold('p', { style: 'text-align:center' }, [inline]) : inline]
  }
  const math = hold('math', { display: 'block' }, nodes)
  return [hold('div', { class: 'wp-block-math', 'data-latex': latex }, [math])]
}

/** A displayed formula as a part of the text, which knows environments of lines under other names. */
function inText(latex: string): string {
  return `\\displaystyle ${latex.replace(/\\(begin|end)\{(align|gather)\*?\}/g, '\\$1{$2ed}')}`
}

function makeMath(latex: string, isBlock: boolean, placing: Placing): readonly ChildNode[] | null {
  const { available, notes } = placing
  placing.formulas += 1
  placing.length += latex.length
  if (!available) {
    notes.add('math_as_text', 'math')
    return null
  }
  if (latex.length > limits.formula || placing.formulas > limits.formulas || placing.length > limits.formulaText) {
    notes.add('math_unreadable', 'too much math')
    return null
  }
  const made = latexToMathMl(latex, isBlock)
  if ('nodes' in made) return made.nodes
  notes.add('math_unreadable', `${latex.slice(0, 60)}: ${made.error}`)
  return null
}

function hold(name: string, attributes: Readonly<Record<string, string>>, nodes: readonly ChildNode[]): Element {
  const space = name === 'math' ? names.NS.MATHML : names.NS.HTML
  const list = Object.entries(attributes).map(([key, value]) => ({ name: key, value }))
  const element = defaultTreeAdapter.createElement(name, space, list)
  for (const node of nodes) defaultTreeAdapter.appendChild(element, node)
  return element
}
