import type { Difference } from '../connectors/action.ts'
import { verifyPost } from '../connectors/wordpress/verify-post.ts'
import type { Article } from '../content/article.ts'
import { parseArticle } from '../content/front-matter.ts'
import { collectFiles, collectImages, type ImageReference } from '../content/images.ts'
import { renderBlocks } from '../content/render.ts'
import { HubError } from '../errors/hub-error.ts'
import { createAudience } from '../http/audience.ts'
import { type Asset, readAsset, readFileBeside } from '../publishing/assets.ts'
import { createWordPressClient } from '../wordpress/client.ts'
import { type StoredMedia, uploadMedia } from '../wordpress/media.ts'
import { createPost, editAddress, type PostFields } from '../wordpress/posts.ts'
import type { SiteUser } from '../wordpress/verify.ts'
import { describeNote } from './content-note.ts'
import type { OperationContext } from './context.ts'
import type { SiteInput } from './site-login.ts'
import { diagnoseSite, httpFor } from './sites.ts'

export interface PublishFileInput {
  readonly site: SiteInput
  /** The Markdown file's text. */
  readonly text: string
  /** The folder where its relative image paths start. */
  readonly folder: string
  /** Overrides the status that the file says; `draft` where neither says one. */
  readonly status?: string
  /** Tells what would be done, and writes nothing. */
  readonly dryRun: boolean
}

export interface PublishedFile {
  readonly title: string
  /** `null` after a dry run. */
  readonly id: number | null
  readonly status: string
  readonly url: string | null
  readonly edit: string | null
  readonly images: readonly { readonly src: string; readonly url: string | null }[]
  /** What was changed, left out, or stored otherwise than it was sent. */
  readonly notes: readonly string[]
}

/** Publishes one file to one site: its images, then one post. Needs no database, and so cannot know the post later. */
export async function publishFile(context: OperationContext, input: PublishFileInput): Promise<PublishedFile> {
  const { article, notes: read } = parseArticle(input.text)
  const status = input.status ?? article.status ?? 'draft'
  context.onProgress?.({ done: 0, total: null, message: 'Connecting' })
  const { diagnosis, root, credential } = await diagnoseSite(context, input.site)
  if (diagnosis.verdict !== 'connected' || root === null || credential === null || diagnosis.user === null) {
    throw new HubError(
      diagnosis.code ?? 'login_required',
      diagnosis.code === null ? 'Publishing needs a user name and a password' : (diagnosis.cause ?? diagnosis.title),
      {
        fix: diagnosis.fix ?? 'Give --username, or run pressroom authorize.',
        evidence: diagnosis,
      },
    )
  }
  checkRights(diagnosis.user, status)
  const references = imagesOf(article)
  // Everything is read before anything is written, so that a missing image leaves no half of an article on the site.
  const uploads = [...(await readImages(references, input.folder)), ...(await readFiles(article, input.folder))]
  const notes = [...read.map(describeNote), ...unsent(article), ...remoteNotes(references)]
  const version = diagnosis.site?.version ?? undefined
  const options = {
    unfilteredHtml: diagnosis.user.can.unfilteredHtml,
    ...(version === undefined ? {} : { wordpress: version }),
  }
  if (input.dryRun) {
    const planned = new Map(uploads.map(({ src }) => [src, { url: src }]))
    const rendered = renderBlocks(article.body, { ...options, images: planned })
    return {
      title: article.title,
      id: null,
      status,
      url: null,
      edit: null,
      images: uploads.map(({ src }) => ({ src, url: null })),
      notes: [...notes, ...rendered.notes.map(describeNote)],
    }
  }
  const session = httpFor(context, input.site.address)
    .session(context.signal === undefined ? {} : { signal: context.signal })
    .withAudience(createAudience(root.url, input.site.allowRoots))
  const client = createWordPressClient(session, root, credential)
  const stored = new Map<string, StoredMedia>()
  for (const [index, { src, alt, asset }] of uploads.entries()) {
    context.onProgress?.({ done: index, total: uploads.length, message: `Uploading ${asset.name}` })
    stored.set(src, await uploadMedia(client, { ...asset, alt }))
  }
  const rendered = renderBlocks(article.body, { ...options, images: stored })
  context.onProgress?.({ done: uploads.length, total: uploads.length, message: 'Creating the post' })
  const sent: PostFields = {
    ...fieldsOf(article, status, stored),
    content: rendered.content,
    ...(rendered.footnotes === undefined ? {} : { meta: { footnotes: rendered.footnotes } }),
  }
  const post = await createPost(client, sent)
  return {
    title: article.title,
    id: post.id,
    status: post.status,
    url: post.link,
    edit: editAddress(diagnosis.site?.url ?? root.url.origin, post.id),
    images: uploads.map(({ src }) => ({ src, url: stored.get(src)?.url ?? null })),
    notes: [...notes, ...rendered.notes.map(describeNote), ...verifyPost(sent, post).map(describeDifference)],
  }
}

