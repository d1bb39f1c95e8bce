import { type ChildNode, type Element, isElement, type ParentNode } from './html/node.ts'
import type { NoteBook } from './note.ts'
import { addressAttributes, allowedElements, allowedProtocols, allowedStyles, droppedWhole } from './sanitize-rules.ts'

/**
 * Takes out of the tree, in place, what WordPress would take from a person without `unfiltered_html`: scripts,
 * frames, event handlers, foreign protocols… Each removal is a note, so that it can be told before publishing.
 * `data:` images stay: they are uploaded and get an address of the site later.
 */
export function sanitize(root: ParentNode, notes: NoteBook): void {
  const kept: ChildNode[] = []
  for (const node of root.childNodes) {
    if (!isElement(node)) {
      kept.push(node)
      continue
    }
    const attributes = allowedElements.get(node.tagName)
    if (attributes === undefined) notes.add('removed_element', node.tagName)
    if (attributes === undefined && droppedWhole.has(node.tagName)) continue
    sanitize(node, notes)
    if (attributes === undefined) {
      for (const child of node.childNodes) kept.push(child)
      continue
    }
    sanitizeAttributes(node, attributes, notes)
    kept.push(node)
  }
  for (const child of kept) child.parentNode = root
  root.childNodes = kept
}

function sanitizeAttributes(element: Element, allowed: ReadonlySet<string>, notes: NoteBook): void {
  element.attrs = element.attrs.filter((attribute) => {
    const name = attribute.prefix ? `${attribute.prefix}:${attribute.name}` : attribute.name
    const label = `${element.tagName} ${name}`
    if (!allowed.has(name) && !/^data-[a-z0-9_.:-]+$/.test(name) && !isMathNamespace(element, name)) {
      notes.add('removed_attribute', label)
      return false
    }
    if (addressAttributes.has(name) && !isAllowedAddress(element, attribute.value)) {
      notes.add('removed_address', `${label}="${attribute.value}"`)
      return false
    }
    if (name !== 'style') return true
    attribute.value = filterStyle(attribute.value, notes)
    return attribute.value !== ''
  })
}

/** `<math xmlns=…>` says nothing that the parser does not know. */
function isMathNamespace(element: Element, name: string): boolean {
  return element.tagName === 'math' && name === 'xmlns'
}

function isAllowedAddress(element: Element, value: string): boolean {
  // Browsers ignore control characters and white space inside of the protocol.
  const address = [...value].filter((sign) => sign > ' ' && sign !== '\u007f').join('')
  const protocol = /^([^/?#]*?):/.exec(address)?.[1]?.toLowerCase()
  if (protocol === undefined || allowedProtocols.has(protocol)) return true
  return element.tagName === 'img' && /^data:image\/[a-z0-9.+-]+[;,]/i.test(address)
}

/** The declarations that WordPress keeps. Functions other than colours and lengths are refused, escapes too. */
function filterStyle(style: string, notes: NoteBook): string {
  const kept = style.split(';').filter((declaration) => {
    const [name = '', ...rest] = declaration.split(':')
    const property = name.trim().toLowerCase()
    if (property === '') return false
    const value = rest.join(':')
    const known = allowedStyles.has(property) || /^--[a-z0-9-]+$/.test(property)
    const plain =
      !/[\\{}<>@]|\/\*|javascript|expression/i.test(value) &&
      functionsIn(value).every((used) => safeFunctions.has(used))
    if (!known || !plain) notes.add('removed_style', declaration.trim())
    return known && plain
  })
  return kept.map((declaration) => declaration.trim()).join(';')
}

/** The names before opening brackets, of each its end alone: looked for forwards, a long word takes quadratic time. */
function functionsIn(value: string): string[] {
  const before = value.split('(').slice(0, -1)
  return before.map((part) => /[a-z-]*$/i.exec(part.trimEnd().slice(-20))?.[0].toLowerCase() ?? '')
}

const safeFunctions = new Set('rgb rgba hsl hsla calc min max minmax clamp var repeat'.split(' '))
