import sharp from 'sharp'
import { expect, test } from 'vitest'
import { changeImage } from '../src/publishing/change-image.ts'
import { imageChangeFor } from '../src/publishing/image-options.ts'
import { makePicture, silence } from './publishing/picture.ts'
import { openPress } from './publishing/press.ts'
import { type Site, wordpress } from './wordpress/site.ts'

interface Media {
  readonly id: number
  readonly mime_type: string
  readonly media_details: { readonly width: number; readonly height: number }
}

async function listMedia(site: Site): Promise<Media[]> {
  const { username, applicationPassword } = site.users.editor
  const authorization = `Basic ${Buffer.from(`${username}:${applicationPassword}`).toString('base64')}`
  const answer = await fetch(`${site.url}/wp-json/wp/v2/media?per_page=100&order=asc`, { headers: { authorization } })
  return (await answer.json()) as Media[]
}

/** Nothing that PNG could make small. */
function noise(width: number, height: number): Promise<Buffer> {
  let seed = 7
  const pixels = Buffer.from(
    Array.from({ length: width * height * 3 }, () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
      return seed >> 16
    }),
  )
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer()
}

test('a connection that wants small WebP pictures gets them, once each, and others as they are', async () => {
  const site = await wordpress({ fresh: true })
  const press = await openPress(site)
  const pictures = new Map([['wide.png', await noise(300, 200)]])
  const images = { maxWidth: 120, format: 'webp' as const }
  for (const name of ['a', 'b']) {
    const article = await press.write(`${name}.md`, `# ${name}\n\n![Wide](wide.png)`, pictures)
    await press.want([article], { status: 'publish', images })
  }
  expect((await press.run()).map(({ state }) => state)).toEqual(['live', 'live'])
  expect(await listMedia(site)).toMatchObject([{ mime_type: 'image/webp', media_details: { width: 120, height: 80 } }])

  const plain = await press.write('c.md', '# c\n\n![Wide](wide.png)', pictures)
  await press.want([plain], { status: 'publish' })
  await press.run()
  expect(await listMedia(site)).toMatchObject([{ mime_type: 'image/webp' }, { mime_type: 'image/png' }])
})

test('a WordPress that knows no AVIF gets WebP instead', async () => {
  const site = await wordpress({ version: 'oldest', fresh: true })
  const press = await openPress(site)
  const article = await press.write('a.md', '# A\n\n![Wide](wide.png)', new Map([['wide.png', await noise(200, 100)]]))
  await press.want([article], { status: 'publish', images: { format: 'avif' } })
  expect(await press.run()).toMatchObject([{ state: 'live' }])
  expect(await listMedia(site)).toMatchObject([{ mime_type: 'image/webp', media_details: { width: 200 } }])
})

test.each(['oldest', 'newest'] as const)(
  'audio and documents beside an article are uploaded once and placed with their ids, on the %s',
  async (version) => {
    const site = await wordpress({ version, fresh: true })
    const press = await openPress(site)
    const files = new Map([
      ['talk.mp3', silence],
      ['paper.pdf', Buffer.from('%PDF-1.4\n%%EOF\n')],
      ['list.csv', Buffer.from('a,b\n1,2\n')],
      ['tool.exe', Buffer.from('MZ\0\0')],
    ])
    const text =
      '# Talk\n\n<audio controls src="talk.mp3"></audio>\n\nSee [the paper](paper.pdf), [numbers](list.csv) and [no file](none.pdf).\n\n<a href="paper.pdf" download>Paper</a>'
    for (const name of ['a', 'b']) {
      const article = await press.write(`${name}.md`, text, files)
      await press.want([article], { status: 'publish', images: { maxWidth: 100, format: 'webp' } })
    }
    const rows = await press.run()
    expect(rows.map(({ state }) => state)).toEqual(['live', 'live'])
    expect((await listMedia(site)).map(({ mime_type }) => mime_type).sort()).toEqual([
      'application/pdf',
      'audio/mpeg',
      'text/csv',
    ])
    const content = (await site.php(`return get_post(${rows[0]?.remoteId})->post_content;`)) as string
    expect(content).toMatch(/<!-- wp:audio \{"id":\d+[\s\S]*src="http[^"]+talk\.mp3"/)
    expect(content).toMatch(/<a href="http[^"]+paper\.pdf">the paper<\/a>, <a href="http[^"]+list\.csv">/)
    expect(content).toMatch(/<!-- wp:file \{"id":\d+,"href":"http[^"]+paper\.pdf"/)
    expect(rows[0]?.receipt).toMatchObject({ dropped: [{ field: 'files.none.pdf' }] })
  },
)

test('a type of file that WordPress refuses fails at once and says why, and nothing is uploaded', async () => {
  const site = await wordpress({ version: 'oldest', fresh: true })
  const press = await openPress(site)
  const avif = await sharp(await noise(20, 10))
    .avif()
    .toBuffer()
  await press.want([await press.write('a.md', '# A\n\n![New](new.avif)', new Map([['new.avif', avif]]))])
  expect(await press.step()).toMatchObject([
    {
      state: 'failed',
      remoteId: null,
      error: {
        code: 'rest_upload_sideload_error',
        message: expect.stringMatching(/new\.avif was not taken: .*not allowed to upload this file type/),
      },
    },
  ])
  expect(await listMedia(site)).toEqual([])
})

test('AVIF is for a WordPress that is known to take it', () => {
  const formats = [null, '5.9', '6.4.9', '6.5', '7.1.4'].map(
    (version) => imageChangeFor({ format: 'avif', remote: 'upload' }, version)?.format,
  )
  expect(formats).toEqual(['webp', 'webp', 'webp', 'avif', 'avif'])
  expect(imageChangeFor({ format: 'keep', remote: 'upload' }, null)).toBeNull()
})

test('what moves, what would grow, and what is small enough stays as it is; what claims to be enormous is refused', async () => {
  const asset = (bytes: Buffer, type: string) => ({ hash: '', name: 'p.x', type, bytes })
  const change = { maxWidth: 100, format: 'webp' as const, quality: 80 }
  const frames = Buffer.concat([Buffer.alloc(200 * 200 * 3, 10), Buffer.alloc(200 * 200 * 3, 200)])
  const raw = { width: 200, height: 400, channels: 3 as const, pageHeight: 200 }
  const moving = await sharp(frames, { raw, animated: true })
    .webp({ delay: [100, 100] })
    .toBuffer()
  const same = [
    [asset(moving, 'image/webp'), change],
    [asset(await sharp(frames, { raw, animated: true }).gif().toBuffer(), 'image/gif'), change],
    [asset(makePicture(1), 'image/png'), { ...change, format: 'keep' }],
  ] as const
  for (const [image, wanted] of same) expect(await changeImage(image, wanted)).toBe(image)

  const turned = await sharp({ create: { width: 400, height: 200, channels: 3, background: 'red' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer()
  const { bytes, type, name } = await changeImage(asset(turned, 'image/jpeg'), { ...change, format: 'avif' })
  expect([type, name]).toEqual(['image/avif', 'p.avif'])
  expect(await sharp(bytes).metadata()).toMatchObject({ width: 100, height: 200 })

  const bomb = Buffer.from(makePicture(2))
  bomb.writeUInt32BE(60_000, 16)
  bomb.writeUInt32BE(60_000, 20)
  await expect(changeImage(asset(bomb, 'image/png'), change)).rejects.toMatchObject({ code: 'asset_invalid' })
})
