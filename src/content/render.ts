import type { Block } from './blocks/block.ts'
import type { Build, UploadedImage } from './blocks/build.ts'
import { buildFlow } from './blocks/flow.ts'
import { openFootnotes } from './blocks/footnotes.ts'
import { rewriteImages } from './blocks/inline-image.ts'
import { flattenBlocks } from './blocks/levels.ts'
import { placeMark } from './blocks/mark.ts'
import { richText } from './blocks/rich-text.ts'
import { serializeBlocks, serializePlain } from './blocks/serialize.ts'
import { type Body, openDocument } from './document.ts'
import { type ImageReference, listImages } from './images.ts'
import { type Note, openNoteBook } from './note.ts'

export interface RenderOptions {
  /** Whether the user may write any HTML on that site (`unfiltered_html`); without it, it is sanitised. */
  readonly unfilteredHtml?: boolean
  /** Uploaded images, audio and files by the `src` they have in the body. */
  readonly images?: ReadonlyMap<string, UploadedImage>
  /** Goes into the metadata of the first block, where it can be searched for and is never shown. */
  readonly mark?: Readonly<Record<string, string>>
  /** The site's version, `6.1.9`. Without it the newest is written for, which 6.3 and later read without complaint. */
  readonly wordpress?: string
  /** Whether MathML is shown there; without it, where WordPress has its math block (6.9). */
  readonly math?: boolean
}

export interface Rendered {
  /** `post_content`. */
  readonly content: string
  /** The value of the post's `footnotes` meta, which a footnotes block in the content needs. */
  readonly footnotes?: string
  readonly images: readonly ImageReference[]
  /** What was changed, left out or could not be placed. */
  readonly notes: readonly Note[]
}

/**
 * A body as native blocks, byte for byte as the newest editor saves them.
 * Raises `bad_input` when the body is too long, nested too deeply, or makes too many elements; nothing else.
 */
export function renderBlocks(body: Body, options: RenderOptions = {}): Rendered {
  return render(body, options, false)
}

/** The same content as HTML without block comments, for sites whose firewall takes `<!-- wp:` for an attack. It carries no mark. */
export function renderPlainHtml(body: Body, options: Omit<RenderOptions, 'mark'> = {}): Omit<Rendered, 'footnotes'> {
  return render(body, options, true)
}

function render(body: Body, options: RenderOptions, plain: boolean): Rendered {
  const notes = openNoteBook()
  const atLeast = versionTest(options.wordpress)
  const { unfilteredHtml = false, math = atLeast('6.9') } = options
  const document = openDocument(body, { unfilteredHtml, math }, notes)
  const images = listImages(document)
  const native = !plain && atLeast('6.3')
  // The first value alone: another may say which state of the article this is, and ids must outlive that.
  const seed = Object.values(options.mark ?? {})[0] ?? ''
  const text: Build['text'] = (nodes) => {
    // Held by a parent of their own, so that references can be replaced among them.
    const held = { nodeName: '#document-fragment' as const, childNodes: [...nodes] }
    for (const node of held.childNodes) node.parentNode = held
    if (flattenBlocks(held)) notes.add('flattened', 'blocks within running text')
    rewriteImages(held.childNodes, build)
    footnotes.link(held)
    return richText(held.childNodes)
  }
  const footnotes = openFootnotes(document.root, { seed, native, notes, text })
  const build: Build = {
    notes,
    images: options.images ?? new Map(),
    plain,
    atLeast,
    footnotes,
    text,
    flow: (nodes) => buildFlow(nodes, build),
    rawOf: document.rawOf,
  }
  const blocks: Block[] = buildFlow(document.root.childNodes, build)
  blocks.push(...footnotes.blocks())
  if (plain) return { content: serializePlain(blocks), images, notes: notes.list() }
  const marked = options.mark === undefined ? blocks : placeMark(blocks, options.mark, notes)
  return {
    content: serializeBlocks(marked),
    ...(native && footnotes.list.length > 0 ? { footnotes: keepFootnotes(footnotes.list) } : {}),
    images,
    notes: notes.list(),
  }
}

function keepFootnotes(list: readonly { id: string; content: string }[]): string {
  return JSON.stringify(list.map(({ id, content }) => ({ content, id })))
}

function versionTest(version: string | undefined): (wanted: string) => boolean {
  const numbers = (text: string): number[] => text.split('.').map((part) => Number.parseInt(part, 10) || 0)
  if (version === undefined) return () => true
  const [major = 0, minor = 0] = numbers(version)
  return (wanted) => {
    const [wantedMajor = 0, wantedMinor = 0] = numbers(wanted)
    return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
  }
}
