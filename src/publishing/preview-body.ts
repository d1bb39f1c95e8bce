import type { Body } from '../content/document.ts'
import { collectImages } from '../content/images.ts'
import type { Note } from '../content/note.ts'
import { renderPlainHtml } from '../content/render.ts'
import { findFormerAssets } from '../store/article-versions.ts'
import { findAssets, readAsset } from '../store/assets.ts'
import type { Db } from '../store/open-store.ts'
import { hashInSrc } from './article-images.ts'

/** What all images of a preview together may weigh; others are left out. In bytes. */
const largestPreview = 12 * 1024 * 1024
/** How much of a body is shown, in characters: a preview is made anew with every pause of the typing, and all others wait meanwhile. */
const longestPreview = 200_000

export interface BodyPreview {
  /** Sanitised as WordPress does it for an author. Kept images stand in it as `data:` addresses. */
  readonly html: string
  readonly notes: readonly Note[]
  /** Whether only the beginning of the body is shown. */
  readonly isCut: boolean
  /** Every image that the body, or what is shown of it, names: the hash where it is kept, and whether the HTML shows it. */
  readonly images: readonly { readonly src: string; readonly hash: string | null; readonly shown: boolean }[]
}

/**
 * A body as the HTML of its blocks, for a person who writes it. Needs no site. Raises `bad_input` as rendering does.
 * @param articleId whose versions know images; null for an article that is not saved yet
 */
export async function previewBody(
  db: Db,
  projectId: string,
  articleId: string | null,
  whole: Body,
): Promise<BodyPreview> {
  const isCut = whole.text.length > longestPreview
  const body = isCut ? { ...whole, text: whole.text.slice(0, cutAt(whole.text)) } : whole
  const references = collectImages(body)
  const srcs = references.flatMap(({ src, location }) => (location === 'data' ? [] : [src]))
  const former = articleId === null ? new Map<string, string>() : await findFormerAssets(db, articleId, srcs)
  const uploaded = await findAssets(
    db,
    projectId,
    srcs.flatMap((src) => hashInSrc(src) ?? []),
  )
  const urls = new Map<string, { url: string }>()
  const images: { src: string; hash: string | null; shown: boolean }[] = []
  let room = largestPreview
  for (const { src, location } of references) {
    const hash = former.get(src) ?? uploaded.get(hashInSrc(src) ?? '') ?? null
    const asset = hash === null ? null : await readAsset(db, projectId, hash)
    const fits = asset !== null && asset.bytes.length <= room
    if (fits) {
      room -= asset.bytes.length
      urls.set(src, { url: `data:${asset.type};base64,${Buffer.from(asset.bytes).toString('base64')}` })
    }
    if (location === 'data') urls.set(src, { url: src })
    images.push({ src, hash, shown: fits || location !== 'local' })
  }
  const { content, notes } = renderPlainHtml(body, { images: urls })
  return { html: content, notes, isCut, images }
}

/** Between two paragraphs, where there are any. */
function cutAt(text: string): number {
  const at = text.lastIndexOf('\n\n', longestPreview)
  return at > longestPreview / 2 ? at : longestPreview
}
