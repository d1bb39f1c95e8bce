import { openSearchPanel } from '@codemirror/search'
import { EditorState, type StateCommand } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { ActionIcon, FileButton, Tooltip } from '@mantine/core'
import {
  IconBold,
  IconCode,
  IconH2,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
  IconPhoto,
  type IconProps,
  IconQuote,
  IconSearch,
} from '@tabler/icons-react'
import { type ComponentType, useCallback, useEffect, useRef, useState } from 'react'
import { editor as words } from '../../texts/en/editor.ts'
import { AltBar } from './alt-bar.tsx'
import { extensionsOf, fromPage } from './code-mirror.ts'
import { describeImage, insertImages, type PlacedImage } from './insert-images.ts'
import { code, link, prefix, wrap } from './markdown-commands.ts'
import classes from './markdown-editor.module.css'

const tools: readonly {
  readonly label: string
  readonly Icon: ComponentType<IconProps>
  readonly run: StateCommand
}[] = [
  { label: words.bold, Icon: IconBold, run: wrap('**') },
  { label: words.italic, Icon: IconItalic, run: wrap('_') },
  { label: words.link, Icon: IconLink, run: link },
  { label: words.heading, Icon: IconH2, run: prefix('## ') },
  { label: words.list, Icon: IconList, run: prefix('- ') },
  { label: words.numbered, Icon: IconListNumbers, run: prefix('', true) },
  { label: words.quote, Icon: IconQuote, run: prefix('> ') },
  { label: words.code, Icon: IconCode, run: code },
]

/**
 * Where the text of an article is written. It holds the text itself; `text` is looked at when it mounts, and whenever
 * nobody has typed something that the page does not know yet.
 */
export function MarkdownEditor(props: {
  readonly text: string
  readonly isMarkdown: boolean
  readonly readOnly: boolean
  readonly onText: (text: string) => void
  readonly onSave: () => void
  /** Keeps an image; gives what the text calls it, or null where it could not be kept (and the reader was told). */
  readonly keepImage: (file: File) => Promise<string | null>
}) {
  const { text, isMarkdown, readOnly } = props
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const latest = useRef(props)
  latest.current = props
  const typed = useRef<string | null>(null)
  const first = useRef(text)

  const [asked, setAsked] = useState<readonly PlacedImage[]>([])
  const insert = useCallback((files: readonly File[], at: number): void => {
    if (files.length === 0) return
    const { isMarkdown: now, keepImage } = latest.current
    const editor = { view: () => view.current, isMarkdown: now, keepImage }
    void insertImages(files, at, editor).then((placed) => setAsked((before) => [...before, ...placed]))
  }, [])

  useEffect(() => {
    if (place.current === null) return
    const extensions = extensionsOf({
      ...{ isMarkdown, readOnly, label: isMarkdown ? words.body : words.bodyHtml },
      onText: (now) => {
        typed.current = now
        latest.current.onText(now)
      },
      onSave: () => latest.current.onSave(),
      images: (files, at) => {
        if (readOnly) return false
        insert(files, at)
        return true
      },
    })
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({ doc: first.current, extensions }),
    })
    view.current = made
    return () => {
      first.current = made.state.doc.toString()
      made.destroy()
      view.current = null
    }
  }, [isMarkdown, readOnly, insert])

  useEffect(() => {
    const made = view.current
    if (made === null) return
    const shown = made.state.doc.toString()
    if (typed.current === text) typed.current = null
    // What was typed a moment ago is on its way to the page: never put back.
    if (shown === text || typed.current !== null) return
    made.dispatch({ changes: { from: 0, to: shown.length, insert: text }, annotations: fromPage.of(true) })
  }, [text])

  const run = (command: StateCommand): void => {
    const made = view.current
    if (made === null) return
    command(made)
    made.focus()
  }
  const [image, ...others] = asked
  const describe = (alt: string): void => {
    if (image === undefined || view.current === null) return
    // Where the text was changed by hand meanwhile, there is nothing left to ask.
    const isThere = describeImage(view.current, image, alt, isMarkdown)
    setAsked(isThere ? [{ ...image, alt }, ...others] : others)
  }
  return (
    <div className={classes.frame}>
      {!readOnly && (
        <div className={classes.bar} role="toolbar" aria-label={words.toolbar}>
          {isMarkdown &&
            tools.map(({ label, Icon, run: command }) => (
              <Tooltip key={label} label={label}>
                <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={() => run(command)}>
                  <Icon size={18} aria-hidden />
                </ActionIcon>
              </Tooltip>
            ))}
          <FileButton
            multiple
            accept="image/*"
            onChange={(files) => insert(files, view.current?.state.selection.main.head ?? 0)}
          >
            {({ onClick }) => (
              <Tooltip label={words.image}>
                <ActionIcon variant="subtle" color="gray" size="lg" aria-label={words.image} onClick={onClick}>
                  <IconPhoto size={18} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </FileButton>
          <Tooltip label={words.search}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={words.search}
              onClick={() => view.current !== null && openSearchPanel(view.current)}
            >
              <IconSearch size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </div>
      )}
      {image !== undefined && !readOnly && (
        <AltBar
          key={`${image.src} ${others.length}`}
          alt={image.alt}
          onAlt={describe}
          onDone={() => {
            setAsked(others)
            if (others.length === 0) view.current?.focus()
          }}
        />
      )}
      <div ref={place} className={classes.text} />
    </div>
  )
}
