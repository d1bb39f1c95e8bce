import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { markdown, markdownKeymap, markdownLanguage } from '@codemirror/lang-markdown'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Annotation, EditorState, type Extension } from '@codemirror/state'
import { EditorView, keymap, placeholder } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { pageNonce } from '../../nonce.ts'
import { waitingImages } from './insert-images.ts'
import { link, wrap } from './markdown-commands.ts'

const look = EditorView.theme({
  '&': { color: 'var(--mantine-color-text)', backgroundColor: 'var(--press-card)', height: '100%' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '1.65', overflow: 'auto' },
  '.cm-content': { padding: '1rem', caretColor: 'var(--mantine-color-text)', fontSize: '0.95rem' },
  '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
  '.cm-placeholder': { color: 'var(--mantine-color-placeholder)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground, ::selection': {
    backgroundColor: 'light-dark(#cdece3, #0b5d4e)',
  },
  '.cm-uploading': { padding: '0 0.4em', color: 'var(--mantine-color-dimmed)', fontStyle: 'italic' },
  '.cm-panels': {
    color: 'var(--mantine-color-text)',
    backgroundColor: 'var(--mantine-color-body)',
    borderColor: 'var(--press-line)',
  },
  '.cm-panel.cm-search': { padding: '0.5rem', fontSize: '0.85rem' },
  '.cm-textfield': { color: 'var(--mantine-color-text)', backgroundColor: 'var(--press-card)' },
  '.cm-button': {
    color: 'var(--mantine-color-text)',
    backgroundImage: 'none',
    backgroundColor: 'var(--press-card)',
    borderColor: 'var(--press-line)',
  },
  '.cm-searchMatch, .cm-selectionMatch': { backgroundColor: 'light-dark(#ffe8a3, #5c4a00)' },
  '.cm-searchMatch-selected': { backgroundColor: 'light-dark(#ffc53d, #8a6d00)' },
})

const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: tags.link, color: 'var(--mantine-color-anchor)' },
  { tag: tags.url, color: 'var(--mantine-color-anchor)' },
  { tag: tags.monospace, color: 'light-dark(#8f3d00, #ffc078)' },
  { tag: tags.quote, color: 'var(--mantine-color-dimmed)' },
  { tag: [tags.processingInstruction, tags.contentSeparator], color: 'var(--mantine-color-dimmed)' },
])

/** On changes that the page made, which it need not be told. */
export const fromPage = Annotation.define<boolean>()

/** What an editor of articles has. `images` takes files that were dropped or pasted, with where they go; whether it took them. */
export function extensionsOf(options: {
  readonly label: string
  readonly isMarkdown: boolean
  readonly readOnly: boolean
  readonly onText: (text: string) => void
  readonly onSave: () => void
  readonly images: (files: readonly File[], at: number) => boolean
}): Extension[] {
  const { label, isMarkdown, readOnly, onText, onSave, images } = options
  const formatting = [
    { key: 'Mod-b', run: wrap('**') },
    { key: 'Mod-i', run: wrap('_') },
    { key: 'Mod-k', run: link },
    ...markdownKeymap,
  ]
  const save = {
    key: 'Mod-s',
    run: () => {
      onSave()
      return true
    },
  }
  return [
    // Its style elements need the nonce of the page.
    EditorView.cspNonce.of(pageNonce()),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'true', tabindex: '0' }),
    EditorState.readOnly.of(readOnly),
    EditorState.lineSeparator.of('\n'),
    history(),
    waitingImages,
    search({ top: true }),
    highlightSelectionMatches(),
    placeholder(label),
    ...(isMarkdown ? [markdown({ base: markdownLanguage }), syntaxHighlighting(colours)] : []),
    // Tab stays with the page: keyboards must get out of the text again.
    keymap.of([save, ...(isMarkdown ? formatting : []), ...searchKeymap, ...historyKeymap, ...defaultKeymap]),
    EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      const isOurs = transactions.some((one) => one.annotation(fromPage) === true)
      if (docChanged && !isOurs) onText(state.doc.toString())
    }),
    EditorView.domEventHandlers({
      dragover: (event) => !readOnly && event.dataTransfer?.types.includes('Files') === true,
      drop: (event, view) => {
        const files = [...(event.dataTransfer?.files ?? [])]
        const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.selection.main.head
        if (files.length === 0 || !images(files, at)) return false
        event.preventDefault()
        return true
      },
      paste: (event, view) => {
        const files = [...(event.clipboardData?.files ?? [])]
        // Office programs put a picture of the text beside the text.
        const isText = (event.clipboardData?.getData('text/plain') ?? '') !== ''
        if (files.length === 0 || isText || !images(files, view.state.selection.main.head)) return false
        event.preventDefault()
        return true
      },
    }),
    look,
  ]
}
