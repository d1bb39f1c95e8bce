import { afterAll, beforeAll, expect, test } from 'vitest'
import { dropMetadata } from '../../src/content/blocks/mark.ts'
import { renderBlocks } from '../../src/content/render.ts'
import type { Jobs } from '../../src/jobs/jobs.ts'
import { readCorpus } from '../content-corpus.ts'
import { makePicture } from '../publishing/picture.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { openTestHub, type TestHub } from './in-process.ts'
import { callAsOwner, type OwnerClient, startWorkers } from './workers.ts'

interface Post {
  readonly id: number
  readonly status: string
  readonly slug: string
  readonly featured_media: number
  readonly categories: readonly number[]
  readonly date_gmt: string
  readonly excerpt: { readonly raw: string }
  readonly content: { readonly raw: string }
  readonly source_url: string
}

let hub: TestHub
let jobs: Jobs
let client: OwnerClient
beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  jobs = await startWorkers(hub)
  client = callAsOwner(hub, jobs)
})
afterAll(async () => {
  await jobs?.stop(5)
  await hub?.close()
})

async function ask(site: Site, route: string, init: RequestInit = {}): Promise<Post> {
  const { username, applicationPassword } = site.users.editor
  const authorization = `Basic ${Buffer.from(`${username}:${applicationPassword}`).toString('base64')}`
  const answer = await fetch(`${site.url}/wp-json/wp/v2${route}`, {
    ...init,
    headers: { authorization, 'content-type': 'application/json', ...init.headers },
  })
  expect(answer.ok, `${route}: ${answer.status}`).toBe(true)
  return (await answer.json()) as Post
}

const write = (site: Site, route: string, body: object) =>
  ask(site, route, { method: 'POST', body: JSON.stringify(body) })
const upload = (site: Site, name: string, bytes: Buffer) =>
  ask(site, '/media', {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'content-type': 'image/png', 'content-disposition': `attachment; filename=${name}` },
  })

