import { attributeOf, classesOf, type Element, findElement } from '../html/node.ts'
import { parseHtml } from '../html/parse.ts'
import { escapeAttribute } from '../html/serialize.ts'
import type { Json } from './block.ts'
import type { Build, UploadedImage } from './build.ts'
import { type Delimiter, findDelimiters } from './delimiter.ts'
import { filesIn, placeImage } from './inline-image.ts'
import { readAttributes, writeDelimiter } from './mark.ts'

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/**
 * In which element these blocks show their file, and what they call its id and its address, for those that keep them among
 * their attributes.
 */
const named: Readonly<Record<string, { readonly in: string; readonly id: string; readonly url?: string }>> = {
  'core/image': { in: 'img', id: 'id' },
  'core/cover': { in: 'img', id: 'id', url: 'url' },
  'core/media-text': { in: 'img', id: 'mediaId' },
  'core/audio': { in: 'audio', id: 'id' },
  'core/video': { in: 'video', id: 'id' },
  'core/file': { in: 'a', id: 'id', url: 'href' },
}

/**
 * A raw block whose images and files stand at their addresses and ids on the site, every other byte as it was written. One that
 * is there already, and what is none of the article's, stays untouched; a local image that was not uploaded is noted.
 */
export function placeRawImages(raw: string, build: Build): string {
  if (!/<(?:img|video|audio|source|track|a)\b/i.test(raw)) return raw
  const edits = new Map<number, Edit>()
  const add = (edit: Edit): void => void edits.set(edit.start, edit)
  const delimiters = findDelimiters(raw)
  // A search that finds nothing visits every element.
  findElement(parseHtml(raw, true), (element) => {
    for (const { name, file } of placedIn(element, build)) {
      if (file.url === attributeOf(element, name)) continue
      for (const edit of editElement(element, name, file, raw)) add(edit)
      const at = element.sourceCodeLocation?.startOffset ?? 0
      const block =
        name === 'poster' ? undefined : delimiters.findLast(({ kind, start }) => kind === 'open' && start < at)
      const edit = block === undefined ? null : editDelimiter(block, element, file)
      if (edit !== null) add(edit)
    }
    return false
  })
  const ordered = [...edits.values()].sort((a, b) => b.start - a.start)
  return ordered.reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), raw)
}

function placedIn(element: Element, build: Build): { readonly name: string; readonly file: UploadedImage }[] {
  const name = element.tagName === 'img' ? 'src' : element.tagName === 'video' ? 'poster' : null
  const source = name === null ? '' : (attributeOf(element, name) ?? '')
  const others = filesIn(element, build).filter((one) => one.name !== name)
  return name === null || source.trim() === '' ? others : [{ name, file: placeImage(source, build) }, ...others]
}

function editElement(element: Element, name: string, { id, url }: UploadedImage, raw: string): Edit[] {
  const edits: Edit[] = []
  const set = (attribute: string, value: string | null): void => {
    const at = element.sourceCodeLocation?.attrs?.[attribute]
    if (at === undefined) return
    const isSpaced = value === null && raw[at.startOffset - 1] === ' '
    edits.push({
      start: at.startOffset - (isSpaced ? 1 : 0),
      end: at.endOffset,
      text: value === null ? '' : `${attribute}="${escapeAttribute(value)}"`,
    })
  }
  set(name, url)
  if (element.tagName !== 'img') return edits
  // They name other files than the one that was uploaded; WordPress makes its own.
  set('srcset', null)
  set('sizes', null)
  const classes = classesOf(element)
  if (id !== undefined && classes.some((one) => isImageClass(one)))
    set('class', classes.map((one) => (isImageClass(one) ? `wp-image-${id}` : one)).join(' '))
  return edits
}

function isImageClass(name: string): boolean {
  return /^wp-image-\d+$/.test(name)
}

function editDelimiter(block: Delimiter, element: Element, image: UploadedImage): Edit | null {
  const keys = named[block.name]
  const attributes = keys?.in === element.tagName ? readAttributes(block) : null
  if (keys === undefined || attributes === null) return null
  const put: Record<string, Json> = {}
  if (image.id !== undefined && attributes[keys.id] !== undefined) put[keys.id] = image.id
  if (keys.url !== undefined && attributes[keys.url] !== undefined) put[keys.url] = image.url
  if (Object.keys(put).length === 0) return null
  return { start: block.start, end: block.end, text: writeDelimiter(block, { ...attributes, ...put }) }
}
