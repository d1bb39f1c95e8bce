import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Rendered, renderBlocks } from '../src/content/render.ts'
import { browser } from './browser/browser.ts'
import { type EditorBlock, type EditorContent, editorBlocks, loginToWordPress } from './browser/wordpress-admin.ts'
import { type CorpusDocument, readCorpus } from './content-corpus.ts'
import { type Site, wordpress } from './wordpress/site.ts'
import type { SiteUser } from './wordpress/site-options.ts'

/** Enough to see every kind of block; the whole corpus with `DEEP=1`. */
const modest = new Set([
  'articles.md release-notes',
  'articles.md tutorial',
  'commonmark.md lists',
  'commonmark.md quotes',
  'commonmark.md code',
  'commonmark.md images',
  'gfm.md tables',
  'gfm.md footnotes',
  'gfm.md embeds',
  'hostile.html misnested',
  'html.html alignment',
  'html.html tables',
  'languages.md rtl',
  'media.html figure',
  'media.html gallery',
  'media.html audio-video',
  'media.html file-and-buttons',
  'math.md formulas',
  'math.md unreadable',
  'raw.md raw-block',
])
const isDeep = process.env.DEEP !== undefined
const corpus = readCorpus().filter(({ file, name }) => isDeep || modest.has(`${file} ${name}`))
/** Raw blocks that no WordPress here has, or that are not what the editor makes today: passed on as they came. */
const foreign = new Set(['raw-block', 'raw-only'])
const images = new Map([['images/dashboard.png', { id: 41, url: 'https://site.test/dashboard.png' }]])

let chromium: Browser

beforeAll(async () => {
  chromium = await browser()
})

afterAll(() => chromium.close())

/** One post out of many documents: opening the editor is what takes the time. */
function renderTogether(
  documents: readonly CorpusDocument[],
  options: { unfilteredHtml: boolean; wordpress?: string },
): Rendered {
  const parts = documents.map((document) =>
    renderBlocks(document.body, { ...options, images, mark: { pressroom: `${document.name}--1` } }),
  )
  const footnotes = parts.flatMap((part) => JSON.parse(part.footnotes ?? '[]') as unknown[])
  const content = parts.map((part) => part.content.replace('<!-- wp:footnotes /-->', '').trimEnd()).join('\n\n')
  if (footnotes.length === 0) return { content, images: [], notes: [] }
  return {
    content: `${content}\n\n<!-- wp:footnotes /-->`,
    footnotes: JSON.stringify(footnotes),
    images: [],
    notes: [],
  }
}

async function publish(site: Site, user: SiteUser, post: Rendered): Promise<number> {
  const response = await fetch(`${site.url}/wp-json/wp/v2/posts`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${user.username}:${user.applicationPassword}`).toString('base64')}`,
    },
    body: JSON.stringify({
      title: 'Corpus',
      status: 'draft',
      content: post.content,
      ...(post.footnotes === undefined ? {} : { meta: { footnotes: post.footnotes } }),
    }),
  })
  const answer = (await response.json()) as { id: number }
  expect(response.status, JSON.stringify(answer)).toBe(201)
  return answer.id
}

async function openInEditor(page: Page, site: Site, user: SiteUser, post: Rendered): Promise<EditorContent> {
  return await editorBlocks(page, site, await publish(site, user, post))
}

function flatten(blocks: readonly EditorBlock[]): EditorBlock[] {
  return blocks.flatMap((block) => [block, ...flatten(block.innerBlocks)])
}

/** Blocks that the editor would complain about. `core/missing` is a block that this version does not have. */
function findTrouble(blocks: readonly EditorBlock[]): string[] {
  return flatten(blocks)
    .filter(({ name, isValid }) => !isValid || name === 'core/freeform' || name === 'core/missing')
    .map(
      ({ name, isValid, attributes }) =>
        `${name} ${isValid ? '' : 'invalid '}${JSON.stringify(attributes).slice(0, 300)}`,
    )
}

function chunk(documents: readonly CorpusDocument[], size: number): CorpusDocument[][] {
  return documents.length === 0 ? [] : [documents.slice(0, size), ...chunk(documents.slice(size), size)]
}

const own = corpus.filter(({ name }) => !foreign.has(name))

describe.each(['newest', 'oldest'] as const)('in the editor of the %s WordPress', (version) => {
  const writers = [
    // An administrator may write any HTML; an author's is filtered by the site once more.
    { role: 'administrator', unfilteredHtml: true },
    { role: 'author', unfilteredHtml: false },
  ] as const

  let site: Site
  let page: Page

  beforeAll(async () => {
    site = await wordpress({ version })
    page = await chromium.newPage()
    await loginToWordPress(page, site, site.users.administrator)
  })

  afterAll(() => page.close())

  test.each(writers)(
    'every block of an $role is valid and none is a Classic block',
    async ({ role, unfilteredHtml }) => {
      for (const documents of chunk(own, 20)) {
        const post = renderTogether(documents, { unfilteredHtml, wordpress: site.version })
        const seen = await openInEditor(page, site, site.users[role], post)
        expect(findTrouble(seen.blocks)).toEqual([])
        expect(seen.blocks.length).toBeGreaterThan(10)
        // The filter of the site writes some tags in its own way, so what an author sends does not come back by the byte.
        if (role === 'administrator') expect(seen.raw).toBe(post.content)
        if (role === 'administrator' && version === 'newest') expect(seen.serialized).toBe(seen.raw)
      }
    },
  )
})

test('math that an author writes is stored as it was sent', async () => {
  const site = await wordpress()
  const documents = readCorpus().filter(({ file, name }) => file === 'math.md' && name === 'formulas')
  const post = renderTogether(documents, { unfilteredHtml: false, wordpress: site.version })
  const id = await publish(site, site.users.author, post)
  expect(post.content).toContain('begin{aligned}')
  expect(await site.php(`return get_post(${id})->post_content;`)).toBe(post.content)
})
