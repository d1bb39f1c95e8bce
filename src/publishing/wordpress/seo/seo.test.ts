import { describe, expect, test } from 'vitest'
import { openPress } from '../../../../test/publishing/press.ts'
import { wordpress } from '../../../../test/wordpress/site.ts'

const file = `---
title: Found by machines
status: publish
seo:
  title: For search engines
  description: What it is about
  robots: [noindex]
---

Text
`

interface Dropped {
  readonly field: string
  readonly why: string
  readonly snippet: string | null
}

describe.each([
  { plugin: 'yoast', title: 'Yoast SEO', lost: [] },
  { plugin: 'rank-math', title: 'Rank Math', lost: ['seo.robots'] },
  { plugin: 'seopress', title: 'SEOPress', lost: [] },
] as const)('$title', ({ plugin, title, lost }) => {
  test('as it comes, drops everything without a word: which is told, with the code that opens it', async () => {
    const press = await openPress(await wordpress({ quirks: [plugin] }))
    await press.want([await press.write('a.md', file)])
    const [row] = await press.run()
    const { dropped = [] } = (row?.receipt ?? {}) as { dropped?: Dropped[] }
    expect(row).toMatchObject({ state: 'live' })
    expect(dropped.map(({ field }) => field)).toEqual(expect.arrayContaining(['seo.title', 'seo.description']))
    for (const { why, snippet } of dropped) {
      expect(why).toContain(title)
      expect(snippet).toContain('register_post_meta')
    }
  })

  test('opened by that code, keeps what the article says', async () => {
    const site = await wordpress({ quirks: [plugin, 'seo-open'] })
    const press = await openPress(site)
    await press.want([await press.write('a.md', file)])
    const [row] = await press.run()
    expect(row).toMatchObject({ state: 'live', receipt: { changed: [] } })
    const { dropped = [] } = (row?.receipt ?? {}) as { dropped?: Dropped[] }
    expect(dropped.map(({ field }) => field)).toEqual(lost)
    expect(Object.values((await site.php(`return get_post_meta(${row?.remoteId});`)) as object).flat()).toEqual(
      expect.arrayContaining(['For search engines', 'What it is about']),
    )
  })
})

test('All in One SEO takes it by its own field where it has one, and not at all where not', async () => {
  const site = await wordpress({ quirks: ['aioseo', 'seo-open'] })
  const open = await openPress(site)
  await open.want([await open.write('a.md', file)])
  const [kept] = await open.run()
  expect(kept).toMatchObject({ state: 'live', receipt: { dropped: [], changed: [] } })
  expect(await site.php(`return get_option('quirk_aioseo_${kept?.remoteId}');`)).toMatchObject({
    title: 'For search engines',
    robots_noindex: true,
  })
  const closed = await openPress(await wordpress({ quirks: ['aioseo'] }))
  await closed.want([await closed.write('a.md', file)])
  const [row] = await closed.run()
  const { dropped = [] } = (row?.receipt ?? {}) as { dropped?: Dropped[] }
  expect(dropped.map(({ field }) => field)).toEqual(['seo.title', 'seo.description', 'seo.robots'])
})
