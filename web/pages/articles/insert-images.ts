import { type EditorState, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view'
import { editor as words } from '../../texts/en/editor.ts'

/** An image that was put into a text. */
export interface PlacedImage {
  readonly src: string
  readonly alt: string
}

const began = StateEffect.define<{ readonly id: number; readonly at: number; readonly label: string }>({
  map: ({ at, ...rest }, changes) => ({ ...rest, at: changes.mapPos(at, -1) }),
})
const ended = StateEffect.define<number>()

class Waiting extends WidgetType {
  readonly id: number
  readonly #label: string

  constructor(id: number, label: string) {
    super()
    this.id = id
    this.#label = label
  }

  override eq(other: Waiting): boolean {
    return other.id === this.id
  }

  override toDOM(): HTMLElement {
    const place = document.createElement('span')
    place.className = 'cm-uploading'
    place.textContent = this.#label
    return place
  }
}

/** Where images are on their way: seen in the text, and no part of it, so that it can be saved meanwhile. */
export const waitingImages = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects }) {
    let now = before.map(changes)
    for (const effect of effects) {
      if (effect.is(began)) {
        const { id, at, label } = effect.value
        now = now.update({ add: [Decoration.widget({ widget: new Waiting(id, label), side: -1, id }).range(at)] })
      } else if (effect.is(ended)) now = now.update({ filter: (_, __, { spec }) => spec.id !== effect.value })
    }
    return now
  },
  provide: (field) => EditorView.decorations.from(field),
})

let count = 0

/**
 * Keeps images, then puts all of them where they were dropped or pasted; what is typed meanwhile stays around them. Tells
 * which came in: those that could not be kept leave nothing behind.
 */
export async function insertImages(
  files: readonly File[],
  at: number,
  editor: {
    readonly view: () => EditorView | null
    readonly isMarkdown: boolean
    readonly keepImage: (file: File) => Promise<string | null>
  },
): Promise<PlacedImage[]> {
  const id = ++count
  editor.view()?.dispatch({ effects: began.of({ id, at, label: words.uploading(files.map(nameOf).join(', ')) }) })
  const placed: PlacedImage[] = []
  for (const file of files) {
    const src = await editor.keepImage(file)
    if (src !== null) placed.push({ src, alt: nameOf(file) })
  }
  const view = editor.view()
  if (view === null) return []
  const from = placeOf(view, id) ?? Math.min(at, view.state.doc.length)
  const written = placed.map((image) => writeImage(image, editor.isMarkdown)).join('\n\n')
  const insert = editor.isMarkdown && written !== '' ? asParagraph(view.state, from, written) : written
  const { main } = view.state.selection
  // The cursor goes on behind them, if it is still there.
  const isHere = main.empty && main.head === from
  const end = from + insert.trimEnd().length
  view.dispatch({
    changes: { from, insert },
    effects: ended.of(id),
    userEvent: 'input.drop',
    ...(isHere ? { selection: { anchor: end } } : {}),
  })
  return placed
}

/** Before and behind a paragraph, images are blocks of their own; in its middle, in lists and in quotes, they stand in the line. */
function asParagraph({ doc }: EditorState, at: number, images: string): string {
  const { from, text, number } = doc.lineAt(at)
  if (/^\s*(?:[-*+>|`~]|\d+[.)]\s)/.test(text)) return images
  const isText = (part: string): boolean => part.trim() !== ''
  const [isBefore, isBehind] = [isText(text.slice(0, at - from)), isText(text.slice(at - from))]
  if (isBefore && isBehind) return images
  const isAbove = number > 1 && isText(doc.line(number - 1).text)
  const isBelow = number < doc.lines && isText(doc.line(number + 1).text)
  const above = isBefore ? '\n\n' : isAbove ? '\n' : ''
  return above + images + (isBehind ? '\n\n' : isBelow ? '\n' : '')
}

/** Says in the text what an image shows; false where the image is no longer there as it was put. */
export function describeImage(view: EditorView, image: PlacedImage, alt: string, isMarkdown: boolean): boolean {
  const written = writeImage(image, isMarkdown)
  const from = view.state.doc.toString().indexOf(written)
  if (from < 0) return false
  const insert = writeImage({ ...image, alt }, isMarkdown)
  view.dispatch({ changes: { from, to: from + written.length, insert }, userEvent: 'input' })
  return true
}

function placeOf(view: EditorView, id: number): number | null {
  let found: number | null = null
  view.state.field(waitingImages, false)?.between(0, view.state.doc.length, (from, _, { spec }) => {
    if (spec.id === id) found = from
  })
  return found
}

/** The name of a file, as the first proposal of what it shows; nothing for what browsers call everything that is pasted. */
function nameOf({ name }: File): string {
  const stem = name.replace(/\.[^.]{1,10}$/, '').trim()
  return stem === 'image' ? '' : stem
}

function writeImage({ src, alt }: PlacedImage, isMarkdown: boolean): string {
  if (isMarkdown) return `![${alt.replace(/[[\]\\]/g, '\\$&')}](${src})`
  const escaped = alt.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  return `<img src="${src}" alt="${escaped}">`
}
