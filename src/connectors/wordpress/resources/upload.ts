import { createHash } from 'node:crypto'
import { fileTypeFromBuffer } from 'file-type'
import { z } from 'zod'
import { HubError } from '../../../errors/hub-error.ts'
import { largestFile } from '../../../files/scratch.ts'
import { sha256Of } from '../../../files/sha256.ts'
import { action, type PrepareCall } from '../../action.ts'
import { fileContent } from '../../file-bytes.ts'
import type { OpenWordPress } from '../open-site.ts'
import { slugOfName } from '../term-slug.ts'
import { readItem, writeQuery } from './ask-site.ts'
import { id } from './fields.ts'
import { highestId } from './keys.ts'
import { mediaResource } from './media.ts'
import { iterateItems, readPage } from './read-list.ts'
import { type Item, item } from './resource.ts'
import { deleteItem, getItem } from './write-item.ts'

/** So much of a file says what it is, a picture in front of a song included. In bytes. */
const tellingBytes = 1024 * 1024

/** These travel in the address, which some servers cut. */
const brief = z.string().max(500)

const input = z
  .object({
    bytes: fileContent.optional().describe('The file, in base64'),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .optional()
      .describe('Or where it is'),
    name: brief.max(200).optional().describe('Its file name; default: the one in the address'),
    type: brief.max(100).optional().describe('Its MIME type; default: what its bytes say'),
    slug: z
      .string()
      .regex(/^[a-z0-9_-]{1,190}$/)
      .optional()
      .describe('By which it is found again; default: made of the name and a hash'),
    title: brief.optional(),
    alt_text: brief.optional(),
    caption: brief.optional(),
    description: brief.optional(),
    post: id.optional().describe('The post it belongs to').meta({ lookup: 'posts' }),
  })
  .refine(({ bytes, url }) => (bytes === undefined) !== (url === undefined), 'Give either bytes or a url')

type Upload = z.infer<typeof input> & {
  /** Its type as its host names it; of a file that was fetched. */
  readonly served?: string
}

/**
 * Uploads a file from bytes or from an address, which is read through the same guard as everything else: private networks
 * are not reached. One request to the site, its texts with it.
 */
export const upload = action<OpenWordPress, Upload, Item>({
  title: 'Upload a file',
  description:
    'From bytes or from an address. Its slug is made of its hash where none is given, so that it is found again.',
  effect: 'keyed',
  input,
  output: item,
  key: slugOf,
  baseline: (site) => highestId(site, '/wp/v2/media', 'inherit,private,trash'),
  find: (site, file, since) => (since === null ? findBySlug(site, slugOf(file)) : findNewer(site, slugOf(file), since)),
  bytes: ({ bytes }) => bytes?.blob.size ?? 0,
  prepare: async (site, file, call) => (file.bytes === undefined ? fetchFile(site, file, call) : file),
  async run(site, file, call) {
    const { bytes, served = '' } = file
    if (bytes === undefined) throw new HubError('bad_input', 'The file at the address was not read beforehand')
    const { blob } = bytes
    if (blob.size > largestFile)
      throw new HubError('too_large', `A file may have ${largestFile} bytes, this has ${blob.size}`)
    const sniffed = await fileTypeFromBuffer(await blob.slice(0, tellingBytes).bytes())
    const name = nameOf(file)
    const extension = sniffed === undefined || /\.\w{2,5}$/.test(name) ? '' : `.${sniffed.ext}`
    const { title, alt_text, caption, description, post } = file
    const query = writeQuery({ slug: slugOf(file), title, alt_text, caption, description, post })
    const sent = {
      name: `${name}${extension}`,
      type: file.type ?? sniffed?.mime ?? (served || 'application/octet-stream'),
      bytes: blob,
    }
    return readItem(await site.client.upload(sent, query, call), '/wp/v2/media')
  },
  verify: (file, stored) =>
    stored.slug === slugOf(file)
      ? []
      : [{ field: 'slug', kind: 'changed', sent: slugOf(file), stored: String(stored.slug) }],
  undo: async (site, made, call) => void (await deleteItem(site, mediaResource, { id: made.id, force: true }, call)),
})

/** The file that is at the address. What the upload is found again by stays as it is. */
async function fetchFile({ client }: OpenWordPress, file: Upload, call: PrepareCall): Promise<Upload> {
  const { signal, notAfter, newFile } = call
  const bounds = { ...(signal && { signal }), ...(notAfter !== undefined && { notAfter }) }
  const kept = await newFile()
  try {
    const into = { bytes: largestFile, into: kept.write }
    const served = await client.download(new URL(String(file.url)), { ...into, ...bounds })
    const blob = await kept.read()
    return { ...file, bytes: { blob, sha256: await sha256Of(blob) }, served, slug: slugOf(file) }
  } catch (error) {
    // Another try takes another file.
    await kept.release()
    throw error
  }
}

async function findBySlug(site: OpenWordPress, slug: string): Promise<Item[]> {
  const { items } = await readPage(site, mediaResource, { slug: [slug], limit: 1 })
  return items.filter((one) => one.slug === slug)
}

/** So many files may have come since. */
const mostNewer = 5000

/** WordPress puts a number behind a slug that is taken: by a post, or by the same file of yesterday. */
async function findNewer(site: OpenWordPress, slug: string, since: number): Promise<Item[]> {
  const found: number[] = []
  const isOurs = (stored: string): boolean => stored === slug || stored.replace(/-\d+$/, '') === slug
  for await (const one of iterateItems(site, mediaResource, { fields: ['slug'], order: 'desc' }, mostNewer)) {
    if (Number(one.id) <= since) break
    if (isOurs(String(one.slug))) found.unshift(Number(one.id))
  }
  return Promise.all(found.map((id) => getItem(site, mediaResource, { id })))
}

function nameOf({ name, url }: Upload): string {
  const last = name ?? (url === undefined ? '' : (new URL(url).pathname.split('/').at(-1) ?? ''))
  return last.replace(/[^\w.-]+/g, '-').slice(-100) || 'file'
}

function slugOf(file: Upload): string {
  if (file.slug !== undefined) return file.slug
  const whole = file.bytes?.sha256 ?? createHash('sha256').update(String(file.url)).digest('hex')
  const hash = whole.slice(0, 16)
  const stem = slugOfName(nameOf(file).replace(/\.\w{2,5}$/, '')).replace(/[^a-z0-9_-]/g, '')
  return `${stem.slice(0, 150) || 'file'}-${hash}`
}
