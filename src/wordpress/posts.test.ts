import { expect, onTestFinished, test } from 'vitest'
import { makePicture } from '../../test/publishing/picture.ts'
import { wordpress } from '../../test/wordpress/site.ts'
import {
  createAddressGuard,
  createAudience,
  createHttp,
  createPost,
  createWordPressClient,
  diagnose,
  removePost,
  updatePost,
  uploadMedia,
  writeBatch,
} from './library.ts'

test.each(['oldest', 'newest'] as const)(
  'a post of the %s WordPress is made, changed and removed with the library alone, each in one request',
  async (version) => {
    const site = await wordpress({ version, permalinks: 'plain' })
    const http = createHttp({ guard: createAddressGuard({ typed: ['127.0.0.1'] }) })
    onTestFinished(() => http.close())
    const { username, applicationPassword: password } = site.users.editor
    const login = { kind: 'application-password', username, password } as const
    const { root, credential } = await diagnose(http, site.url, { login })
    if (root === null || credential === null) throw new Error('not connected')
    const client = createWordPressClient(http.session({ audience: createAudience(root.url) }), root, credential)
    await site.clearLog()
    const bytes = makePicture(5)
    const picture = await uploadMedia(client, { name: 'cup.png', type: 'image/png', bytes, alt: 'A cup' })
    const made = await createPost(client, {
      title: 'Tea',
      content: '<p>x</p>',
      featured_media: picture.id,
      categories: [1],
    })
    expect(made).toMatchObject({
      type: 'post',
      status: 'draft',
      title: 'Tea',
      content: '<p>x</p>',
      terms: { categories: [1] },
    })
    expect(made.featuredMedia).toBe(picture.id)
    const updated = await updatePost(client, made.id, { status: 'publish', sticky: true })
    expect(updated).toMatchObject({ id: made.id, status: 'publish', title: 'Tea' })
    const page = { name: 'page', route: '/wp/v2/pages', termFields: [], extra: [] }
    const results = await writeBatch(client, [
      { fields: { title: 'One' } },
      { id: made.id, fields: { title: 'Green tea' } },
      { type: page, fields: { title: 'About', status: 'nonsense' } },
    ])
    expect(results).toMatchObject([
      { post: { title: 'One', status: 'draft' } },
      { post: { id: made.id, title: 'Green tea' } },
      { error: { code: 'rest_invalid_param' } },
    ])
    await removePost(client, made.id)
    expect(await site.log()).toHaveLength(5)
    await removePost(client, made.id)
    await removePost(client, made.id, { force: true })
    await removePost(client, made.id, { force: true })
    expect(await site.php(`return get_post_status(${made.id});`)).toBe(false)
    await expect(createPost(client, { title: 'Late' }, { notAfter: Date.now() })).rejects.toMatchObject({
      code: 'timeout',
    })
  },
)
