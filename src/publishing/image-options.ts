import { createHash } from 'node:crypto'
import { z } from 'zod'

const formats = z.enum(['keep', 'webp', 'avif'])
const remotes = z.enum(['upload', 'leave'])

/** What is said of images; what is not said stays unsaid. Pictures that move stay as they are. */
export const imageWishes = z.object({
  /** In pixels; smaller ones stay as they are. */
  maxWidth: z.int().min(16).max(16_000).optional(),
  /** What pictures are converted to; a site whose WordPress is too old gets the next best. */
  format: formats.optional(),
  /** Of what is made anew. Without it 82, and 60 for AVIF. */
  quality: z.int().min(1).max(100).optional(),
  /** Images that were on the web: brought along, or left where they are. */
  remote: remotes.optional(),
})

/** How a connection wants images. */
export const imageOptions = imageWishes.extend({ format: formats.default('keep'), remote: remotes.default('upload') })

/** What is done to an image before it is uploaded. */
export interface ImageChange {
  readonly maxWidth: number | null
  readonly format: 'keep' | 'webp' | 'avif'
  readonly quality: number
}

/** What a site gets; null where its images are uploaded as they are. `version`: of its WordPress; where it is not known, AVIF is not tried. */
export function imageChangeFor(
  options: z.infer<typeof imageOptions> | undefined,
  version: string | null,
): ImageChange | null {
  const wanted = options?.format ?? 'keep'
  const [major = 0, minor = 0] = (version ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0)
  const takesAvif = major > 6 || (major === 6 && minor >= 5)
  const format = wanted === 'avif' && !takesAvif ? 'webp' : wanted
  const maxWidth = options?.maxWidth ?? null
  if (maxWidth === null && format === 'keep') return null
  return { maxWidth, format, quality: options?.quality ?? (format === 'avif' ? 60 : 82) }
}

/** What an upload is known by: the bytes, and what was done to them. */
export function uploadHash(hash: string, change: ImageChange | null): string {
  if (change === null) return hash
  const { maxWidth, format, quality } = change
  return createHash('sha256')
    .update(JSON.stringify([hash, maxWidth, format, quality]))
    .digest('hex')
}

/** Whether an address of an image is on the site with this key (`example.com:8080/blog`) already. */
export function liesOnSite(src: string, siteKey: string): boolean {
  const url = URL.parse(src, 'https://none.invalid')
  if (url === null) return false
  const host = `${url.hostname.replace(/^www\./, '')}${url.port === '' ? '' : `:${url.port}`}`
  const place = `${host}${url.pathname}/`.toLowerCase()
  return place.startsWith(`${siteKey}/`)
}
