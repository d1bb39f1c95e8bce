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
  { plugin: 'yoast', title: 'Yoast SEO', robots: { '_yoast_wpseo_meta-robots-noindex': '1' } },
  { plugin: 'rank-math', title: 'Rank Math', robots: { rank_math_robots: ['noindex'] } },
  { plugin: 'seopress', title: 'SEOPress', robots: { _seopress_robots_index: 'yes' } },
] as const)('$title', ({ plugin, title, robots }) => {
  test('as it comes, drops everything without a word: which is told, and the code that goes along opens it', async () => {
    const site = await wordpress({ quirks: [plugin] })
    const press = await openPress(site)
    await press.want([await press.write('a.md', file)])
    const [row] = await press.run()
    const { dropped = [] } = (row?.receipt ?? {}) as { dropped?: Dropped[] }
    expect(row).toMatchObject({ state: 'live' })
    expect(dropped.map(({ field }) => field)).toEqual(expect.arrayContaining(['seo.title', 'seo.description']))
    for (const { why, snippet } of dropped) {
      expect(why).toContain(title)
      expect(snippet).toContain('register_post_meta')
    }

    const code = Buffer.from(`<?php ${dropped[0]?.snippet}`).toString('base64')
    await site.php(`return file_put_contents(WPMU_PLUGIN_DIR . '/opened.php', base64_decode('${code}'));`)
    const opened = await openPress(site)
    await opened.want([await opened.write('b.md', file)])
    const [kept] = await opened.run()
    expect(kept).toMatchObject({ state: 'live', receipt: { dropped: [], changed: [] } })
    const meta = (await site.php(
      `return array_map(fn($one) => maybe_unserialize($one[0]), get_post_meta(${kept?.remoteId}));`,
    )) as object
    expect(Object.values(meta)).toEqual(expect.arrayContaining(['For search engines', 'What it is about']))
    expect(meta).toMatchObject(robots)
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