function describeDifference({ field, kind, sent, stored }: Difference): string {
  return kind === 'dropped'
    ? `The site did not take ${field}.`
    : `The site stored ${field} otherwise than it was sent: ${JSON.stringify(stored)} instead of ${JSON.stringify(sent)}.`
}

function checkRights(user: SiteUser, status: string): void {
  if (status === 'draft' || status === 'pending' || user.can.publish) return
  throw new HubError('role_too_low', `${user.name || 'This user'} may write drafts on this site, but not publish`, {
    fix: 'Publish with --status draft or pending, or use a user with the role Author or above.',
  })
}

interface Upload {
  readonly src: string
  readonly alt: string
  readonly asset: Asset
}

function readImages(references: readonly ImageReference[], folder: string): Promise<Upload[]> {
  const own = references.filter(({ location }) => location !== 'remote')
  return Promise.all(own.map(async (one) => ({ src: one.src, alt: one.alt, asset: await readAsset(one, folder) })))
}

/** What cannot be had stays a link, and the rendering notes what leads nowhere. */
async function readFiles({ body }: Article, folder: string): Promise<Upload[]> {
  const read = collectFiles(body).map(async (one) => ({
    src: one.src,
    alt: '',
    asset: await readFileBeside(one, folder),
  }))
  return (await Promise.all(read)).flatMap(({ asset, ...one }) => (asset === null ? [] : [{ ...one, asset }]))
}

function imagesOf(article: Article): ImageReference[] {
  const inline = collectImages(article.body)
  const { featuredImage } = article
  if (featuredImage === null || inline.some(({ src }) => src === featuredImage.src)) return inline
  const [featured] = collectImages({
    format: 'html',
    text: `<img src="${featuredImage.src.replaceAll('"', '&quot;')}">`,
  })
  return featured === undefined
    ? inline
    : [...inline, { ...featured, alt: featuredImage.alt, caption: featuredImage.caption }]
}

function fieldsOf(article: Article, status: string, stored: ReadonlyMap<string, StoredMedia>): PostFields {
  const { title, slug, excerpt, date, featuredImage } = article
  const featured = featuredImage === null ? undefined : stored.get(featuredImage.src)?.id
  return {
    title,
    status,
    ...(slug === null ? {} : { slug }),
    ...(excerpt === null ? {} : { excerpt }),
    ...(date === null ? {} : date.kind === 'instant' ? { date_gmt: date.utc.replace(/Z$/, '') } : { date: date.local }),
    ...(featured === undefined ? {} : { featured_media: featured }),
  }
}

/** What the file says and one file to one site does not carry. */
function unsent({ terms, author, fields, seo, postType }: Article): string[] {
  const named = [
    terms.categories === null ? null : 'categories',
    terms.tags === null ? null : 'tags',
    author === null ? null : 'author',
    Object.keys(fields).length === 0 ? null : 'custom fields',
    seo.title === null && seo.description === null ? null : 'SEO fields',
    postType === null || postType === 'post' ? null : 'post type',
  ].filter((name) => name !== null)
  return named.length === 0 ? [] : [`Not sent: ${named.join(', ')}. They belong to publishing through the hub.`]
}

function remoteNotes(references: readonly ImageReference[]): string[] {
  const count = references.filter(({ location }) => location === 'remote').length
  return count === 0
    ? []
    : [
        `${count === 1 ? 'One image stays' : `${count} images stay`} where they are on the web; only files beside the article are uploaded.`,
      ]
}
