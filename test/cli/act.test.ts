import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openTestHub, type TestHub } from '../hub/in-process.ts'
import { addKey, addProject, addUser } from '../hub/people.ts'
import { useDataFolder } from '../hub/process.ts'
import { makePicture } from '../publishing/picture.ts'
import { type Site, wordpress } from '../wordpress/site.ts'
import { type Ended, pressroom } from './pressroom.ts'

let hub: TestHub
let site: Site
let env: Record<string, string>

beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  site = await wordpress()
  const project = await addProject(hub)
  const owner = await addUser(hub, { project, role: 'owner' })
  env = { PRESSROOM_REMOTE: hub.url, PRESSROOM_TOKEN: await addKey(hub, project, owner), NO_COLOR: '1' }
  const args = ['connect', site.url, '--username', 'editor', '--password-stdin', '--name', 'Blog']
  const { code } = await pressroom(args, { env, input: site.users.editor.applicationPassword })
  if (code !== 0) throw new Error('not connected')
  return () => hub.close()
})

function act(args: readonly string[], input = ''): Promise<Ended> {
  return pressroom(['act', ...args], { env, input })
}

test('actions are listed and searched, and one says what it takes, with a call to begin with', async () => {
  const all = await act(['blog'])
  expect(all.out).toMatch(/posts\.create +keyed +Create a post/)
  const some = await act(['blog', '--search', 'upload file'])
  expect(some.out).toContain('media.upload')
  expect(some.out).not.toContain('posts.create')
  const help = await act(['Blog', 'media.upload', '--help'])
  expect(help.out).toMatch(/bytes +a file/)
  const update = await act(['Blog', 'posts.update', '--help'])
  expect(update.out).toMatch(/id\* +number[\s\S]*\$ pressroom act Blog posts\.update --input id=1\n/)
  expect((await act(['--help'])).out).toMatch(/Usage: .*act.*\n[\s\S]*--dry-run[\s\S]*Examples/)
  const near = await act(['Blog', 'media.uplaod'])
  expect([near.code, near.err]).toEqual([1, expect.stringContaining('Did you mean media.upload?')])
  expect((await act([])).code).toBe(2)
})

test('an action is done with fields, files and JSON, and shown as YAML or JSON', async () => {
  const picture = join(useDataFolder(), 'cup.png')
  await writeFile(picture, makePicture(3))
  const fields = ['--input', 'name=cup.png', 'type=image/png', 'slug=cup', `bytes=@${picture}`]
  const uploaded = await act(['Blog', 'media.upload', ...fields])
  expect([uploaded.code, uploaded.err]).toEqual([0, ''])
  expect(uploaded.out).toMatch(/^slug: cup$/m)
  const made = await act(['Blog', 'posts.create', '--json', '--input', '-'], '{"title":"By hand","status":"draft"}')
  expect(JSON.parse(made.out)).toMatchObject({ found: false, output: { title: { raw: 'By hand' }, status: 'draft' } })
})

test('what takes something away wants --yes, a dry run shows the request, and a wrong field is named', async () => {
  const made = await act(['Blog', 'posts.create', '--json', '--input', 'title=Gone'])
  const id = `id=${JSON.parse(made.out).output.id}`
  const refused = await act(['Blog', 'posts.delete', '--input', id])
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('--yes')])
  const dry = await act(['Blog', 'posts.delete', '--dry-run', '--input', id])
  const unkeyed = await act(['Blog', 'posts.create', '--dry-run', '--input', 'title=x'])
  expect(unkeyed.err).toContain('Without a key')
  expect(dry.out).toMatch(/^Would send POST http:\S+\/posts\/\d+\S* \(destructive/)
  expect((await act(['Blog', 'posts.delete', '--yes', '--input', id])).out).toContain('state: trashed')
  const wrong = await act(['Blog', 'posts.update', '--json', '--input', 'id=many'])
  expect(wrong.code).toBe(2)
  expect(JSON.parse(wrong.out)).toMatchObject({ error: { code: 'bad_input', message: expect.stringMatching(/^id: /) } })
})

test('connections say their kind and method, and are listed by kind', async () => {
  const list = (...args: string[]): Promise<Ended> => pressroom(['connections', ...args], { env })
  expect((await list()).out).toMatch(/^NAME +KIND[^\n]*\nBlog +wordpress +http\S+ +application-password +editor/)
  expect((await list('list', '--kind', 'webflow', '--json')).out).toBe('')
  expect((await list('show', 'Blog')).out).toMatch(/ {2}wordpress: http\S+ as editor by application-password/)
})

test('the shell completes names of actions', async () => {
  const { out } = await pressroom(['complete', '--', 'act', 'Blog', 'posts.cr'], { env })
  expect(out).toContain('posts.create\tCreate a post')
  expect(out).not.toContain('posts.delete')
})
