/**
 * Something a person should know about what became of their content: told before publishing, never an error.
 * `what` names the element, attribute, key or text it is about; `times` counts equal notes.
 */
export interface Note {
  readonly code: NoteCode
  readonly what: string
  readonly times: number
}

export type NoteCode =
  /** A front matter key that means nothing here; kept in `extra`. */
  | 'unknown_key'
  /** An element, attribute, style or address the user may not write was taken out. */
  | 'removed_element'
  | 'removed_attribute'
  | 'removed_style'
  | 'removed_address'
  /** Shown as an HTML block, because no other block can hold it. */
  | 'html_block'
  /** A wrapper (`div`, `section`…) gave way to what it held. */
  | 'wrapper_dropped'
  | 'comment_dropped'
  /** A `<!-- wp:… -->` that opens and never closes, or stands where no block can stand. */
  | 'block_unbalanced'
  /** A list item, caption or footnote held more than running text, which was joined. */
  | 'flattened'
  /** The image, audio or file is on the writer's machine and no uploaded address was given. */
  | 'local_file'
  /** A field that was sent before, and that the article has no longer, was emptied on the site. */
  | 'taken_away'
  /** An image on the web could not be brought along, and stays where it is. */
  | 'remote_image'
  /** The site is too old for this block, so its content is shown another way. */
  | 'block_unavailable'
  /** Formulas stay the LaTeX that was written: the site shows no MathML, or this one cannot be read. */
  | 'math_as_text'
  | 'math_unreadable'
  /** The mark had to go into a block that was given raw, or into an empty paragraph. */
  | 'mark_in_raw_block'
  | 'mark_in_empty_paragraph'
  | 'mark_not_placed'

/** At most this many different notes are kept; a hostile document must not become a hostile report. */
const maximum = 200

/** Collects notes; equal ones are counted instead of repeated. */
export interface NoteBook {
  add(code: NoteCode, what: string): void
  list(): Note[]
}

export function openNoteBook(): NoteBook {
  const notes = new Map<string, { code: NoteCode; what: string; times: number }>()
  return {
    add(code, what) {
      const short = what.length > 120 ? `${what.slice(0, 119)}…` : what
      const key = `${code} ${short}`
      const known = notes.get(key)
      if (known !== undefined) known.times += 1
      else if (notes.size < maximum) notes.set(key, { code, what: short, times: 1 })
    },
    list: () => [...notes.values()],
  }
}
