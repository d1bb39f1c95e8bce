import { execFile } from 'node:child_process'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { useDataFolder } from '../hub/process.ts'
import { makePicture } from '../publishing/picture.ts'
import { wordpress } from '../wordpress/site.ts'
import { pressroom } from './pressroom.ts'

test('versions are listed, compared and restored from the command line', async () => {
  const data = useDataFolder()
  const env = { PRESSROOM_DATA: data }
  const folder = join(data, 'content')
  await mkdir(folder, { recursive: true })
  const run = async (...args: string[]) => {
    const ended = await pressroom(['articles', ...args], { env })
    expect(ended, ended.err).toMatchObject({ code: 0 })
    return ended.out
  }
  const write = async (text: string) => {
    await writeFile(join(folder, 'tea.md'), `---\ntitle: Tea\n---\nOne\nTwo\n${text}\n`)
    return await run('import', folder, '--json')
  }
  const first = JSON.parse(await write('Three'))
  expect(first).toMatchObject({ path: 'tea.md', change: 'new', error: null })
  const { id } = first.article
  expect(JSON.parse(await write('Four'))).toMatchObject({ change: 'changed', article: { version: 2 } })
  expect(await run('diff', id)).toContain('  Two\n- Three\n+ Four')
  expect(await run('restore', id, '1')).toContain('version 3')
  const versions = (await run('versions', id, '--json'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(versions).toMatchObject([
    { version: 3, via: 'restore' },
    { version: 2, via: 'file' },
    { version: 1, via: 'file' },
  ])
})

test('of two files alike in one checkout each is an article, also when they are taken in one by one; one that moved is the same', async () => {
  const data = useDataFolder()
  const folder = join(data, 'content')
  const files = ['de/tea.md', 'en/tea.md'].map((path) => join(folder, path))
  for (const file of files) {
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, '---\ntitle: Tea\n---\nTo be translated.\n')
  }
  await promisify(execFile)('git', ['init', '--quiet', folder])
  const take = async (part: string) => {
    const { out, err } = await pressroom(['articles', 'import', part, '--json'], { env: { PRESSROOM_DATA: data } })
    const { change, article } = JSON.parse(out || err)
    return { change, id: article.id as string }
  }
  const [german, english] = [await take(dirname(files[0] ?? '')), await take(dirname(files[1] ?? ''))]
  expect([german.change, english.change]).toEqual(['new', 'new'])
  expect(german.id).not.toBe(english.id)
  await rename(files[0] ?? '', join(folder, 'de/green-tea.md'))
  expect(await take(join(folder, 'de'))).toEqual({ change: 'renamed', id: german.id })
})

test('a spreadsheet is taken in with the pictures beside it', async () => {
  const data = useDataFolder()
  const sheet = join(data, 'posts.csv')
  await writeFile(sheet, 'title,body,layout\nTea,![Cup](cup.png),wide\nNothing,![Cup](none.png),\n')
  await writeFile(join(data, 'cup.png'), makePicture(3))
  const missing = await pressroom(['articles', 'import', sheet, '--dry-run'], { env: { PRESSROOM_DATA: data } })
  // A row without its picture holds up no other.
  expect(missing).toMatchObject({ code: 1, out: expect.stringContaining('✓ posts.csv#tea: new') })
  expect(missing.out).toMatch(/✗ posts\.csv#nothing: failed\n.*none\.png, which did not come with it: it is not at /)
  await writeFile(sheet, 'title,body,layout\nTea,![Cup](cup.png),wide\n')
  const { code, out } = await pressroom(['articles', 'import', sheet], { env: { PRESSROOM_DATA: data } })
  expect(out).toMatch(/✓ posts\.csv#tea: new {2}art_\w+\n {4}The front matter key "layout" means nothing/)
  expect(code).toBe(0)
})

test('a post of a site is taken in from the command line', async () => {
  const site = await wordpress()
  const env = { PRESSROOM_DATA: useDataFolder(), PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' }
  const connect = ['connect', site.url, '--username', 'editor', '--password-stdin', '--name', 'Blog']
  const input = site.users.editor.applicationPassword
  expect(await pressroom(connect, { env, input })).toMatchObject({ code: 0 })
  const run = async (...args: string[]) =>
    await pressroom(['articles', 'import', '--from', 'Blog', '--limit', '1', '--json', ...args], { env })
  const { out, err } = await run()
  expect(JSON.parse(out), err).toMatchObject({ change: 'new', error: null, article: { version: 1 } })
  expect(JSON.parse((await run('--dry-run')).out)).toMatchObject({ change: 'unchanged' })
})
