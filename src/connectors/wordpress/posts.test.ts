import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startFaultProxy } from '../../../test/fault-proxy/fault-proxy.ts'
import { openSite } from '../../../test/publishing/open-site.ts'
import { makePicture } from '../../../test/publishing/picture.ts'
import type { VersionName } from '../../../test/wordpress/cache.ts'
import { type Site, wordpress } from '../../../test/wordpress/site.ts'
import { HubError } from '../../errors/hub-error.ts'
import { wordpressActions as actions } from './actions.ts'
import { findPosts, searchMarks } from './find-posts.ts'
import { findMedia, uploadMedia } from './media.ts'
import { readPosts } from './read-posts.ts'
import { hashStoredPost } from './stored-post.ts'
import { verifyPost } from './verify-post.ts'
import { createPost, removePost, updatePost, writeBatch } from './write-posts.ts'

const marked = (mark: string, text = 'Text') =>
  `<!-- wp:paragraph {"metadata":{"pressroom":"${mark}"}} -->\n<p>${text}</p>\n<!-- /wp:paragraph -->`

describe.each(['oldest', 'newest'] satisfies VersionName[])('an author of a WordPress that is the %s', (version) => {
  let site: Site
  let open: Awaited<ReturnType<typeof openSite>>
  beforeAll(async () => {
    site = await wordpress({ version })
    open = await openSite({ url: site.url, ...site.users.author })
  })
  afterAll(() => open.http.close())

  test('the facts name types, taxonomies, the batch and registered meta', () => {
    expect(open.facts.types.get('post')).toMatchObject({ route: '/wp/v2/posts', taxonomies: ['category', 'post_tag'] })
    expect(open.facts.taxonomies.get('category')).toMatchObject({ field: 'categories', hierarchical: true })
    expect(open.facts.batch).toBe(25)
    expect(open.facts.types.get('post')?.meta).toEqual(version === 'newest' ? ['footnotes'] : [])
  })

  test('a post is found by its mark down to the id known before, in every state, and a copy beside it', async () => {
    const before = await createPost(open, {
      type: 'post',
      fields: { title: 'Before', status: 'draft' },
    })
    const keys = ['markdraft1', 'marktrash1', 'markfuture', 'markprivat', 'markpublic']
    const statuses = ['draft', 'draft', 'future', 'private', 'publish']
    const made = []
    for (const [index, key] of keys.entries()) {
      const fields = {
        title: key,
        content: marked(key),
        status: statuses[index] ?? '',
        date_gmt: statuses[index] === 'future' ? '2036-01-01T00:00:00' : null,
      }
      made.push(await createPost(open, { type: 'post', fields }))
    }
    expect(made.map(({ status }) => status)).toEqual(statuses)
    await removePost(open, { type: 'post', id: made[1]?.id ?? 0, force: false })
    const copy = await createPost(open, {
      type: 'post',
      fields: { title: 'Copy', content: marked('markpublic') },
    })
    const since = before.id
    const requests = open.requests()
    const found = await findPosts(open, { keys: [...keys, 'nowhere000'], type: 'post', since })
    expect(open.requests() - requests).toBe(1)
    expect([...found.keys()].sort()).toEqual([...keys].sort())
    expect(found.get('markpublic')?.map(({ id }) => id)).toEqual([made[4]?.id, copy.id])
    expect(found.get('marktrash1')?.[0]?.status).toBe('trash')
    expect((await findPosts(open, { keys: ['markdraft1'], type: 'post', since: null })).get('markdraft1')).toHaveLength(
      1,
    )
    await removePost(open, { type: 'post', id: copy.id, force: true })
    expect((await readPosts(open, 'post', [copy.id, made[4]?.id ?? 0])).size).toBe(1)
  })

  test('a batch does each of its writes or says why not', async () => {
    const results = await writeBatch(open, [
      { type: 'post', fields: { title: 'One', content: marked('batchone00'), status: 'publish' } },
      { type: 'post', fields: { title: 'Two', status: 'nonsense' } },
      { type: 'post', fields: { title: 'Three', content: marked('batchthree'), status: 'draft' } },
    ])
    const [one, two, three] = results
    expect(one).toMatchObject({ post: { title: 'One', status: 'publish', content: marked('batchone00') } })
    expect(two).toMatchObject({ error: { code: 'rest_invalid_param' } })
    expect(three).toMatchObject({ post: { title: 'Three', status: 'draft' } })
  })

  test('what a person edits changes the hash, and an update adds one revision', async () => {
    const post = await createPost(open, {
      type: 'post',
      fields: { title: 'Mine', content: marked('hashed0000'), status: 'publish' },
    })
    const first = await updatePost(open, {
      type: 'post',
      id: post.id,
      fields: { content: marked('hashed0000', 'New') },
    })
    const second = await updatePost(open, {
      type: 'post',
      id: post.id,
      fields: { content: marked('hashed0000', 'Newer') },
    })
    expect(hashStoredPost(first)).not.toBe(hashStoredPost(second))
    expect([post.revisions, first.revisions, second.revisions]).toEqual([
      post.revisions,
      (post.revisions ?? 0) + 1,
      (post.revisions ?? 0) + 2,
    ])
    expect(hashStoredPost((await readPosts(open, 'post', [post.id])).get(post.id) ?? post)).toBe(hashStoredPost(second))
  })

  test('a file is uploaded with its slug and alternative text in one request, and found by the slug', async () => {
    const requests = open.requests()
    const file = {
      name: 'p.png',
      type: 'image/png',
      bytes: makePicture(1),
      slug: 'p-0123456789abcdef',
      alt: 'A dot & more',
    }
    const media = await uploadMedia(open, file)
    expect(open.requests() - requests).toBe(1)
    expect((await findMedia(open, [file.slug])).get(file.slug)).toEqual(media)
    expect((await findMedia(open, ['q-0123456789abcdef'])).size).toBe(0)
    expect(await site.php(`return get_post_meta(${media.id}, '_wp_attachment_image_alt', true);`)).toBe('A dot & more')
  })

  test('what was not taken as sent is named', async () => {
    const fields = {
      title: 'Kept',
      content: marked('verified00'),
      excerpt: 'Short',
      status: 'publish',
      slug: 'a-slug',
      meta: { unknown_key: 'lost' },
    }
    const post = await createPost(open, { type: 'post', fields })
    expect(verifyPost(fields, post)).toEqual([{ field: 'meta.unknown_key', kind: 'dropped', sent: 'lost', stored: '' }])
    const script = { ...fields, slug: 'another', content: `${marked('verified01')}<script>alert(1)</script>` }
    const stripped = await createPost(open, { type: 'post', fields: script })
    const [difference] = verifyPost(script, stripped)
    expect(difference).toMatchObject({ field: 'content', kind: 'changed', sent: expect.stringContaining('<script>') })
  })
})

