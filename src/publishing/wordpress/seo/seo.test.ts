import { describe, expect, test } from 'vitest'
import { makePicture } from '../../../../test/publishing/picture.ts'
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
    await opened.want([await opened.write('b.md', file.replace('machines', 'machines, too'))])
    const [kept] = await opened.run()
    expect(kept).toMatchObject({ state: 'live', receipt: { dropped: [], changed: [] } })
    const meta = (await site.php(
      `return array_map(fn($one) => maybe_unserialize($one[0]), get_post_meta(${kept?.remoteId}));`,
    )) as object
    expect(Object.values(meta)).toEqual(expect.arrayContaining(['For search engines', 'What it is about']))
    expect(meta).toMatchObject(robots)
  })
})

const full = `---
title: All of it
status: publish
excerpt: In short
image: p.png
categories: [Tea]
tags: [one, two]
fields:
  _yoast_wpseo_metadesc: A custom field
seo:
  title: For search engines
  canonical: https://e.com/first
  socialImage: social.png
  robots: [noindex]
---

Text
`

test('what an article has no longer is taken away on the site, and nothing else', async () => {
  const site = await wordpress({ quirks: ['yoast', 'seo-open'] })
  const press = await openPress(site)
  const seen = (id?: number | null) =>
    site.php(`return ['excerpt' => get_post(${id})->post_excerpt, 'thumb' => (int) get_post_thumbnail_id(${id}),
      'categories' => wp_get_post_categories(${id}, ['fields' => 'names']), 'tags' => wp_get_post_tags(${id}, ['fields' => 'names']),
      'meta' => array_keys(array_filter(get_post_meta(${id}), fn($key) => str_starts_with($key, '_yoast'), ARRAY_FILTER_USE_KEY))];`)
  const pictures = new Map([
    ['p.png', makePicture(3)],
    ['social.png', makePicture(4)],
  ])
  await press.want([await press.write('all.md', full, pictures)])
  const [first] = await press.run()
  expect(first).toMatchObject({ state: 'live', receipt: { dropped: [], changed: [] } })
  expect(await seen(first?.remoteId)).toMatchObject({ excerpt: 'In short', categories: ['Tea'], tags: ['one', 'two'] })
  const shown = await site.php(`return get_post_meta(${first?.remoteId}, '_yoast_wpseo_opengraph-image', true);`)
  expect(await site.php(`return get_post(attachment_url_to_postid('${shown}'))->post_mime_type;`)).toBe('image/png')

  await press.want([await press.write('all.md', '---\ntitle: All of it\nstatus: publish\n---\n\nLess\n')])
  const [second] = await press.run()
  expect(second).toMatchObject({ state: 'live', result: 'updated', receipt: { dropped: [], changed: [] } })
  const { notes = [] } = (second?.receipt ?? {}) as { notes?: { code: string; what: string }[] }
  const away = ['excerpt', 'featured_media', 'categories', 'tags']
  const meta = ['title', 'metadesc', 'canonical', 'meta-robots-noindex', 'opengraph-image'].map(
    (name) => `meta._yoast_wpseo_${name}`,
  )
  expect(notes.filter(({ code }) => code === 'taken_away').map(({ what }) => what)).toEqual(
    expect.arrayContaining([...away, ...meta]),
  )
  expect(await seen(first?.remoteId)).toEqual({ excerpt: '', thumb: 0, categories: [], tags: [], meta: [] })

  // Somebody else's now.
  await site.php(`update_post_meta(${first?.remoteId}, '_yoast_wpseo_title', 'Theirs');
    return wp_set_post_tags(${first?.remoteId}, 'theirs');`)
  const write = (head: string) => press.write('all.md', `---\ntitle: All of it\n${head}---\n\nLess\n`)
  await press.want([await write('status: private\n')], { overwrite: true })
  expect(await press.run()).toMatchObject([{ state: 'live', receipt: { dropped: [], changed: [], notes: [] } }])
  expect(await seen(first?.remoteId)).toMatchObject({ tags: ['theirs'], meta: ['_yoast_wpseo_title'] })
  await press.want([await write('tags: []\n')], { overwrite: true })
  expect(await press.run()).toMatchObject([{ state: 'live', receipt: { notes: [] } }])
  expect(await seen(first?.remoteId)).toMatchObject({ tags: [], meta: ['_yoast_wpseo_title'] })
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
  await open.want([await open.write('a.md', file.replace('  robots: [noindex]\n', ''))])
  expect(await open.run()).toMatchObject([{ state: 'live', result: 'updated', receipt: { dropped: [], changed: [] } }])
  expect(await site.php(`return get_option('quirk_aioseo_${kept?.remoteId}');`)).toMatchObject({
    title: 'For search engines',
    robots_default: true,
    robots_noindex: false,
  })
  const closed = await openPress(await wordpress({ quirks: ['aioseo'] }))
  await closed.want([await closed.write('a.md', file)])
  const [row] = await closed.run()
  const { dropped = [] } = (row?.receipt ?? {}) as { dropped?: Dropped[] }
  expect(dropped.map(({ field }) => field)).toEqual(['seo.title', 'seo.description', 'seo.robots'])
})
