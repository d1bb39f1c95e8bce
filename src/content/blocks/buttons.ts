import {
  attributeOf,
  type ChildNode,
  classesOf,
  contentOf,
  type Element,
  findElement,
  isElement,
} from '../html/node.ts'
import type { Block } from './block.ts'
import { block } from './block.ts'
import type { BlockKind, Build } from './build.ts'
import { openTag } from './tag.ts'

/** A row of buttons as the editor writes it. */
export const buttons: BlockKind = {
  name: 'buttons',
  tags: ['div'],
  build(element, build) {
    if (!classesOf(element).some((name) => name === 'wp-block-buttons' || name === 'wp-block-button')) return null
    const links = linksOf(element)
    return links === null ? null : buildRow(links, build)
  },
}

/** Links that call themselves buttons, alone in a paragraph. */
export function buildButtonsFrom(nodes: readonly ChildNode[], build: Build): readonly Block[] | null {
  const links = nodes.filter((node): node is Element => isElement(node, 'a') && isButton(node))
  return links.length === 0 || links.length !== nodes.length ? null : buildRow(links, build)
}

function isButton(link: Element): boolean {
  return classesOf(link).some((name) => /^(?:btn|button|wp-block-button__link|wp-element-button)$/.test(name))
}

/** The links in it; null where it has anything else to show, which a row of buttons could not. */
function linksOf(parent: Element): Element[] | null {
  const links: Element[] = []
  for (const node of contentOf(parent)) {
    if (!isElement(node)) return null
    const found = node.tagName === 'img' ? null : node.tagName === 'a' ? [node] : linksOf(node)
    if (found === null) return null
    for (const link of found) links.push(link)
  }
  return links
}

function buildRow(links: readonly Element[], build: Build): readonly Block[] | null {
  if (links.some((link) => findElement(link, (inside) => inside.tagName === 'img') !== null)) return null
  const inner = links.flatMap((link) => buildButton(link, build))
  if (inner.length === 0) return null
  return [{ name: 'buttons', attributes: {}, open: '<div class="wp-block-buttons">', inner, close: '</div>' }]
}

function buildButton(link: Element, build: Build): Block[] {
  const text = build.text(link.childNodes)
  if (text === '') return []
  const tag = openTag('a', {
    class: 'wp-block-button__link wp-element-button',
    href: attributeOf(link, 'href'),
    title: attributeOf(link, 'title'),
    target: attributeOf(link, 'target'),
    rel: attributeOf(link, 'rel'),
  })
  return [block('button', {}, `<div class="wp-block-button">${tag}${text}</a></div>`)]
}
