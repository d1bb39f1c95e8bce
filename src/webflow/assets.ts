import { createHash } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import { segment, type WebflowClient, type WriteOptions } from './client.ts'
import { fieldsOf, listOf, stringOf } from './json.ts'
import { iteratePages, type Page, type Place, type ReadSome, readPage } from './pages.ts'

export interface AssetFile {
  readonly name: string
  /** MIME type, from the bytes rather than from the name. */
  readonly type: string
  readonly bytes: Uint8Array
}

export interface Asset {
  readonly id: string
  /** As it was uploaded; people may show it under another one. */
  readonly name: string
  /** Where the file is on Webflow's network. */
  readonly url: string
}

/** By Webflow's description, in bytes: images, and everything else. */
const mostBytes = { image: 4 * 1024 * 1024, other: 10 * 1024 * 1024 }
/** More than this no file may have. */
export const mostFileBytes = mostBytes.other
/** By the API's description, file names must be shorter than this. */
const mostName = 99
/** Of a hash in a name, in hexadecimal digits. */
const hashLength = 16

/**
 * The name that a file is uploaded under: its own, behind a hash of its bytes. So the same file is found again by `findAsset`,
 * whoever uploaded it and whatever answer was lost: the API takes a hash, and tells none.
 */
export function assetName({ name, bytes }: Pick<AssetFile, 'name' | 'bytes'>): string {
  const hash = hashOf(bytes).slice(0, hashLength)
  const plain = name.normalize('NFKD').replace(/[^\w.-]+/g, '-')
  const ending = /\.\w{1,8}$/.exec(plain)?.[0] ?? ''
  const stem = plain.slice(0, plain.length - ending.length).slice(0, mostName - hash.length - 1 - ending.length)
  return `${hash}-${stem}${ending}`
}

/** All files of a site, 100 a request. Those whose upload was never finished have no file, and are left out. */
export async function* listAssets(client: WebflowClient, siteId: string): AsyncGenerator<Asset> {
  for await (const { asset, hasFile } of iteratePages(readSome(client, siteId))) if (hasFile) yield asset
}

/** A page of the files of a site, without those whose upload was never finished: see `readPage`. */
export async function readAssetPage(client: WebflowClient, siteId: string, place: Place): Promise<Page<Asset>> {
  const { items, ...page } = await readPage(readSome(client, siteId), place)
  return { ...page, items: items.flatMap(({ asset, hasFile }) => (hasFile ? [asset] : [])) }
}

interface Listed {
  readonly id: string
  readonly asset: Asset
  readonly hasFile: boolean
}

function readSome(client: WebflowClient, siteId: string): ReadSome<Listed> {
  return async (offset, limit) => {
    const page = fieldsOf(await client.get(`sites/${segment(siteId)}/assets`, { offset, limit }))
    const { total } = fieldsOf(page.pagination)
    const found = listOf(page.assets, limit).map((entry) => {
      const asset = readAsset(entry)
      return { id: asset.id, asset, hasFile: asset.url !== '' && fieldsOf(entry).size !== 0 }
    })
    return { found, total: typeof total === 'number' ? total : null }
  }
}

/**
 * The asset with these very bytes, if one was uploaded by `uploadAsset`. Walks all assets of the site, 100 a request.
 * @param hash SHA-256 of the bytes, hex
 */
export async function findAsset(client: WebflowClient, siteId: string, hash: string): Promise<Asset | null> {
  for await (const asset of listAssets(client, siteId)) if (hashInName(asset.name, hash)) return asset
  return null
}

/** Whether a name is one that `assetName` gives to bytes of this SHA-256. */
export function hashInName(name: string, hash: string): boolean {
  return name.startsWith(`${hash.slice(0, hashLength)}-`)
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/**
 * Uploads a file: its description to Webflow, then its bytes as a form to the storage that Webflow names (S3), which gets no
 * token. When the bytes do not arrive, the description is deleted again. Throws `bad_input` for a file over Webflow's limits.
 */
export async function uploadAsset(
  client: WebflowClient,
  siteId: string,
  file: AssetFile,
  options: WriteOptions = {},
): Promise<Asset> {
  const most = file.type.startsWith('image/') ? mostBytes.image : mostBytes.other
  if (file.bytes.length === 0 || file.bytes.length > most) {
    throw new HubError('bad_input', `${file.name} has ${file.bytes.length} bytes, and Webflow takes 1 to ${most}`)
  }
  const fileName = assetName(file)
  const fileHash = createHash('md5').update(file.bytes).digest('hex')
  const made = fieldsOf(await client.post(`sites/${segment(siteId)}/assets`, { fileName, fileHash }, {}, options))
  const asset = readAsset({ ...made, originalFileName: fileName })
  try {
    await sendBytes(client, made, file, fileName, options)
  } catch (error) {
    // Best effort: a description without a file is only untidy, and the error above says more.
    await deleteAsset(client, asset.id).catch(() => undefined)
    throw error
  }
  return asset
}

export async function deleteAsset(client: WebflowClient, assetId: string): Promise<void> {
  await client.remove(`assets/${segment(assetId)}`)
}

/** As S3 wants it: the fields of the policy as they came, then the file. Untested against S3 itself. */
async function sendBytes(
  client: WebflowClient,
  made: Readonly<Record<string, unknown>>,
  file: AssetFile,
  fileName: string,
  options: WriteOptions,
): Promise<void> {
  const url = URL.parse(stringOf(made.uploadUrl, 4096) ?? '')
  if (url === null) throw new HubError('unexpected_answer', 'Webflow did not say where to upload the file to')
  const form = new FormData()
  for (const [name, value] of Object.entries(fieldsOf(made.uploadDetails)).slice(0, 50)) {
    if (typeof value === 'string') form.append(name, value)
  }
  form.append('file', new Blob([new Uint8Array(file.bytes)], { type: file.type }), fileName)
  const encoded = new Response(form)
  await client.send({
    method: 'POST',
    url,
    purpose: 'upload a file to the storage',
    headers: { 'content-type': encoded.headers.get('content-type') ?? '', accept: '*/*' },
    body: new Uint8Array(await encoded.arrayBuffer()),
    redirect: 'manual',
    limits: { headersMs: 60_000, totalMs: 120_000 },
    ...(options.notAfter === undefined ? {} : { notAfter: options.notAfter }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
}

function readAsset(value: unknown): Asset {
  const { id, hostedUrl, assetUrl, displayName, originalFileName } = fieldsOf(value)
  if (typeof id !== 'string') throw new HubError('unexpected_answer', 'Webflow told of a file without an id')
  return {
    id,
    name: stringOf(originalFileName, 300) ?? stringOf(displayName, 300) ?? '',
    url: stringOf(hostedUrl, 2048) ?? stringOf(assetUrl, 2048) ?? '',
  }
}
