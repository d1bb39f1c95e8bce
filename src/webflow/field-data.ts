import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5'
import { partKinds, type WebflowArticle, type WebflowImage } from './article.ts'
import type { CollectionField } from './collections.ts'
import { fieldsOf } from './json.ts'
import type { FieldMapping } from './mapping.ts'
import { namesFor, type ReferenceIds, sourceValue } from './references.ts'
import { type RichTextNote, toRichText } from './rich-text.ts'

/** Something that will not be in the item as it is in the article. To be told before it is sent. */
interface FieldNote {
  /** Slug of the field. */
  readonly field: string
  readonly kind: 'no-such-field' | 'no-value' | 'wrong-type' | 'no-option' | 'unresolved' | RichTextNote['kind']
  readonly detail: string
}

export interface BuiltFields {
  readonly fieldData: Readonly<Record<string, unknown>>
  readonly notes: readonly FieldNote[]
}

/** What a field cannot take; the reason becomes a note. */
interface Unfit {
  readonly unfit: FieldNote['kind']
  readonly detail: string
}

interface Given {
  readonly field: CollectionField
  readonly value: unknown
  readonly names: readonly string[]
  readonly ids: Readonly<Record<string, string>>
  readonly isHtml: boolean
  readonly note: (kind: FieldNote['kind'], detail: string) => void
}

/** The value of each type, as the API's description has it. */
const writers: Readonly<Record<string, (given: Given) => unknown>> = {
  PlainText({ value, names, isHtml }) {
    if (Array.isArray(value)) return names.join(', ')
    return isHtml ? textOfHtml(text(value)) : text(value)
  },
  RichText({ value, note }) {
    const { html, notes } = toRichText(text(value))
    for (const { kind, tag } of notes) note(kind, `<${tag}>`)
    return html
  },
  DateTime({ value }) {
    const at = new Date(text(value))
    return Number.isNaN(at.getTime()) ? unfit('wrong-type', text(value)) : at.toISOString()
  },
  Number({ value }) {
    const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
    return Number.isFinite(number) ? number : unfit('wrong-type', text(value))
  },
  Switch: ({ value }) => (typeof value === 'boolean' ? value : unfit('wrong-type', text(value))),
  Link: ({ value }) => webAddress(imageOf(value)?.url ?? text(value)),
  VideoLink: ({ value }) => webAddress(text(value)),
  Email: ({ value }) => text(value),
  Phone: ({ value }) => text(value),
  Color: ({ value }) => text(value),
  Image: ({ value }) => writeImage(Array.isArray(value) ? value[0] : value),
  MultiImage: ({ value }) =>
    [value]
      .flat()
      .map(writeImage)
      .filter((image) => !isUnfit(image)),
  File: ({ value }) => writeImage(typeof value === 'string' ? { url: value } : value),
  Option({ field, value, names }) {
    const wanted = (names[0] ?? text(value)).toLowerCase()
    const option = field.options.find(({ name, id }) => name.toLowerCase() === wanted || id === wanted)
    return option?.id ?? unfit('no-option', names[0] ?? text(value))
  },
  Reference({ names, ids }) {
    const [name = ''] = names
    return Object.hasOwn(ids, name) ? ids[name] : unfit('unresolved', name)
  },
  MultiReference({ names, ids, note }) {
    for (const name of names) if (!Object.hasOwn(ids, name)) note('unresolved', name)
    return names.flatMap((name) => (Object.hasOwn(ids, name) ? [ids[name]] : []))
  },
}

/**
 * The `fieldData` of an article by its mapping. Pure. What the article does not say is left out, so that an update keeps what
 * the item has; what a field cannot take is left out too, with a note.
 */
export function buildFieldData(
  fields: readonly CollectionField[],
  mapping: FieldMapping,
  article: WebflowArticle,
  references: { readonly ids: ReferenceIds } = { ids: {} },
): BuiltFields {
  const fieldData: Record<string, unknown> = {}
  const notes: FieldNote[] = []
  for (const [slug, source] of Object.entries(mapping)) {
    const note: Given['note'] = (kind, detail) => void notes.push({ field: slug, kind, detail: detail.slice(0, 200) })
    const field = fields.find((one) => one.slug === slug)
    const value = sourceValue(source, article)
    if (field === undefined) {
      note('no-such-field', '')
      continue
    }
    if (value === undefined) {
      if (field.isRequired && slug !== 'slug') note('no-value', '')
      continue
    }
    const write = Object.hasOwn(writers, field.type) ? writers[field.type] : undefined
    const names = namesFor(mapping, slug, article)
    const ids = references.ids[field.collectionId ?? ''] ?? {}
    const isHtml = 'part' in source && partKinds[source.part] === 'html'
    const written = write?.({ field, value, names, ids, isHtml, note }) ?? unfit('wrong-type', field.type)
    if (isUnfit(written)) note(written.unfit, written.detail)
    else fieldData[slug] = written
  }
  return { fieldData, notes }
}

function unfit(kind: FieldNote['kind'], detail: string): Unfit {
  return { unfit: kind, detail }
}

function isUnfit(value: unknown): value is Unfit {
  return typeof value === 'object' && value !== null && 'unfit' in value
}

function text(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : JSON.stringify(value)
}

function webAddress(value: string): string | Unfit {
  const url = URL.parse(value)
  return url !== null && /^https?:$/.test(url.protocol) ? value : unfit('wrong-type', value)
}

function imageOf(value: unknown): WebflowImage | null {
  const { url, alt, id } = fieldsOf(value)
  if (typeof url !== 'string') return null
  return { url, alt: typeof alt === 'string' ? alt : '', ...(typeof id === 'string' ? { id } : {}) }
}

/** By the id of an asset, or by an address that Webflow fetches. */
function writeImage(value: unknown): object {
  const image = imageOf(value)
  if (image === null || isUnfit(webAddress(image.url))) return unfit('wrong-type', text(value))
  return { ...(image.id === undefined ? {} : { fileId: image.id }), url: image.url, alt: image.alt }
}

/** The text of HTML; text without markup stays as it is. */
export function textOfHtml(html: string): string {
  if (!/[<&]/.test(html)) return html
  const out: string[] = []
  const stack: DefaultTreeAdapterTypes.ChildNode[] = [...parseFragment(html).childNodes].reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if ('value' in node) out.push(node.value)
    else if ('tagName' in node) {
      if (node.tagName === 'br') out.push('\n')
      else if (/^(?:p|h[1-6]|li|blockquote|div)$/.test(node.tagName) && out.length > 0) out.push('\n')
      if (!/^(?:script|style|template)$/.test(node.tagName)) stack.push(...[...node.childNodes].reverse())
    }
  }
  return out
    .join('')
    .replace(/[ \t]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim()
}
