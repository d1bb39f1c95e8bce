import { cp, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { useHubEnvironment } from '../hub/environment.ts'
import { startHub } from '../hub/process.ts'
import { makePicture } from '../publishing/picture.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { type Ended, pressroom } from './pressroom.ts'

interface Line {
  readonly article: string
  readonly connection?: string
  readonly state?: string
  readonly id?: number
  readonly url?: string
  readonly result?: string
  readonly receipt?: { readonly dropped: unknown[]; readonly changed: unknown[] }
  readonly notes?: readonly string[]
  readonly requests?: number
  readonly error?: { readonly code: string; readonly fix: string }
}

let env: Record<string, string>
let folder: string
let site: Site

beforeEach(async () => {
  const place = await useHubEnvironment()
  const data = place.PRESSROOM_DATA
  env = { ...place, PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' }
  folder = join(data, 'content')
  await mkdir(join(folder, 'news'), { recursive: true })
  await writeFile(join(folder, 'cup.png'), makePicture(7))
  await writeFile(
    join(folder, 'tea.md'),
    '---\ntitle: Tea\ncategories: [Drinks > Hot]\n---\nGreen.\n\n![A cup](cup.png)\n',
  )
  for (const n of [1, 2, 3]) await writeFile(join(folder, 'news', `${n}.md`), `# News ${n}\n\nText ${n}.\n`)
  site = await wordpress({ fresh: true })
  await connect('author', 'Blog', ['mine'])
})

function run(args: readonly string[], input = ''): Promise<Ended> {
  return pressroom(args, { input, env })
}

async function connect(user: 'author' | 'editor', name: string, groups: readonly string[]): Promise<void> {
  const args = ['connect', site.url, '--username', user, '--password-stdin', '--name', name, '--group', ...groups]
  expect((await run(args, site.users[user].applicationPassword)).code).toBe(0)
}

async function publish(
  paths: readonly string[],
  ...more: readonly string[]
): Promise<{ code: number | null; lines: Line[]; err: string }> {
  const { code, out, err } = await run(['publish', ...paths, '--status', 'publish', '--json', ...more])
  return {
    code,
    err,
    lines: out
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  }
}

async function writes(): Promise<number> {
  return (await site.log()).filter(({ method }) => method !== 'GET').length
}

function published(): Promise<unknown> {
  return site.php(
    "return count(get_posts(['post_status' => 'any', 'numberposts' => -1, 'author' => get_user_by('login', 'author')->ID]));",
  )
}

test('a folder is published once: the second time nothing is written, and a changed file is an update', async () => {
  const first = await publish([folder], '--to', 'Blog')
  expect(first.err).toBe('')
  expect(first.code).toBe(0)
  expect(first.lines).toHaveLength(4)
  expect(first.lines.every(({ state, result }) => state === 'live' && result === 'created')).toBe(true)
  expect(first.lines.map(({ article }) => article).sort()).toEqual(['news/1.md', 'news/2.md', 'news/3.md', 'tea.md'])

  await site.clearLog()
  const second = await publish([folder], '--to', 'Blog')
  expect(second.lines.every(({ result }) => result === 'unchanged')).toBe(true)
  expect(await site.log()).toEqual([])

  await writeFile(join(folder, 'news', '2.md'), '# News 2\n\nText two.\n')
  const third = await publish([folder], '--to', 'Blog')
  expect(third.lines.filter(({ result }) => result === 'updated').map(({ article }) => article)).toEqual(['news/2.md'])
  expect(third.lines.filter(({ result }) => result === 'unchanged')).toHaveLength(3)
  expect(await published()).toBe(4)
})

test('the same folder from another checkout, one file of it, and a file that was moved, are the same articles', async () => {
  const first = await publish([folder], '--to', 'Blog')
  const other = join(env.PRESSROOM_DATA ?? '', 'elsewhere', 'content')
  await cp(folder, other, { recursive: true })
  await rename(join(other, 'news', '3.md'), join(other, 'three.md'))
  await site.clearLog()
  const part = await publish([join(folder, 'news', '1.md')], '--to', 'Blog')
  expect(part.lines).toMatchObject([{ result: 'unchanged' }])
  const second = await publish([other], '--to', 'Blog')
  expect(second.lines.every(({ result }) => result === 'unchanged')).toBe(true)
  expect(second.lines.map(({ id }) => id).sort()).toEqual(first.lines.map(({ id }) => id).sort())
  expect(await writes()).toBe(0)
})

test('a group and "all" reach every connection, each post under its own user, and whoever waits for a person is told', async () => {
  await connect('editor', 'Second', ['mine', 'others'])
  const { lines } = await publish([join(folder, 'news', '1.md')], '--to', 'mine')
  expect(lines.map(({ connection }) => connection).sort()).toEqual(['Blog', 'Second'])
  expect(new Set(lines.map(({ id }) => id)).size).toBe(2)
  expect((await run(['connections', 'pause', 'Second'])).code).toBe(0)
  const again = await publish([join(folder, 'news', '1.md'), join(folder, 'news', '2.md')], '--to', 'all')
  expect([again.code, again.lines.filter(({ result }) => result === 'unchanged').length]).toEqual([1, 2])
  expect(
    again.lines.filter(({ article }) => article === '2.md').map(({ state, error }) => [state, error?.code]),
  ).toEqual([
    ['live', undefined],
    ['planned', 'connection_paused'],
  ])
})

test('one bad file is told, what became of another too, and neither holds up the others', async () => {
  await writeFile(join(folder, 'broken.md'), '# Broken\n\n![x](gone.png)\n')
  await writeFile(join(folder, 'news', '1.md'), '---\ncolour: red\n---\n# News 1\n\n<p onclick="x()">Text</p>\n')
  const { code, lines } = await publish([folder], '--to', 'Blog')
  expect(code).toBe(1)
  expect(lines.find(({ article }) => article === 'news/1.md')?.notes).toEqual([
    expect.stringContaining('colour'),
    expect.stringContaining('onclick'),
  ])
  expect(lines.find(({ article }) => article.endsWith('broken.md'))?.error).toMatchObject({ code: 'asset_missing' })
  expect(lines.filter(({ state }) => state === 'live')).toHaveLength(4)
})

test('a dry run says what would be done, as defaults and this once want it, and writes nothing to the site', async () => {
  const set = await run([
    'defaults',
    'Blog',
    '--set',
    'postType=page',
    'tags=a',
    'tags=b',
    'images.maxWidth=800',
    '--json',
  ])
  expect(JSON.parse(set.out)).toEqual({ postType: 'page', tags: ['a', 'b'], images: { maxWidth: 800 } })
  expect((await run(['defaults', '--set', 'loud=yes'])).err).toContain('loud')
  await site.clearLog()
  const { code, lines } = await publish([folder], '--to', 'Blog', '--set', 'tags=c', '--dry-run')
  expect(code).toBe(0)
  expect(lines).toHaveLength(4)
  expect(lines[0]).toMatchObject({
    type: 'page',
    status: 'publish',
    steps: expect.arrayContaining([expect.stringContaining('c')]),
  })
  expect(await writes()).toBe(0)
  expect(await published()).toBe(0)
})

test('a connection that is not there is told with what to do', async () => {
  const { code, err } = await publish([folder], '--to', 'Nowhere')
  expect(code).toBe(1)
  expect(err).toContain('There is no connection or group Nowhere')
})

// A quarter of a minute of starting programs; the operations themselves are tested through the API.
if (process.env.DEEP !== undefined)
  test('what is there is listed, and taken away only by who says which and yes', async () => {
    await startHub({ ...env, PRESSROOM_PORT: '0' })
    await publish([join(folder, 'news')], '--to', 'Blog')
    const listed = (await run(['publications', '--json'])).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(listed.map(({ state }) => state)).toEqual(['live', 'live', 'live'])
    const [first] = listed
    const shown = await run(['publications', 'show', first.id])
    expect(shown.out).toContain(first.url)

    const nobody = await run(['publications', 'trash'])
    expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('Say which publications')])
    const dry = await run(['publications', 'trash', '--connection', 'Blog', '--dry-run', '--json'])
    expect(
      dry.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).does),
    ).toEqual(['trash', 'trash', 'trash'])
    const unasked = await run(['publications', 'trash', first.id])
    expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('--yes')])
    expect(await published()).toBe(3)

    expect((await run(['publications', 'trash', first.id, '--yes'])).code).toBe(0)
    expect(await published()).toBe(2)
    expect((await run(['publications', 'restore', first.id])).code).toBe(0)
    expect(await site.php(`return get_post_status(${first.remoteId});`)).toBe('publish')
    expect((await run(['publications', 'delete', '--all', '--yes'])).code).toBe(0)
    expect(await published()).toBe(0)
  })
