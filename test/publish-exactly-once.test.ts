import { expect, onTestFinished, test } from 'vitest'
import { type FaultProxy, startFaultProxy } from './fault-proxy/fault-proxy.ts'
import { repeated, takeCensus } from './publishing/census.ts'
import { makeCorpus, type StormArticle } from './publishing/corpus.ts'
import { basic } from './wordpress/ask.ts'
import { type Site, wordpress } from './wordpress/site.ts'

const storm = { cut: 0.1, errorAfter: 0.06, errorBefore: 0.06, stallAfter: 0.03, stallBefore: 0.03, stale: 0.2 }

/** What everybody writes first: send, and try again when no good answer comes. */
async function sendUntilAnswered(proxy: FaultProxy, site: Site, article: StormArticle): Promise<void> {
  const { username, applicationPassword } = site.users.author
  for (;;) {
    const answer = await fetch(`${proxy.url}/wp-json/wp/v2/posts`, {
      method: 'POST',
      headers: { authorization: basic(username, applicationPassword), 'content-type': 'application/json' },
      body: JSON.stringify({ title: article.title, content: article.markdown, status: 'publish' }),
      signal: AbortSignal.timeout(3000),
    }).catch(() => null)
    if (answer?.status === 201) return
  }
}

test('every article is there once after a storm', { timeout: 300_000 }, async () => {
  const site = await wordpress({ fresh: true })
  const proxy = await startFaultProxy({ target: site.url, seed: 7, rates: storm, stallMs: 4000, lagMs: 1500 })
  onTestFinished(() => proxy.close())
  const articles = makeCorpus(100)
  const waiting = [...articles]
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await sendUntilAnswered(proxy, site, next)
  }
  await Promise.all([lane(), lane(), lane(), lane()])
  const { posts } = await takeCensus(site)
  expect(repeated(posts.map(({ title }) => title))).toEqual({})
  expect(new Set(posts.map(({ title }) => title)).size).toBe(articles.length)
})
