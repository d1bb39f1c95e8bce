import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parseFragment, serializeOuter } from 'parse5'
import { HubError } from '../errors/hub-error.ts'

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element
type Parent = DefaultTreeAdapterTypes.ParentNode

/** What became of an element that rich text has no place for. */
export interface RichTextNote {
  /** `embedded`: kept as a custom code embed, which shows on the published site. `unwrapped`: its content stays. `removed`: all is gone. */
  readonly kind: 'embedded' | 'unwrapped' | 'removed'
  readonly tag: string
}

export interface RichText {
  readonly html: string
  /** Each once. */
  readonly notes: readonly RichTextNote[]
}

/*
 * What rich text keeps is documented only as "HTML formatting" and "no code blocks". The rest comes from what the API returns
 * for texts made in Webflow's editor: figures with `w-richtext-…` classes, and embeds as `<div data-rt-embed-type='true'>`.
 * Untested against the real editor, which cleans a text when somebody opens and saves it there.
 */
const kept: Readonly<Record<string, readonly string[]>> = {
  p: [],
  h1: ['id'],
  h2: ['id'],
  h3: ['id'],
  h4: ['id'],
  h5: ['id'],
  h6: ['id'],
  ul: [],
  ol: ['start'],
  li: [],
  blockquote: [],
  strong: [],
  em: [],
  u: [],
  s: [],
  sub: [],
  sup: [],
  code: [],
  br: [],
  a: ['href', 'target', 'rel', 'title'],
  img: ['src', 'alt', 'width', 'height'],
}
const renamed = new Map([
  ['b', 'strong'],
  ['i', 'em'],
  ['del', 's'],
  ['strike', 's'],
])
const embedded = new Set(['table', 'pre', 'iframe', 'video', 'audio', 'details', 'dl', 'hr'])
const removed = new Set([
  'script',
  'svg',
  'math',
  'style',
  'template',
  'object',
  'embed',
  'form',
  'input',
  'button',
  'textarea',
  'select',
  'noscript',
  'link',
  'meta',
  'base',
  'title',
])

const mostCharacters = 5_000_000
const mostDepth = 256

/** HTML as a RichText field takes it. Raises `bad_input` when it is too large or too deep. */
export function toRichText(html: string): RichText {
  if (html.length > mostCharacters)
    throw new HubError('bad_input', `The text is longer than ${mostCharacters} characters`)
  const notes = new Map<string, RichTextNote>()
  const note = (kind: RichTextNote['kind'], tag: string): void => void notes.set(`${kind} ${tag}`, { kind, tag })
  const root = parseBounded(html)
  return { html: writeAll(root, note).trim(), notes: [...notes.values()] }
}

type Note = (kind: RichTextNote['kind'], tag: string) => void

function writeAll(parent: Parent, note: Note): string {
  return parent.childNodes.map((node) => write(node, note)).join('')
}

function write(node: Node, note: Note): string {
  if ('value' in node) return escapeText(node.value)
  if (!('tagName' in node)) return ''
  const tag = renamed.get(node.tagName) ?? node.tagName
  if (removed.has(tag)) {
    note('removed', tag)
    return ''
  }
  if (embedded.has(tag)) return embed(node, note)
  if (tag === 'figure') return writeFigure(node, note)
  const allowed = Object.hasOwn(kept, tag) ? kept[tag] : undefined
  if (allowed === undefined) {
    if (tag !== 'div' && tag !== 'span') note('unwrapped', tag)
    return writeAll(node, note)
  }
  const image = tag === 'p' ? onlyImage(node) : null
  if (image !== null) return figure(image, '', note)
  if (tag === 'img' && attribute(node, 'src') === '') return ''
  const open = `<${tag}${attributesOf(node, allowed)}>`
  return tag === 'br' || tag === 'img' ? open : `${open}${writeAll(node, note)}</${tag}>`
}

/** A figure around an image is Webflow's own; around anything else (a table, a video) its content counts. */
function writeFigure(element: Element, note: Note): string {
  const image = find(element, 'img')
  const inner = element.childNodes.find((child) => 'tagName' in child && embedded.has(child.tagName))
  const caption = find(element, 'figcaption')
  if (image !== null && inner === undefined) return figure(image, caption === null ? '' : writeAll(caption, note), note)
  const rest = element.childNodes.filter((child) => child !== caption).map((child) => write(child, note))
  return `${rest.join('')}${caption === null ? '' : `<p>${writeAll(caption, note)}</p>`}`
}

function figure(image: Element, caption: string, note: Note): string {
  const shown = write(image, note)
  if (shown === '') return ''
  const attributes =
    'class="w-richtext-figure-type-image w-richtext-align-center" data-rt-type="image" data-rt-align="center"'
  return `<figure ${attributes}><div>${shown}</div>${caption === '' ? '' : `<figcaption>${caption}</figcaption>`}</figure>`
}

function embed(element: Element, note: Note): string {
  note('embedded', element.tagName)
  clean(element, note)
  return `<div data-rt-embed-type='true'>${serializeOuter(element)}</div>`
}

/** Webflow runs what is in an embed as it is, so what could do something is taken out. */
function clean(element: Element, note: Note): void {
  element.attrs = element.attrs.filter(({ name, value }) => !/^(?:on.*|srcdoc)$/i.test(name) && isHarmless(value))
  element.childNodes = element.childNodes.filter((child) => {
    if (!('tagName' in child)) return true
    if (removed.has(child.tagName)) note('removed', child.tagName)
    else clean(child, note)
    return !removed.has(child.tagName)
  })
}

function onlyImage(paragraph: Element): Element | null {
  const inside = paragraph.childNodes.filter((node) => !('value' in node && node.value.trim() === ''))
  const [only] = inside
  return inside.length === 1 && only !== undefined && 'tagName' in only && only.tagName === 'img' ? only : null
}

function find(parent: Parent, tag: string): Element | null {
  for (const node of parent.childNodes) {
    if (!('tagName' in node)) continue
    const found = node.tagName === tag ? node : find(node, tag)
    if (found !== null) return found
  }
  return null
}

function attribute(element: Element, name: string): string {
  const value = element.attrs.find((entry) => entry.name === name)?.value ?? ''
  return isHarmless(value) || (name !== 'href' && name !== 'src') ? value : ''
}

function attributesOf(element: Element, names: readonly string[]): string {
  return names
    .map((name) => [name, attribute(element, name)] as const)
    .filter(([name, value]) => value !== '' || name === 'alt')
    .map(([name, value]) => ` ${name}="${escapeText(value).replaceAll('"', '&quot;')}"`)
    .join('')
}

/** Browsers ignore control characters and white space inside of the protocol. */
function isHarmless(address: string): boolean {
  const bare = [...address].filter((sign) => sign > ' ' && sign !== '\u007f').join('')
  return !/^(?:javascript|vbscript):|^data:(?!image\/)/i.test(bare)
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function parseBounded(html: string): Parent {
  let depth = 0
  return parseFragment(html, {
    treeAdapter: {
      ...defaultTreeAdapter,
      onItemPush() {
        depth += 1
        if (depth > mostDepth) throw new HubError('bad_input', `The text is nested deeper than ${mostDepth} elements`)
      },
      onItemPop() {
        depth -= 1
      },
    },
  })
}
