/**
 * Publishes the same number of articles in several ways to one real WordPress, in rounds: this product (durable rows,
 * receipts), what the site can do at all, and what other programs do.
 *
 *     node bench/publish.ts [articles] [rounds] [--no-peers]
 *
 * The others are installed on demand, by `bench/peers/package-lock.json`, into a folder that git ignores. Everything runs on
 * one machine, WordPress too, so figures compare with each other and with nothing else.
 */
import { parseArgs } from 'node:util'
import { renderBlocks } from '../src/content/render.ts'
import { wordpress } from '../test/wordpress/site.ts'
import { describeRounds, type Round, runRound } from './measure.ts'
import { bareBatches, bareRequests, closeBare } from './ways/bare.ts'
import { activepieces, installPeers, wpapi } from './ways/peers.ts'
import { openPressroom } from './ways/pressroom.ts'
import type { Target, Way } from './ways/way.ts'

const { positionals, values } = parseArgs({ allowPositionals: true, options: { 'no-peers': { type: 'boolean' } } })
const count = Number(positionals[0] ?? 300)
const rounds = Number(positionals[1] ?? 5)
const withPeers = values['no-peers'] !== true
/** So many of each way beforehand, unmeasured: PHP compiles, connections open. */
const warmUp = 25

const paragraph =
  'A paragraph of **some** length that says [nothing](https://example.com/) in particular, again and again. '
const markdown = `${`${paragraph.repeat(5)}\n\n`.repeat(5)}## A heading\n\n- one\n- two\n`

if (withPeers) installPeers()
const site = await wordpress()
const { username, applicationPassword } = site.users.author
/** All ways send the very content that the product sends. */
const { content } = renderBlocks({ format: 'markdown', text: markdown })
const target: Target = { url: site.url, username, applicationPassword, content }
const counter = { clear: site.clearLog, count: async () => (await site.log()).length }
const publishedPosts = async () => Number(await site.php('return (int) wp_count_posts()->publish;'))
const pressroom = await openPressroom(site.url, site.users.author, markdown)

async function measure(): Promise<void> {
  const ways: readonly Way[] = [
    pressroom,
    ...[1, 2, 3].map((lanes) => bareBatches(target, lanes)),
    bareBatches(target, 2, 'ids'),
    ...[1, 2, 4].map((lanes) => bareRequests(target, lanes)),
    ...(withPeers ? [1, 2].flatMap((lanes) => [activepieces(target, lanes), wpapi(target, lanes)]) : []),
  ]
  const before = await publishedPosts()
  for (const way of ways) await (await way.prepare(warmUp))()
  const measured: Round[] = []
  for (let round = 0; round < rounds; round++) measured.push(await runRound(ways, round, count, counter))
  const [made, expected] = [(await publishedPosts()) - before, ways.length * (warmUp + rounds * count)]
  if (made !== expected) throw new Error(`${made} posts are on the site instead of ${expected}`)
  console.log(`\nmedians of ${rounds} rounds of ${count} articles; ${made} posts, each there once\n`)
  console.log(describeRounds(measured, ways, pressroom))
  await counter.clear()
  const again = await pressroom.wantAgain()
  console.log(`\na second run of ${again} unchanged articles: ${await counter.count()} requests`)
}

/** Ctrl-C: what was started here must not stay behind. */
const interrupted = new Promise<never>((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => reject(new Error(`ended by ${signal}`)))
})

try {
  await Promise.race([measure(), interrupted])
} finally {
  // Whatever one of them says against it, such as that an interruption ended it already, the others are ended too.
  await Promise.allSettled([pressroom.close(), closeBare(), site.close()])
}
process.exit()
