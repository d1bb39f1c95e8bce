import type { ChildNode, Element, ParentNode } from '../html/node.ts'
import type { NoteBook } from '../note.ts'
import type { Block } from './block.ts'

/** An uploaded image: where a `src` of the article is to be found on the site. */
export interface UploadedImage {
  /** The id of the attachment. */
  readonly id?: number
  readonly url: string
  /** The size that `url` is: `full`, `large`… `full` when missing and an id is known. */
  readonly size?: string
  /** Replaces an empty alternative text. */
  readonly alt?: string
}

export interface Footnote {
  readonly id: string
  readonly content: string
}

/** What the kinds of blocks share while one article is built. */
export interface Build {
  readonly notes: NoteBook
  readonly images: ReadonlyMap<string, UploadedImage>
  /** Whether block comments will be left out, so that each block must stand for itself as HTML. */
  readonly plain: boolean
  /** Whether the site's WordPress is at least this version; true where its version is not known. */
  atLeast(version: string): boolean
  /** Footnotes in the order of their references. */
  readonly footnotes: FootnoteBook
  /** The blocks of these nodes, as of the content of a quote or of the whole article. */
  flow(nodes: readonly ChildNode[]): Block[]
  /** Nodes as rich text, images inside given their addresses. */
  text(nodes: readonly ChildNode[]): string
  /** The raw block that a comment stands for; null for others. */
  rawOf(comment: string): string | null
}

export interface FootnoteBook {
  readonly list: readonly Footnote[]
  /** Turns references inside of a parent into the editor's footnote anchors. */
  link(parent: ParentNode): void
}

/**
 * A kind of block: the elements it may be made of, and how. Null when this element is not one after all, so that
 * the next kind in the registry is asked.
 */
export interface BlockKind {
  readonly name: string
  readonly tags: readonly string[]
  build(element: Element, build: Build): readonly Block[] | null
}
