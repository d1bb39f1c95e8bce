import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readArticleFile } from './article-files.ts'

test('a file that cannot be read says so for itself', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pressroom-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'gone.md')
  const code = 'bad_input'
  await expect(readArticleFile(folder, file)).rejects.toMatchObject({
    code,
    message: `${file} cannot be read (ENOENT)`,
  })
  await expect(readArticleFile(folder, folder)).rejects.toMatchObject({
    code,
    message: expect.stringContaining('EISDIR'),
  })
})

test('documents beside a file come along, after its images', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pressroom-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'a.md'), '# A\n\n[D](a%20d.pdf) [None](none.pdf) [A page](other) ![P](p.png)')
  for (const name of ['a d.pdf', 'p.png', 'other']) await writeFile(join(folder, name), 'x')
  const { images } = await readArticleFile(folder, join(folder, 'a.md'))
  expect(Object.keys(images)).toEqual(['p.png', 'a%20d.pdf'])
})

test('a picture that is missing takes no other row of a table with it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pressroom-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'a.csv'), 'title,body\nOne,![A](here.png)\nTwo,![B](none.png)\n')
  await writeFile(join(folder, 'here.png'), 'x')
  expect(await readArticleFile(folder, join(folder, 'a.csv'))).toMatchObject({
    images: { 'here.png': 'eA==' },
    missing: { 'none.png': `it is not at ${join(folder, 'none.png')}` },
  })
})
