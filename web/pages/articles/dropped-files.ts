import type { Inputs } from '../../api/client.ts'
import { readBytes } from './keep-image.ts'

type ImportFile = Inputs['articles']['import']['files'][number]

const formats: Readonly<Record<string, ImportFile['format']>> = {
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  csv: 'csv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
}
/** What goes along with texts that name it: images, audio, video and documents. */
const namedEnding =
  /\.(?:jpe?g|png|gif|webp|avif|heic|mp3|m4a|og[agv]|wav|flac|mp4|m4v|mov|webm|pdf|docx|od[tsp]|xlsx|pptx|rtf|zip)$/i
const largestText = 30_000_000
const largestImage = 30 * 1024 * 1024
/** What one call carries, in letters; one file alone may be more. */
const largestCall = 20_000_000
const mostInCall = 50

export interface Chosen {
  readonly texts: readonly File[]
  /** Images, and other files that texts name. */
  readonly images: readonly File[]
  /** Names of what is neither. */
  readonly ignored: readonly string[]
  readonly tooLarge: readonly string[]
}

/** Sorts files that were dropped. */
export function sortFiles(files: readonly File[]): Chosen {
  const isText = (file: File): boolean => formatOf(file) !== undefined
  const isImage = (file: File): boolean => namedEnding.test(file.name)
  const fits = (file: File): boolean => file.size <= (isText(file) ? largestText : largestImage)
  const known = files.filter((file) => isText(file) || isImage(file))
  return {
    texts: known.filter((file) => isText(file) && fits(file)),
    images: known.filter((file) => isImage(file) && fits(file)),
    ignored: files.filter((file) => !known.includes(file)).map(({ name }) => name),
    tooLarge: known.filter((file) => !fits(file)).map(({ name }) => name),
  }
}

/** The files as calls of `articles.import`, each bounded; images go along with the texts that name them. */
export async function* readCalls({ texts, images }: Chosen): AsyncGenerator<ImportFile[]> {
  const bytes = new Map<File, Promise<string>>()
  let call: ImportFile[] = []
  let size = 0
  for (const file of texts) {
    const text = await file.text()
    const named: Record<string, string> = {}
    for (const image of images) {
      for (const src of namesOf(image, text)) {
        const read = bytes.get(image) ?? readBytes(image)
        bytes.set(image, read)
        named[src] = await read
      }
    }
    const weight = text.length + Object.values(named).reduce((sum, one) => sum + one.length, 0)
    if (call.length > 0 && (size + weight > largestCall || call.length === mostInCall)) {
      yield call
      call = []
      size = 0
    }
    call.push({ path: pathOf(file), format: formatOf(file) ?? 'markdown', text, images: named })
    size += weight
  }
  if (call.length > 0) yield call
}

/** What a text calls an image: every path in it that ends with the name of its file. */
function namesOf(image: File, text: string): string[] {
  const name = image.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const paths = text.match(new RegExp(`[^\\s"'()<>,;|]{0,300}${name}`, 'g')) ?? []
  return [...new Set(paths)].filter((path) => !/^[a-z]+:/i.test(path) && (path === image.name || /[/\\]/.test(path)))
}

function formatOf({ name }: File): ImportFile['format'] | undefined {
  return formats[name.split('.').at(-1)?.toLowerCase() ?? '']
}

/** Where a folder was chosen, its path in that. */
export function pathOf(file: File): string {
  return file.webkitRelativePath === '' ? file.name : file.webkitRelativePath
}
