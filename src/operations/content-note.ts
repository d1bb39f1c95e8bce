import { z } from 'zod'
import type { Note, NoteCode } from '../content/note.ts'

const sentences: Record<NoteCode, (what: string) => string> = {
  unknown_key: (what) => `The front matter key "${what}" means nothing here and is not sent.`,
  removed_element: (what) => `<${what}> was taken out: this user may not write it on that site.`,
  removed_attribute: (what) => `The attribute ${what} was taken out: this user may not write it on that site.`,
  removed_style: (what) => `The style ${what} was taken out: this user may not write it on that site.`,
  removed_address: (what) => `The address ${what} was taken out: it could run a script.`,
  html_block: (what) => `${what} is shown as an HTML block, because no other block can hold it.`,
  wrapper_dropped: (what) => `The wrapper ${what} gave way to what it held.`,
  comment_dropped: () => 'An HTML comment was dropped.',
  block_unbalanced: (what) => `The block comment ${what} opens and never closes, or stands where no block can stand.`,
  flattened: (what) => `${what} held more than running text, which was joined.`,
  local_file: (what) => `${what} is a file of this machine and was not uploaded.`,
  taken_away: (what) => `${what} is taken away there: it was sent before, and the article has it no longer.`,
  remote_image: (what) => `The image ${what}. It stays where it is on the web.`,
  block_unavailable: (what) => `The site's WordPress is too old for ${what}, so its content is shown another way.`,
  math_as_text: () => 'Math stays the LaTeX that was written: this site has no math.',
  math_unreadable: (what) => `Math stays the LaTeX that was written: ${what}.`,
  mark_in_raw_block: () => 'The mark that makes the post findable went into a block that was given raw.',
  mark_in_empty_paragraph: () => 'The mark that makes the post findable went into an empty paragraph.',
  mark_not_placed: () => 'The mark that makes the post findable could not be placed.',
}

const isCode = (code: string): code is NoteCode => Object.hasOwn(sentences, code)
const keptNote = z.object({ code: z.string().refine(isCode), what: z.string(), times: z.number() })

/** A note about content as a sentence for a person. */
export function describeNote({ code, what, times }: Note): string {
  const sentence = sentences[code](what)
  return times === 1 ? sentence : `${sentence} (${times} times)`
}

/** Notes as a row has them, each with its sentence; those that an older or newer version wrote stay as they are. */
export function describeKeptNotes(kept: unknown): unknown[] {
  return (Array.isArray(kept) ? kept : []).map((note: unknown) => {
    const { success, data } = keptNote.safeParse(note)
    return success ? { ...data, sentence: describeNote(data) } : note
  })
}