async function ended() {
  for (;;) {
    const { items } = await client.publications.list({ limit: 200 })
    if (items.every(({ state }) => !['planned', 'sending', 'unknown'].includes(state))) return items
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const withoutMark = (content: string): string => dropMetadata(content, ['pressroom', 'pressroomVersion'])

test.each(['newest', 'oldest'] as const)(
  'posts of the %s WordPress come in whole, go back as they were, and stay the same posts',
  async (version) => {
    const site = await wordpress({ version, fresh: true })
    const { username, applicationPassword: password } = site.users.editor
    await client.connections.connect({ input: { address: site.url, username, password }, name: version })
    const parent = await write(site, '/categories', { name: 'News & more' })
    const child = await write(site, '/categories', { name: 'Local', parent: parent.id })
    const picture = await upload(site, 'p.png', makePicture(21))
    const cover = await upload(site, 'c.png', makePicture(22))
    const figure = `<!-- wp:image {"id":${picture.id},"sizeSlug":"large","linkDestination":"none"} -->\n<figure class="wp-block-image size-large"><img src="${picture.source_url}" alt="A" class="wp-image-${picture.id}"/></figure>\n<!-- /wp:image -->`
    const columns =
      '<!-- wp:columns -->\n<div class="wp-block-columns"><!-- wp:column -->\n<div class="wp-block-column"><!-- wp:paragraph -->\n<p>In a column</p>\n<!-- /wp:paragraph --></div>\n<!-- /wp:column --></div>\n<!-- /wp:columns -->'
    const corpus = readCorpus().filter(({ name }) =>
      ['release-notes', 'tutorial', 'lists', 'quotes', 'code'].includes(name),
    )
    const rendered = corpus.map(
      ({ body }) => renderBlocks(body, { unfilteredHtml: true, wordpress: site.version }).content,
    )
    const contents = [
      `<!-- wp:paragraph -->\n<p>First <strong>words</strong>.</p>\n<!-- /wp:paragraph -->\n\n${figure}\n\n${columns}`,
      '<p>From before blocks.</p>\n<p>Two.</p>',
      ...rendered.filter((content) => !content.includes('wp:footnotes')),
    ]
    const posts: Post[] = []
    for (const [index, content] of contents.entries())
      posts.push(
        await write(site, '/posts', {
          title: `Post ${index} & "more"`,
          content,
          status: index === 0 ? 'publish' : 'draft',
          excerpt: index === 0 ? 'In short' : '',
          categories: [child.id],
          featured_media: index === 0 ? cover.id : 0,
          ...(index === 0 ? { date_gmt: '2024-02-03T04:05:06' } : {}),
        }),
      )
    const stored = new Map<number, Post>()
    for (const { id } of posts) stored.set(id, await ask(site, `/posts/${id}?context=edit`))

    const dry = await client.articles.importFromSite({ connection: version, dryRun: true })
    expect(dry.posts.map(({ change, article }) => [change, article])).toContainEqual(['new', null])
    const pages = []
    for (const offset of [0, 2])
      pages.push(
        ...(await client.articles.importFromSite({ connection: version, dryRun: true, limit: 2, offset })).posts,
      )
    expect(pages.map(({ id }) => id)).toEqual(dry.posts.slice(0, 4).map(({ id }) => id))
    const imported = await client.articles.importFromSite({ connection: version })
    const mine = imported.posts.filter(({ id }) => stored.has(id))
    expect(mine).toHaveLength(posts.length)
    // What is from before blocks becomes blocks, and that is told.
    const classic = posts[1]?.id
    for (const { id, change, lossless, error, notes } of mine) {
      expect([id, change, lossless, error]).toEqual([id, 'new', id !== classic, null])
      // Images of the web that cannot be had, in raw blocks as well, stay where they are.
      expect(notes.filter((note) => !note.includes('stays where it is'))).toHaveLength(id === classic ? 1 : 0)
    }
    const first = mine.find(({ id }) => id === posts[0]?.id)?.article?.id ?? ''
    const { content: article, images } = await client.articles.get({ article: first })
    expect(article).toMatchObject({
      status: 'publish',
      excerpt: 'In short',
      date: { kind: 'instant', utc: '2024-02-03T04:05:06Z' },
      terms: { categories: ['News & more > Local'], tags: [] },
      author: username,
      featuredImage: { src: cover.source_url },
      body: { format: 'markdown', text: expect.stringContaining('First **words**.') },
      postType: 'post',
    })
    expect(Object.keys(images).sort()).toEqual([cover.source_url, picture.source_url].sort())

    const articles = mine.map(({ article: one }) => one?.id ?? '')
    await site.clearLog()
    const { publications } = await client.publications.publish({ articles, connections: [version] })
    expect(new Set(publications.map(({ result }) => result))).toEqual(new Set(['unchanged']))
    expect((await site.log()).filter(({ method }) => method === 'POST')).toEqual([])

    // Written all the same, since the wish has another option: the very same content, in the very same posts.
    await client.publications.publish({ articles, connections: [version], options: { missingTerms: 'leave-out' } })
    const done = (await ended()).filter(({ article: one }) => articles.includes(one))
    expect(done.map(({ state, error }) => [state, error])).toEqual(
      done.map(({ article: one }) => [one === first ? 'live' : 'draft', null]),
    )
    expect(done.map(({ remoteId }) => remoteId).sort()).toEqual([...stored.keys()].sort())
    for (const [id, before] of stored) {
      const after = await ask(site, `/posts/${id}?context=edit`)
      if (id !== classic) expect(withoutMark(after.content.raw)).toBe(before.content.raw)
      const { featured_media, categories, slug, status, date_gmt, excerpt } = before
      expect(after).toMatchObject({ featured_media, categories, slug, status, excerpt })
      if (status === 'publish') expect(after.date_gmt).toBe(date_gmt)
    }
    const again = await client.articles.importFromSite({ connection: version })
    for (const { id, change } of again.posts)
      if (stored.has(id)) expect([id, change]).toEqual([id, id === classic ? 'changed' : 'unchanged'])
    // What somebody writes on the site is the next version here.
    await write(site, `/posts/${posts[1]?.id}`, { title: 'Renamed there' })
    const changed = await client.articles.importFromSite({ connection: version, ids: [posts[1]?.id ?? 0] })
    expect(changed.posts).toMatchObject([{ change: 'changed', article: { title: 'Renamed there' } }])
  },
)
