import { z } from 'zod'
import { HubError } from '../errors/hub-error.ts'
import { uploadedSrc } from '../publishing/article-images.ts'
import { describeAsset, imageTypes } from '../publishing/assets.ts'
import { putAsset, readAsset } from '../store/assets.ts'
import { projectOperation } from './operation.ts'
import { projectInput } from './project-input.ts'

/** In characters of base64. */
const largestImage = 45 * 1024 * 1024

/** Operations on the images of articles. */
export const articleImages = {
  uploadImage: projectOperation({ permission: 'editor', effect: 'idempotent' })
    .route({
      method: 'POST',
      path: '/articles/images',
      tags: ['Articles'],
      summary: 'Keep an image, to be used in articles',
      description:
        'The type is what the bytes say: JPEG, PNG, GIF, WebP, AVIF or HEIC. The answer has the `src` to write into the body or the featured image: `![A cat](images/cat-….png)`.',
    })
    .input(
      projectInput.extend({
        name: z.string().min(1).max(300).describe('Of the file'),
        bytes: z.base64().min(1).max(largestImage),
      }),
    )
    .output(z.object({ src: z.string(), hash: z.string(), type: z.string(), bytes: z.number() }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const stem = input.name.replace(/^.*[/\\]/, '').replace(/\.[^.]{1,10}$/, '')
      const asset = await describeAsset(Buffer.from(input.bytes, 'base64'), stem, input.name)
      await putAsset(store.db, context.project.id, asset)
      return { src: uploadedSrc(asset), hash: asset.hash, type: asset.type, bytes: asset.bytes.length }
    }),

  image: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({
      method: 'GET',
      path: '/articles/images/{hash}',
      tags: ['Articles'],
      summary: 'Read the bytes of an image',
      outputStructure: 'detailed',
      successDescription: 'The bytes, with the type that they were seen to have',
    })
    .input(projectInput.extend({ hash: z.string().regex(/^[0-9a-f]{64}$/, 'is 64 hex digits') }))
    .output(z.object({ headers: z.record(z.string(), z.string()), body: z.file() }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const { name, type, bytes } = await readAsset(store.db, context.project.id, input.hash)
      if (!imageTypes.has(type)) throw new HubError('asset_invalid', `${name} is no image`)
      return {
        headers: { 'cache-control': 'private, max-age=31536000, immutable' },
        body: new File([new Uint8Array(bytes)], name, { type }),
      }
    }),
}
