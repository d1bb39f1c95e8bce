import { createRouterClient, type RouterClient } from '@orpc/server'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { operations } from '../../src/operations/table.ts'
import { serve, type TestServer } from '../http/servers.ts'
import { makePicture } from '../publishing/picture.ts'
import { openTestHub, type TestHub } from './in-process.ts'

let hub: TestHub
let web: TestServer
let client: RouterClient<typeof operations>
let asked: string[]
beforeAll(async () => {
  hub = await openTestHub({ PRESSROOM_ALLOW_PRIVATE: '127.0.0.1' })
  const { settings, http } = hub
  const actor = { kind: 'local', name: 'ada' } as const
  const context = { settings, http, actor, hub: async () => hub.hub, requestId: null, address: null }
  client = createRouterClient(operations, { context })
})
beforeEach(async () => {
  asked = []
  web = await serve((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    if (path.endsWith('.png')) response.end(makePicture(path.length))
    else if (path === '/moved') response.writeHead(302, { location: '/there.png' }).end()
    else if (path === '/inside') response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()
    else if (path === '/page.jpg') response.end('<html>No picture</html>')
    else if (path === '/huge') response.end(Buffer.alloc(33 * 1024 * 1024))
    else response.writeHead(404).end('nothing')
  })
})
afterAll(async () => {
  await hub?.close()
})

const at = (path: string): string => web.url(path).href
const put = async (name: string, text: string, more: object = {}) => {
  const files = [{ path: `${name}.md`, text: `---\ntitle: ${name}\n---\n${text}` }]
  const [file] = (await client.articles.import({ source: 'web', files, ...more })).files
  if (file === undefined) throw new Error('Nothing came back')
  return file
}
const imagesOf = async (article: string | undefined) =>
  Object.keys((await client.articles.get({ article: article ?? '' })).images)

test('images on the web are brought along once: a second run asks for nothing, and an edit neither', async () => {
  const text = `![A](${at('/a.png')})\n\n![B](${at('/moved')})\n\n![A again](${at('/a.png')})`
  const { article, notes } = await put('once', text)
  expect(notes).toEqual([])
  expect(await imagesOf(article?.id)).toEqual([at('/a.png'), at('/moved')].sort())
  expect([...asked].sort()).toEqual(['/a.png', '/moved', '/there.png'])

  expect(await put('once', text)).toMatchObject({ change: 'unchanged' })
  expect(await put('once', `More.\n\n${text}`)).toMatchObject({ change: 'changed' })
  const { content, version } = await client.articles.get({ article: article?.id ?? '' })
  const body = { ...content.body, text: `${content.body.text}\n\nAn edit.` }
  await client.articles.save({ article: article?.id ?? '', version, content: { ...content, body } })
  expect(asked).toHaveLength(3)

  const saved = await client.articles.create({ content: { title: 'New', body: { format: 'markdown', text } } })
  expect(await imagesOf(saved.id)).toHaveLength(2)
})

test('an image that cannot be had stays where it is, and is told', async () => {
  const paths = ['/none', '/page.jpg', '/huge', '/inside']
  for (const path of paths) {
    const { article, change, notes } = await put(`bad${path.slice(1)}`, `![X](${at(path)})`)
    expect([path, change, notes.length]).toEqual([path, 'new', 1])
    expect(notes[0]).toContain('stays where it is on the web')
    expect(await imagesOf(article?.id)).toEqual([])
  }
  const { article } = await put('left', `![A](${at('/b.png')})`, { remoteImages: 'leave' })
  expect(await imagesOf(article?.id)).toEqual([])
  asked = []
  await put('dry', `![A](${at('/c.png')})`, { dryRun: true })
  expect(asked).toEqual([])
})

test('a host that does not answer is not asked for every picture', async () => {
  const text = Array.from({ length: 20 }, (_, index) => `![X](${at(`/none${index}`)})`).join('\n\n')
  const { notes } = await put('dead', text)
  expect(notes).toHaveLength(20)
  expect(asked.length).toBeLessThanOrEqual(5)
})
