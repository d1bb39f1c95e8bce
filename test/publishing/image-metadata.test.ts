import { fileTypeFromBuffer } from 'file-type'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { describeAsset } from '../../src/publishing/assets.ts'

const size = { width: 40, height: 20 }
const marks = ['SecretArtist', 'SecretPlace', 'GPS', 'secret-xmp', 'SecretTrailer']

/** A picture as a telephone makes it: turned, with a place, an author, a colour profile, and a film behind it. */
async function makePhoto(format: 'jpeg' | 'png' | 'webp' | 'avif'): Promise<Buffer> {
  const noise = Buffer.from(Array.from({ length: size.width * size.height * 3 }, (_, at) => (at * 7919) % 251))
  const exif = {
    IFD0: { Artist: 'SecretArtist', ImageDescription: 'SecretPlace' },
    IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' },
  }
  const made = await sharp(noise, { raw: { ...size, channels: 3 } })
    .withExif(exif)
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">secret-xmp</x:xmpmeta>')
    .withIccProfile('p3')
    .withMetadata({ orientation: 6 })
    .toFormat(format, format === 'webp' ? { lossless: true } : {})
    .toBuffer()
  return Buffer.concat([made, Buffer.from('SecretTrailer')])
}

test.each(['jpeg', 'png', 'webp'] as const)(
  'a %s loses where and by whom it was made, and nothing that is seen',
  async (format) => {
    const photo = await makePhoto(format)
    expect(marks.some((mark) => photo.includes(mark))).toBe(true)
    const before = await sharp(photo).metadata()
    expect([before.orientation, before.exif !== undefined, before.icc !== undefined]).toEqual([6, true, true])

    const { bytes, type } = await describeAsset(photo, 'photo', 'photo')
    expect(type).toBe(`image/${format}`)
    for (const mark of marks) expect(Buffer.from(bytes).includes(mark), mark).toBe(false)
    const after = await sharp(bytes).metadata()
    expect([after.orientation, after.xmp, after.icc]).toEqual([6, undefined, before.icc])
    expect((await sharp(bytes).raw().toBuffer()).equals(await sharp(photo).raw().toBuffer())).toBe(true)
    expect((await fileTypeFromBuffer(bytes))?.mime).toBe(`image/${format}`)

    // Clean is clean: the same bytes, the same upload.
    const again = await describeAsset(bytes, 'photo', 'photo')
    expect(Buffer.from(again.bytes).equals(Buffer.from(bytes))).toBe(true)
  },
)

test.each(['avif', 'heic'])('a %s loses where and by whom it was made, in place', async (brand) => {
  const made = await makePhoto('avif')
  // What a telephone appends: a film, with a place of its own.
  const film = Buffer.from('\0\0\0\x15mpvdSecretTrailer', 'latin1')
  const photo = Buffer.concat([
    made.subarray(0, made.length - 'SecretTrailer'.length),
    film,
    Buffer.from('SecretTrailer'),
  ])
  // The container is the same; only what is in it is coded otherwise.
  photo.write(brand, 8, 'latin1')
  const seen = marks.filter((mark) => photo.includes(mark))
  expect(seen).toEqual(expect.arrayContaining(['SecretArtist', 'secret-xmp', 'SecretTrailer']))
  const { bytes, type } = await describeAsset(photo, 'photo', 'photo')
  expect(type).toBe(`image/${brand}`)
  const clean = Buffer.from(bytes)
  for (const mark of marks) expect(clean.includes(mark), mark).toBe(false)
  expect(Buffer.from((await describeAsset(bytes, 'photo', 'photo')).bytes).equals(clean)).toBe(true)
  if (brand === 'heic') return
  const [before, after] = [await sharp(made).metadata(), await sharp(clean).metadata()]
  expect([after.orientation, after.icc]).toEqual([before.orientation, before.icc])
  expect((await sharp(clean).raw().toBuffer()).equals(await sharp(made).raw().toBuffer())).toBe(true)
})

test('a box that claims parts without end, or metadata that are the file many times over, is refused', async () => {
  const box = (type: string, ...parts: (string | Buffer)[]): Buffer => {
    const content = Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'hex') : part)))
    const head = Buffer.alloc(8)
    head.writeUInt32BE(8 + content.length)
    head.write(type, 4, 'latin1')
    return Buffer.concat([head, content])
  }
  const exif = box('iinf', '00000000', '0001', box('infe', '02000000', '0001', '0000', Buffer.from('Exif\0', 'latin1')))
  const picture = (places: string): Buffer =>
    Buffer.concat([
      box('ftyp', Buffer.from('avif\0\0\0\0mif1avif', 'latin1')),
      box('meta', '00000000', exif, box('iloc', '00000000', places)),
    ])
  for (const [places, code] of [
    [`44000001${'0001'}0000${'0001'}${'00000010'}${'00000010'}`, undefined],
    [`00000064${'00010000ffff'.repeat(100)}`, 'asset_invalid'],
    [`44000001${'0001'}0000${'03e8'}${'0000000000000050'.repeat(1000)}`, 'asset_invalid'],
  ] as const) {
    const outcome = await describeAsset(picture(places), 'a', 'a').catch((error: { code?: string }) => error)
    expect('code' in outcome ? outcome.code : undefined).toBe(code)
  }
})

test('a progressive picture and an animation are kept whole', async () => {
  const pixels = { raw: { ...size, channels: 3 as const } }
  const noise = Buffer.alloc(size.width * size.height * 3, 'pressroom')
  const progressive = await sharp(noise, pixels).jpeg({ progressive: true }).toBuffer()
  const kept = await describeAsset(progressive, 'a', 'a')
  expect((await sharp(kept.bytes).raw().toBuffer()).equals(await sharp(progressive).raw().toBuffer())).toBe(true)
  const frames = Buffer.concat([Buffer.alloc(40 * 40 * 3, 10), Buffer.alloc(40 * 40 * 3, 200)])
  const options = { raw: { width: 40, height: 80, channels: 3 as const, pageHeight: 40 }, animated: true }
  const animated = await sharp(frames, options)
    .webp({ loop: 0, delay: [100, 100] })
    .toBuffer()
  const moving = await describeAsset(animated, 'b', 'b')
  expect((await sharp(moving.bytes, { animated: true }).metadata()).pages).toBe(2)
})

test('a picture that is cut or lies about its lengths is refused, or kept as far as it goes, and never throws otherwise', async () => {
  for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
    const photo = await makePhoto(format)
    for (let length = 0; length < photo.length; length += 7) {
      const code = await describeAsset(photo.subarray(0, length), 'a', 'a').then(
        () => 'kept',
        (error: { code?: string }) => error.code,
      )
      expect(['kept', 'asset_invalid']).toContain(code)
    }
    for (let at = 0; at < photo.length; at += 11) {
      const wrong = Buffer.from(photo)
      wrong[at] = 0xff
      const code = await describeAsset(wrong, 'a', 'a').then(
        () => 'kept',
        (error: { code?: string }) => error.code,
      )
      expect(['kept', 'asset_invalid']).toContain(code)
    }
  }
})
