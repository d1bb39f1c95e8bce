import { expect, onTestFinished, test } from 'vitest'
import { openSite } from '../../../test/publishing/open-site.ts'
import { wordpress } from '../../../test/wordpress/site.ts'
import { verifyPost } from './verify-post.ts'
import { createPost } from './write-posts.ts'

test.each(['oldest', 'newest'] as const)(
  'what the sanitiser of the %s WordPress only spells otherwise is no change, and what it takes away is one',
  async (version) => {
    const site = await wordpress({ version })
    const open = await openSite({ url: site.url, ...site.users.author })
    onTestFinished(() => open.http.close())
    const fields = {
      title: ' Tea & cake, 1 < 2 & 3 ',
      excerpt: 'Fish & chips',
      content: '<p>Salt & pepper</p>\n<hr/>\n<p>1 < 2</p>\n',
    }
    const post = await createPost(open, { type: 'post', fields })
    expect(post.title).toBe('Tea &amp; cake, 1 &lt; 2 &amp; 3')
    expect(verifyPost(fields, post)).toEqual([])
    expect(verifyPost({ ...fields, title: 'Tea &amp;amp; cake' }, post)).toMatchObject([{ field: 'title' }])
    const other = { ...fields, content: '<p onclick="x()">Salt &lt;b&gt;</p>' }
    expect(verifyPost(other, await createPost(open, { type: 'post', fields: other }))).toMatchObject([
      { field: 'content', kind: 'changed' },
    ])
  },
)