test('terms are found by path, made where missing, and made once though it is tried twice', async () => {
  const site = await wordpress({ version: 'newest' })
  const open = await openSite({ url: site.url, ...site.users.editor })
  const run = (path: string, taxonomy = 'category') => actions['terms.provide'].run(open, { taxonomy, path })
  const paris = await run('Europe > France & Co > Ça va?')
  expect(await run('europe > france & co > ça va?')).toMatchObject({ id: paris.id })
  expect((await run('Europe > France & Co')).id).toBe(paris.parent)
  const [tag, same] = [await run('日本語', 'post_tag'), await run('日本語', 'post_tag')]
  expect(same.id).toBe(tag.id)
  const [c, cpp] = [await run('C', 'post_tag'), await run('C++', 'post_tag')]
  expect(cpp.id).not.toBe(c.id)
  expect((await run('C++', 'post_tag')).id).toBe(cpp.id)
  expect(await actions['users.find'].run(open, { user: 'nobody here' })).toEqual({ id: null })
  const administrator = await openSite({ url: site.url, ...site.users.administrator })
  expect(await actions['users.find'].run(administrator, { user: site.users.author.email })).toEqual({
    id: site.users.author.id,
  })
  await expect(run('x', 'nonsense')).rejects.toThrow(HubError)
  await open.http.close()
  await administrator.http.close()
})

test('where a proxy takes the number of posts away, all pages are looked through', async () => {
  const site = await wordpress()
  const proxy = await startFaultProxy({
    ...{ target: site.url, seed: 1, rates: {}, stallMs: 0, lagMs: 0 },
    strips: 'x-wp-total',
  })
  onTestFinished(() => proxy.close())
  const open = await openSite({ url: proxy.url, ...site.users.editor })
  onTestFinished(() => open.http.close())
  const content = marked('stripped0').replace('"}', '","pressroomVersion":"1"}')
  const first = await site.php(`for ($n = 1; $n <= 55; $n++) {
      $id = wp_insert_post(wp_slash(['post_title' => "$n", 'post_status' => 'publish', 'post_content' => str_replace('stripped0', "stripped$n", '${content}')]));
      $first ??= $id;
    }
    return $first;`)
  const found = await findPosts(open, { keys: ['stripped1'], type: 'post', since: Number(first) - 1 })
  expect(found.get('stripped1')).toMatchObject([{ id: first }])
  const pages = await Array.fromAsync(searchMarks(open, 'post'))
  const marks = pages.flat().filter(({ mark }) => mark.startsWith('stripped'))
  expect(marks).toHaveLength(55)
})
