import { parseFragment } from 'parse5'
import { attributeOf, isElement } from '../html/node.ts'

/** A value of an HTML attribute: `true` stands alone, `null` and `undefined` leave the attribute out. */
export type TagValue = string | number | true | null | undefined

/** An opening tag as the editor's own serializer writes it (`escapeAttribute` of `@wordpress/escape-html`). */
export function openTag(name: string, attributes: Readonly<Record<string, TagValue>> = {}): string {
  let tag = `<${name}`
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue
    tag += value === true ? ` ${key}` : ` ${key}="${escapeValue(String(value))}"`
  }
  return `${tag}>`
}

/** The same for an element without content, which the editor closes with `/>`. */
export function voidTag(name: string, attributes: Readonly<Record<string, TagValue>> = {}): string {
  return `${openTag(name, attributes).slice(0, -1)}/>`
}

/** Class names as one attribute value; null where there are none, so that the attribute is left out. */
export function classList(...names: readonly (string | null | undefined | false)[]): string | null {
  const list = names.filter((name) => typeof name === 'string' && name !== '')
  return list.length === 0 ? null : list.join(' ')
}

/** Text of an element as the editor escapes it: what looks like a reference is left alone. */
export function escapeContent(text: string): string {
  return settle(text).replace(ampersand, '&amp;').replaceAll('<', '&lt;')
}

function escapeValue(value: string): string {
  return settle(value)
    .replace(ampersand, '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

const ampersand = /&(?!([a-z0-9]+|#[0-9]+|#x[a-f0-9]+);)/gi

/**
 * The editor does not escape what looks like a character reference, so an alternative text of `&copy;` comes back as
 * `©` and is written as that. Resolved here, the markup is the same after every save.
 */
export function settle(value: string): string {
  let settled = value
  for (let round = 0; round < 4 && /&(?:[a-z0-9]+|#[0-9]+|#x[a-f0-9]+);/i.test(settled); round += 1) {
    const root = parseFragment(`<i title="${settled.replaceAll('"', '&quot;')}"></i>`)
    const [element] = root.childNodes
    const decoded = element !== undefined && isElement(element) ? attributeOf(element, 'title') : null
    if (decoded === null || decoded === settled) break
    settled = decoded
  }
  return settled
}
