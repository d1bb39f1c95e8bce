import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browser } from '../browser/browser.ts'
import { type EditorBlock, editorBlocks, loginToWordPress } from '../browser/wordpress-admin.ts'
import { makePicture, silence } from '../publishing/picture.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { type Ended, pressroom } from './pressroom.ts'

const article = `---
title: Green tea
slug: green-tea
excerpt: How to brew it.
---
Some *text* with [a link](https://example.com).

## How

![A cup](cup.png "On the table")

- one
- two
  1. nested

> A quote

\`\`\`js
const a = '<b>'
\`\`\`

| a | b |
|---|--:|
| 1 | 2 |

---

<figure><audio controls src="talk.mp3"></audio></figure>

<a href="leaflet.pdf" download>The leaflet</a>

The end.
`

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pressroom-article-'))
  await writeFile(join(folder, 'article.md'), article)
  await writeFile(join(folder, 'cup.png'), makePicture(1))
  await writeFile(join(folder, 'talk.mp3'), silence)
  await writeFile(join(folder, 'leaflet.pdf'), '%PDF-1.4\n%%EOF\n')
})

afterAll(() => rm(folder, { recursive: true, force: true }))

function publish(
  site: Site,
  user: 'author' | 'contributor' | 'administrator',
  args: readonly string[],
): Promise<Ended> {
  return pressroom(
    ['publish', join(folder, 'article.md'), '--to', site.url, '--username', user, '--password-stdin', ...args],
    {
      input: site.users[user].applicationPassword,
    },
  )
}

function flatten(blocks: readonly EditorBlock[]): EditorBlock[] {
  return blocks.flatMap((block) => [block, ...flatten(block.innerBlocks)])
}

test.each(['newest', 'oldest'] as const)(
  'a Markdown file with an image becomes valid native blocks in the editor of the %s WordPress',
  async (version) => {
    const site = await wordpress({ version })
    const { code, out, err } = await publish(site, 'author', ['--status', 'publish', '--json'])
    expect(err).toBe('')
    expect(code).toBe(0)
    const published = JSON.parse(out)
    expect(published).toMatchObject({ title: 'Green tea', status: 'publish', notes: [] })
    const page = await fetch(published.url).then((response) => response.text())
    expect(page).toContain(published.images[0].url.replace(/\.png$/, ''))
    const chromium = await browser()
    try {
      const tab = await chromium.newPage()
      await loginToWordPress(tab, site, site.users.administrator)
      const editor = await editorBlocks(tab, site, published.id)
      const blocks = flatten(editor.blocks)
      expect(blocks.filter(({ isValid }) => !isValid)).toEqual([])
      expect(blocks.map(({ name }) => name)).not.toContain('core/freeform')
      const used = [
        'paragraph',
        'heading',
        'image',
        'list',
        'list-item',
        'quote',
        'code',
        'table',
        'separator',
        'audio',
        'file',
      ]
      expect(new Set(blocks.map(({ name }) => name))).toEqual(new Set(used.map((name) => `core/${name}`)))
    } finally {
      await chromium.close()
    }
  },
)

test('a dry run tells what would be done and writes nothing', async () => {
  const site = await wordpress({ fresh: true })
  await site.clearLog()
  const { code, out } = await publish(site, 'author', ['--dry-run'])
  expect(code).toBe(0)
  expect(out).toContain('Would publish "Green tea" as draft')
  expect((await site.log()).filter(({ method }) => method !== 'GET')).toEqual([])
})

test('a contributor may write a draft, and is told beforehand that they may not publish', async () => {
  const site = await wordpress()
  await site.clearLog()
  const { code, err } = await publish(site, 'contributor', ['--status', 'publish'])
  expect(code).toBe(1)
  expect(err).toContain('may write drafts on this site, but not publish')
  expect((await site.log()).filter(({ method }) => method !== 'GET')).toEqual([])
})

test('a missing image is told before anything is written', async () => {
  const site = await wordpress()
  await site.clearLog()
  const file = join(folder, 'broken.md')
  await writeFile(file, '# Title\n\n![gone](gone.png)\n')
  const { code, err } = await pressroom(
    ['publish', file, '--to', site.url, '--username', 'author', '--password-stdin'],
    {
      input: site.users.author.applicationPassword,
    },
  )
  expect(code).toBe(1)
  expect(err).toContain('gone.png')
  expect((await site.log()).filter(({ method }) => method !== 'GET')).toEqual([])
})

test('a file that only calls itself an image is refused', async () => {
  const site = await wordpress()
  await writeFile(join(folder, 'page.png'), '<?php system($_GET[0]);')
  const file = join(folder, 'liar.md')
  await writeFile(file, '# Title\n\n![x](page.png)\n')
  const { code, err } = await pressroom(
    ['publish', file, '--to', site.url, '--username', 'author', '--password-stdin'],
    {
      input: site.users.author.applicationPassword,
    },
  )
  expect(code).toBe(1)
  expect(err).toContain('is not an image that WordPress takes')
})

test.each([
  ['plain permalinks', { permalinks: 'plain' }],
  ['a subdirectory', { layout: 'subdirectory' }],
] as const)('publishing works on a site with %s', async (_name, options) => {
  const site = await wordpress(options)
  const { code, out } = await publish(site, 'author', ['--json'])
  expect(code).toBe(0)
  expect(JSON.parse(out).status).toBe('draft')
})
