import { fileTypeFromBuffer } from 'file-type'
import { z } from 'zod'
import { HubError } from '../../../errors/hub-error.ts'
import { type Asset, findAsset, hashOf, mostFileBytes, uploadAsset } from '../../../webflow/assets.ts'
import { fileBytes } from '../../file-bytes.ts'
import { site, storedAsset } from './shapes.ts'

const input = z
  .object({
    bytes: fileBytes.optional().describe('The file, in base64'),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .optional()
      .describe('Or where it is'),
    name: z.string().min(1).max(200).optional().describe('Its file name; default: the one in the address'),
    type: z.string().min(3).max(100).optional().describe('Its MIME type; default: what its bytes say'),
  })
  .refine(({ bytes, url }) => (bytes === undefined) !== (url === undefined), 'Give either bytes or a url')

type Upload = z.infer<typeof input> & {
  /** Its type as its host names it; of a file that was fetched. */
  readonly served?: string
}

/**
 * Uploads a file from bytes or from an address, which is read through the same guard as everything else, without the token.
 * It is found again by its bytes: one at an address has a key once it was read.
 */
export const uploadAction = site<Upload, Asset>({
  title: 'Upload a file',
  description:
    'From bytes or from an address. Images up to 4 MB, other files up to 10 MB. The same bytes are found again, whoever uploaded them.',
  effect: 'keyed',
  input,
  output: storedAsset,
  key: ({ bytes }) => (bytes === undefined ? null : hashOf(bytes)),
  async find(open, { bytes }) {
    const asset = bytes === undefined ? null : await findAsset(open.client, open.facts.site.id, hashOf(bytes))
    return asset === null ? [] : [asset]
  },
  async prepare({ client }, file, { notAfter, signal }) {
    if (file.url === undefined) return file
    const bounds = { ...(notAfter === undefined ? {} : { notAfter }), ...(signal === undefined ? {} : { signal }) }
    const { bytes, type } = await client.download(new URL(file.url), { bytes: mostFileBytes, ...bounds })
    return { ...file, bytes, served: type }
  },
  async run(open, file, call) {
    const { bytes, served = '' } = file
    if (bytes === undefined) throw new HubError('bad_input', 'The file at the address was not read beforehand')
    const sniffed = await fileTypeFromBuffer(bytes)
    const name = nameOf(file)
    const extension = sniffed === undefined || /\.\w{2,5}$/.test(name) ? '' : `.${sniffed.ext}`
    const type = file.type ?? sniffed?.mime ?? (served || 'application/octet-stream')
    return uploadAsset(open.client, open.facts.site.id, { name: `${name}${extension}`, type, bytes }, call)
  },
})

function nameOf({ name, url }: Upload): string {
  if (name !== undefined) return name
  return (url === undefined ? '' : new URL(url).pathname.split('/').at(-1)) || 'file'
}
