import { basename, extname } from 'node:path'
import type { Article } from '../content/article.ts'
import { collectImages, type FileReference, type ImageReference, locate } from '../content/images.ts'
import { type Note, openNoteBook } from '../content/note.ts'
import { HubError } from '../errors/hub-error.ts'
import { type Asset, describeAsset, describeFile, readAsset } from './assets.ts'
import type { RemoteImages } from './remote-images.ts'

/**
 * Every image that an article refers to, each `src` once: the featured one first, then that for social networks unless it is
 * on the web. Raises `bad_input` as rendering does.
 */
export function referencesOf(article: Article): ImageReference[] {
  const featured = article.featuredImage?.src
  const inline = collectImages(article.body)
  const further = [...new Set([featured ?? null, localSocialImage(article)])].flatMap((src) =>
    src === null || inline.some((image) => image.src === src)
      ? []
      : collectImages({ format: 'html', text: `<img src="${escapeAttribute(src)}">` }),
  )
  return [...further, ...inline]
}

/** The image for social networks where it has no address yet: it is uploaded as any other. */
export function localSocialImage({ seo: { socialImage } }: Article): string | null {
  return socialImage === null || locate(socialImage) === 'remote' ? null : socialImage
}

/** Images on the web that nobody knows yet, by `src`; for those that cannot be had, a note. */
export async function takeRemoteImages(
  remote: RemoteImages | null,
  srcs: readonly string[],
): Promise<{ readonly assets: ReadonlyMap<string, Asset>; readonly notes: readonly Note[] }> {
  const assets = new Map<string, Asset>()
  const notes = openNoteBook()
  if (remote === null) return { assets, notes: [] }
  await Promise.all(
    srcs.map(async (src) => {
      const taken = await remote.take(src)
      if (typeof taken === 'string') notes.add('remote_image', `${src.slice(0, 80)} was not taken: ${taken}`)
      else assets.set(src, taken)
    }),
  )
  return { assets, notes: notes.list() }
}

interface ImageFiles {
  readonly path: string
  readonly images: ReadonlyMap<string, Uint8Array>
  /** Why others did not come. */
  readonly missing?: Readonly<Record<string, string>>
}

/** The images that came with a file, and those within its text. Throws `asset_missing` for a local one that did not come. */
export async function readFileImages(
  references: readonly ImageReference[],
  file: ImageFiles,
): Promise<Map<string, Asset>> {
  const assets = new Map<string, Asset>()
  for (const reference of references) {
    if (reference.location === 'remote') continue
    assets.set(reference.src, await readOne(reference, file))
  }
  return assets
}

/** The audio, video and documents that came with a file; for those that did not, or that no site takes, a note. */
export async function readFiles(
  references: readonly FileReference[],
  { images }: Pick<ImageFiles, 'images'>,
): Promise<{ readonly assets: ReadonlyMap<string, Asset>; readonly notes: readonly Note[] }> {
  const assets = new Map<string, Asset>()
  const notes = openNoteBook()
  for (const { src, path } of references) {
    const bytes = images.get(src)
    const asset = bytes === undefined ? null : await describeFile(bytes, path)
    if (asset === null) notes.add('local_file', src)
    else assets.set(src, asset)
  }
  return { assets, notes: notes.list() }
}

async function readOne(reference: ImageReference, { path, images, missing = {} }: ImageFiles): Promise<Asset> {
  if (reference.location === 'data') return readAsset(reference, '')
  const bytes = images.get(reference.src)
  if (bytes === undefined) {
    const why = Object.hasOwn(missing, reference.src) ? `: ${missing[reference.src]}` : ''
    const told = `${path} refers to ${reference.src.slice(0, 100)}, which did not come with it${why}`
    throw new HubError('asset_missing', told)
  }
  const name = reference.path ?? 'image'
  return describeAsset(bytes, basename(name, extname(name)), reference.src)
}

/** What a text calls an uploaded image: readable, and enough of the hash to find it. */
export function uploadedSrc({ name, hash }: Pick<Asset, 'name' | 'hash'>): string {
  const extension = extname(name)
  return `images/${basename(name, extension)}-${hash.slice(0, 24)}${extension}`
}

/** The beginning of the hash in what `uploadedSrc` made; null for anything else. */
export function hashInSrc(src: string): string | null {
  return /^images\/[a-z0-9-]+-([0-9a-f]{24})\.[a-z0-9]+$/.exec(src)?.[1] ?? null
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
}
