import { expect, test } from 'vitest'
import type { StoredPost } from '../../connectors/wordpress/stored-post.ts'
import { type MarkedPost, matchPosts } from './match-posts.ts'

const wants = (id: string, mark: string, wantedHash: string) => ({ row: { id, mark, wantedHash }, author: 1 })
const carries = (id: number, mark: string, print: string | null, author = 1): MarkedPost => ({
  ...{ mark, print },
  post: { id, author, status: 'publish' } as StoredPost,
})
const nobody = { taken: new Set<number>(), wanting: [] }

function ids(...input: Parameters<typeof matchPosts>): [string, number][] {
  return [...matchPosts(...input)].map(([row, { post }]) => [row, post.id])
}

test('a post with other content is that of the article with its mark, unless another one wants just that content', () => {
  const changed = wants('new', 'place', 'other')
  expect(ids([changed], [carries(1, 'place', 'words')], nobody)).toEqual([['new', 1]])
  const wanting = [{ mark: 'elsewhere', print: 'words' }]
  expect(ids([changed], [carries(1, 'place', 'words')], { ...nobody, wanting })).toEqual([])
})

test('a post with another mark is taken for that of a moved file only when that is sure', () => {
  const seeker = wants('moved', 'new place', 'words')
  const post = carries(1, 'place', 'words')
  expect(ids([seeker], [post], nobody)).toEqual([['moved', 1]])
  expect(ids([seeker, wants('copy', 'third', 'words')], [post], nobody)).toEqual([['moved', 1]])
  expect(ids([seeker], [post, carries(2, 'third', 'words')], nobody)).toEqual([])
  expect(ids([seeker], [post], { ...nobody, taken: new Set([1]) })).toEqual([])
  expect(ids([seeker], [post], { ...nobody, wanting: [{ mark: 'place', print: 'words' }] })).toEqual([])
  expect(ids([seeker], [carries(1, 'place', 'words', 2)], nobody)).toEqual([])
})
