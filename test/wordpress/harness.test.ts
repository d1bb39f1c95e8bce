import { expect, test } from 'vitest'
import { wordpress } from './site.ts'

const basic = (username: string, password: string) => ({ authorization: `Basic ${btoa(`${username}:${password}`)}` })

test.each(['oldest', 'middle', 'newest'] as const)(
  'the %s WordPress accepts an application password',
  async (version) => {
    const site = await wordpress({ version })
    const { username, applicationPassword } = site.users.editor
    const answer = await fetch(`${site.url}/wp-json/wp/v2/users/me?context=edit`, {
      headers: basic(username, applicationPassword),
    })
    expect(await answer.json()).toMatchObject({ username: 'editor', roles: ['editor'] })
    expect(await site.php('return get_bloginfo("version");')).toBe(site.version)
  },
)

test('a reset site has forgotten what was published, and keeps its passwords', async () => {
  const site = await wordpress()
  const { username, applicationPassword } = site.users.author
  const posts = `${site.url}/wp-json/wp/v2/posts`
  const headers = { ...basic(username, applicationPassword), 'content-type': 'application/json' }
  const body = JSON.stringify({ title: 'Here today', status: 'publish' })
  const made = await fetch(posts, { method: 'POST', headers, body })
  expect(made.status).toBe(201)
  await made.body?.cancel()
  await site.reset()
  const left = (await (await fetch(posts, { headers })).json()) as { title: { rendered: string } }[]
  expect(left.map(({ title }) => title.rendered)).toEqual(['Hello world!'])
})

test('the log names every request, and whether it carried credentials', async () => {
  const site = await wordpress()
  await site.clearLog()
  await (await fetch(`${site.url}/wp-json/?one`)).text()
  await (await fetch(`${site.url}/wp-json/?two`, { method: 'HEAD', headers: basic('a', 'b') })).text()
  expect(await site.log()).toMatchObject([
    { method: 'GET', uri: '/wp-json/?one', status: 200, hasAuthorization: false },
    { method: 'HEAD', uri: '/wp-json/?two', status: 200, hasAuthorization: true },
  ])
})
