import type { DefaultTreeAdapterTypes } from 'parse5'

export type Element = DefaultTreeAdapterTypes.Element
export type ChildNode = DefaultTreeAdapterTypes.ChildNode
export type ParentNode = DefaultTreeAdapterTypes.ParentNode
type TextNode = DefaultTreeAdapterTypes.TextNode
type CommentNode = DefaultTreeAdapterTypes.CommentNode

export function isElement(node: ChildNode, ...names: readonly string[]): node is Element {
  return 'tagName' in node && (names.length === 0 || names.includes(node.tagName))
}

/** What a `<template>` holds is no child of it. */
export function isTemplate(node: Element): node is DefaultTreeAdapterTypes.Template {
  return 'content' in node
}

export function isText(node: ChildNode): node is TextNode {
  return node.nodeName === '#text'
}

export function isComment(node: ChildNode): node is CommentNode {
  return node.nodeName === '#comment'
}

/** White space that HTML collapses; a no-break space is not one. */
export function isBlank(node: ChildNode): boolean {
  return isText(node) && /^[ \t\n\r\f]*$/.test(node.value)
}

/** The value of an attribute; null where it is missing, an empty text where it has no value. */
export function attributeOf(element: Element, name: string): string | null {
  return element.attrs.find((attribute) => attribute.name === name)?.value ?? null
}

export function setAttribute(element: Element, name: string, value: string): void {
  const known = element.attrs.find((attribute) => attribute.name === name)
  if (known === undefined) element.attrs.push({ name, value })
  else known.value = value
}

export function removeAttribute(element: Element, name: string): void {
  element.attrs = element.attrs.filter((attribute) => attribute.name !== name)
}

export function classesOf(element: Element): string[] {
  return (attributeOf(element, 'class') ?? '').split(/[ \t\n\r\f]+/).filter((name) => name !== '')
}

/** The text inside, without markup. Depth is bounded by the parser. */
export function textOf(node: ChildNode | ParentNode): string {
  if ('value' in node) return node.value
  if (!('childNodes' in node)) return ''
  return node.childNodes.map(textOf).join('')
}

/** Children that are more than white space and comments. */
export function contentOf(parent: ParentNode): ChildNode[] {
  return parent.childNodes.filter((node) => !isBlank(node) && !isComment(node))
}

/** The first element inside for which the test holds, in document order. */
export function findElement(parent: ParentNode, test: (element: Element) => boolean): Element | null {
  for (const node of parent.childNodes) {
    if (!isElement(node)) continue
    if (test(node)) return node
    const inside = findElement(node, test)
    if (inside !== null) return inside
  }
  return null
}

/** Puts other nodes in the place of one; their parent is set too. */
export function replaceNode(node: ChildNode, replacement: readonly ChildNode[]): void {
  const parent = node.parentNode
  if (parent === null) return
  const at = parent.childNodes.indexOf(node)
  for (const child of replacement) child.parentNode = parent
  parent.childNodes.splice(at, 1, ...replacement)
}
