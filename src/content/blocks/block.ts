/** JSON as WordPress keeps it in a block's comment. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export type Attributes = Readonly<Record<string, Json>>

/**
 * A block as it is written: `open`, the inner blocks, `close` is its HTML. Attributes that the editor reads out of
 * the HTML are not in `attributes`.
 */
export interface Block {
  /** Without `core/`, as the comment has it. */
  readonly name: string
  readonly attributes: Attributes
  readonly open: string
  readonly inner: readonly Block[]
  readonly close: string
  /** What to show where blocks may not be written; the block's own HTML where it is missing. */
  readonly plain?: string
  /** Markup given raw, delimiters included: written as it is, nothing else of this block counts. */
  readonly raw?: string
}

/** A block without inner blocks. */
export function block(name: string, attributes: Attributes, html: string, plain?: string): Block {
  return { name, attributes, open: html, inner: [], close: '', ...(plain === undefined ? {} : { plain }) }
}
