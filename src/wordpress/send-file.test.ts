import { describe, expect, test } from 'vitest'
import { openSite } from '../../test/publishing/open-site.ts'
import type { VersionName } from '../../test/wordpress/cache.ts'
import { wordpress } from '../../test/wordpress/site.ts'
import { fields } from './json.ts'

const megabyte = 1024 * 1024
const song = new Blob([new Uint8Array(20 * megabyte).fill(7)], { type: 'audio/mpeg' })

describe.each(['oldest', 'newest'] satisfies VersionName[])('on the %s WordPress', (version) => {
  test.each([
    ['has little memory', ['little-memory'], 1],
    ['takes less of a file than of a body', ['small-files'], 2],
  ] as const)('a large file comes whole to a host that %s', async (_, quirks, requests) => {
    const site = await wordpress({ version, quirks })
    const open = await openSite({ url: site.url, ...site.users.author })
    const before = open.requests()
    const { json } = await open.client.upload({ name: 'A song.mp3', type: song.type, bytes: song })
    expect(open.requests() - before).toBe(requests)
    const file = `get_attached_file(${Number(fields(json?.value).id)})`
    expect(
      await site.php(`return [basename(${file}), filesize(${file}), trim(file_get_contents(${file}), "\\x07")];`),
    ).toEqual(['A-song.mp3', song.size, ''])
    await open.http.close()
  })
})

test('a host that takes too little says what to change', async () => {
  const site = await wordpress()
  const open = await openSite({ url: site.url, ...site.users.author })
  const large = new Blob([song, song, song, song])
  await expect(open.client.upload({ name: 'a.mp3', type: song.type, bytes: large })).rejects.toMatchObject({
    fix: expect.stringMatching(/client_max_body_size.*80 MB|more than 80 MB/),
    evidence: { status: 413 },
  })
  await open.http.close()
})
