import type { PostFields } from '../../connectors/wordpress/write-posts.ts'
import type { Article } from '../../content/article.ts'
import type { UploadedImage } from '../../content/blocks/build.ts'
import type { Note } from '../../content/note.ts'
import { renderBlocks, renderPlainHtml } from '../../content/render.ts'
import { markFields } from './mark-fields.ts'
import type { Plan } from './plan.ts'

/** What the site calls things that the plan names. */
interface SiteIds {
  /** By `taxonomy` and path, joined by a line break. */
  readonly terms: ReadonlyMap<string, number>
  /** By hash. */
  readonly images: ReadonlyMap<string, UploadedImage>
  readonly author: number | null
}

export interface Composed {
  readonly fields: PostFields
  readonly notes: readonly Note[]
}

export interface ComposeInput {
  readonly article: Article
  readonly plan: Plan
  readonly ids: SiteIds
  readonly mark: string
  readonly wantedHash: string
  readonly unfilteredHtml: boolean
  /** The site's WordPress; `null` where it is not known. */
  readonly version: string | null
}

/** The fields of a post exactly as they are sent. Pure. Raises `bad_input` for a body that cannot be rendered. */
export function composePost({ article, plan, ids, mark, wantedHash, unfilteredHtml, version }: ComposeInput): Composed {
  const images = new Map<string, UploadedImage>()
  for (const { src, hash } of plan.images) {
    const image = ids.images.get(hash)
    if (image !== undefined) images.set(src, image)
  }
  const options = { unfilteredHtml, images, ...(version === null ? {} : { wordpress: version }) }
  const rendered: ReturnType<typeof renderBlocks> =
    plan.format === 'html'
      ? renderPlainHtml(article.body, options)
      : renderBlocks(article.body, { ...options, mark: markFields(mark, wantedHash) })
  const { footnotes } = rendered
  const featured = plan.featured === null ? undefined : images.get(plan.featured)?.id
  const terms: Record<string, number[]> = {}
  for (const { taxonomy, field, path } of plan.terms) {
    const id = ids.terms.get(termKey(taxonomy, path))
    // Where none of them could be made, nothing is said: an empty list would take a post's category away, the default one as well.
    if (id === undefined) continue
    const list = terms[field] ?? []
    terms[field] = list.includes(id) ? list : [...list, id]
  }
  const social = plan.social === null ? undefined : images.get(plan.social.src)?.url
  const fields = plan.social === null || social === undefined ? plan.fields : putPart(plan.fields, plan.social, social)
  const meta: PostFields = { ...asFields(fields.meta), ...(footnotes === undefined ? {} : { footnotes }) }
  return {
    fields: {
      ...fields,
      content: rendered.content,
      ...terms,
      ...(Object.keys(meta).length === 0 ? {} : { meta }),
      ...(featured === undefined ? {} : { featured_media: featured }),
      ...(ids.author === null ? {} : { author: ids.author }),
    },
    notes: rendered.notes,
  }
}

function putPart(
  fields: PostFields,
  { field, part }: { readonly field: string; readonly part: string },
  value: string,
): PostFields {
  return { ...fields, [field]: { ...asFields(fields[field]), [part]: value } }
}

export function termKey(taxonomy: string, path: string): string {
  return `${taxonomy}\n${path}`
}

function asFields(value: PostFields[string] | undefined): PostFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}
