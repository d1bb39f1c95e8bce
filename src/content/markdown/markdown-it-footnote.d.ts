declare module 'markdown-it-footnote' {
  import type { MarkdownIt } from 'markdown-it'

  /** Adds `[^name]`, `[^name]: text` and `^[text]`. */
  const footnote: (parser: MarkdownIt) => void
  export default footnote
}
