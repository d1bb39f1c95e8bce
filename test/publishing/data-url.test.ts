import { expect, test } from 'vitest'
import type { ImageReference } from '../../src/content/images.ts'
import { readAsset } from '../../src/publishing/assets.ts'
import { makePicture } from './picture.ts'

const bytes = makePicture(1)
const referenceTo = (src: string): ImageReference => ({ src, location: 'data', path: null, alt: '', caption: '' })

test.each([
  ['base64', `data:image/png;base64,${bytes.toString('base64')}`],
  ['base64 with signs of its own written out', `data:image/png;base64,${encodeURIComponent(bytes.toString('base64'))}`],
  ['bytes', `data:image/png,${[...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')}`],
])('a picture within the text is read from %s', async (_, src) => {
  const { type, bytes: read } = await readAsset(referenceTo(src), '')
  expect(type).toBe('image/png')
  expect(Buffer.from(read)).toEqual(bytes)
})

test.each(['data:image/png,%', 'data:image/png,%zz', 'data:image/png;base64,', 'data:,', 'data:image/svg+xml,<svg/>'])(
  '%s is no picture, and told as such',
  async (src) => {
    await expect(readAsset(referenceTo(src), '')).rejects.toMatchObject({ code: 'asset_invalid' })
  },
)
