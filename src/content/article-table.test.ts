import { expect, test } from 'vitest'
import { HubError } from '../errors/hub-error.ts'
import { articleSchema } from './article.ts'
import { parseTable, type TableItem } from './article-table.ts'

function show({ line, key, parsed }: TableItem): unknown[] {
  return [line, key, parsed instanceof HubError ? parsed.message : parsed.article.title]
}

test('each row of a CSV file is an article, its columns named as in front matter', () => {
  const csv = [
    'title,slug,Categories,seo.title,fields.price,draft,body',
    'One,one,"News > Local, Tea",For engines,12.50,yes,"# Not the title',
    '',
    'Two **lines**"',
    'Two,,,,,,Text',
  ].join('\r\n')
  const [one, two] = parseTable(`\ufeff${csv}`, 'csv')
  if (one === undefined || two === undefined || one.parsed instanceof HubError) throw new Error('Not read')
  expect(one.parsed.article).toMatchObject({
    title: 'One',
    slug: 'one',
    status: 'draft',
    terms: { categories: ['News > Local', 'Tea'], tags: null },
    seo: { title: 'For engines' },
    fields: { price: '12.50' },
    body: { format: 'markdown', text: '# Not the title\n\nTwo **lines**' },
  })
  expect(show(two)).toEqual([5, 'two', 'Two'])
})

test('what is wrong with a row names its line, and leaves the others alone', () => {
  const csv =
    'title;slug;date;draft;body\nOne;a b;;;x\nTwo;;2026-13-01;;x\nThree;;;perhaps;x\nFour;;;;x;y\n;;;;x\nSix;;;;x\nSix;;;;y\n'
  expect(parseTable(csv, 'csv').map(show)).toEqual([
    [2, null, 'Line 2: slug: may hold no space and none of / ? # \\'],
    [3, null, expect.stringMatching(/^Line 3: The date "2026-13-01" cannot be read/)],
    [4, null, 'Line 4: draft must be yes or no'],
    [5, null, 'Line 5: this row has more or fewer cells than the first line names'],
    [6, null, expect.stringMatching(/^Line 6: The article has no title/)],
    [7, 'six', 'Six'],
    [8, null, 'Line 8: there is another "six" before it in the file'],
  ])
})

test('JSON has a list, one article, or one a line, with keys as in front matter or as the API gives them', () => {
  const canonical = articleSchema.parse({
    id: 'x1',
    title: 'Whole',
    body: { format: 'html', text: '<p>a</p>' },
    date: { kind: 'instant', utc: '2030-01-01T00:00:00Z' },
  })
  const plain = { title: 'Plain', html: '<p>b</p>', tags: ['a', 'b'], seo: { description: 'D' }, date: '2030-01-01 Z' }
  const items = parseTable(
    JSON.stringify([canonical, { id: 'art_1', content: { ...canonical, id: 'x2' } }, plain, 7]),
    'json',
  )
  expect(items.map(show)).toEqual([
    [1, 'x1', 'Whole'],
    [2, 'x2', 'Whole'],
    [3, 'plain', 'Plain'],
    [4, null, 'Item 4: an article is an object with a title and a body'],
  ])
  expect(items[0]?.parsed).toMatchObject({ article: canonical })
  expect(items[2]?.parsed).toMatchObject({
    article: { body: { format: 'html', text: '<p>b</p>' }, terms: { tags: ['a', 'b'] }, seo: { description: 'D' } },
  })
  expect(parseTable('{"title":"A","body":"x"}\n\n{"title":\n', 'jsonl').map(show)).toEqual([
    [1, 'a', 'A'],
    [3, null, expect.stringMatching(/^Line 3: this is not JSON/)],
  ])
  expect(parseTable('{"articles":[{"title":"A","body":"x"}]}', 'json').map(show)).toEqual([[1, 'a', 'A']])
  expect(parseTable(`title,seo.${' '.repeat(300_000)}x,body\nA,B,C`, 'csv')).toHaveLength(1)
  expect(() => parseTable('[', 'json')).toThrow('not JSON')
  expect(() => parseTable('a,b\n"x', 'csv')).toThrow('CSV cannot be read')
  expect(() => parseTable(`a\n${'b\n'.repeat(5001)}`, 'csv')).toThrow('5000 is the limit')
})
