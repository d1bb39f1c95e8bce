import { expect, test } from 'vitest'
import { articleSchema } from './article.ts'
import { parseArticle } from './front-matter.ts'
import { writeArticleFile } from './write-file.ts'

test('an article written into a file is read back as it was', () => {
  const body = { format: 'markdown' as const, text: 'One: *two*\n\n---\n\n# Three\n' }
  const all = articleSchema.parse({
    id: '2024',
    title: 'Yes: "no" # 1',
    slug: 'über-uns',
    excerpt: 'Two\nlines',
    body,
    status: 'future',
    date: { kind: 'instant', utc: '2031-01-02T03:04:05Z' },
    terms: { categories: ['News > Local', '1.10'], tags: [] },
    author: '007',
    featuredImage: { src: 'a b.png', alt: 'A: b', caption: '' },
    seo: { title: 'T', description: 'D', canonical: 'https://a.b/c', robots: ['noindex'], focusKeyword: 'null' },
    fields: { price: 12.5, nested: { list: [1, null, 'x'] }, yes: 'true' },
    postType: 'page',
    language: 'pt-BR',
    extra: { layout: 'wide' },
  })
  expect(parseArticle(writeArticleFile(all)).article).toEqual(all)
  const little = articleSchema.parse({
    title: '2024-01-01',
    body,
    date: { kind: 'site-local', local: '2031-01-02T03:04:05' },
  })
  expect(parseArticle(writeArticleFile(little)).article).toEqual(little)
  expect(writeArticleFile(little)).toBe(
    '---\ntitle: 2024-01-01\ndate: 2031-01-02T03:04:05\n---\nOne: *two*\n\n---\n\n# Three\n',
  )
})
