/**
 * Publishes the same number of articles in several ways to one real WordPress, one after the other, in rounds: what this
 * product does (durable rows, receipts), and what the site can do at all. `node bench/publish.ts [articles] [rounds]`.
 *
 * Everything runs on one machine, WordPress too, so figures compare with each other and with nothing else.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderBlocks } from '../src/content/render.ts'
import { silentLog } from '../src/log/log.ts'
import { drain } from '../src/publishing/drain.ts'
import { publishTiming } from '../src/publishing/timing.ts'
import { openWordPressPress } from '../src/publishing/wordpress/press.ts'
import { claimDataFolder } from '../src/store/data-folder.ts'
import { openStore } from '../src/store/open-store.ts'
import { openDesk } from '../test/publishing/desk.ts'
import { openSite } from '../test/publishing/open-site.ts'
import { basic } from '../test/wordpress/ask.ts'
import { wordpress } from '../test/wordpress/site.ts'

const count = Number(process.argv[2] ?? 300)
const rounds = Number(process.argv[3] ?? 3)
const batchSize = 25
const paragraph =
  'A paragraph of **some** length that says [nothing](https://example.com/) in particular, again and again. '
const body = `${`${paragraph.repeat(5)}\n\n`.repeat(5)}## A heading\n\n- one\n- two\n`

const site = await wordpress()
const { username, applicationPassword } = site.users.author
const headers = { authorization: basic(username, applicationPassword), 'content-type': 'application/json' }
const data = mkdtempSync(join(tmpdir(), 'pressroom-bench-'))
const folder = claimDataFolder(data)
const store = await openStore({ databaseUrl: null, folder })
const desk = await openDesk(store, site.url, site.users.author)
const open = await openSite({ url: site.url, username, applicationPassword })
let written = 0

/** The very content that the product sends, so that all ways send the same. */
const { content } = renderBlocks({ format: 'markdown', text: body })

async function pressroom(): Promise<void> {
  const rows = []
  for (let index = 0; index < count; index++) {
    written += 1
    rows.push(await desk.write(`${written}.md`, `---\ntitle: Article ${written}\nstatus: publish\n---\n\n${body}`))
  }
  const began = performance.now()
  await desk.want(rows)
  const { projectId, connection } = desk
  const press = openWordPressPress({
    connectionId: connection.id,
    projectId,
    siteKey: connection.siteKey,
    open,
    refusesBlocks: false,
    rememberRefusesBlocks: async () => undefined,
  })
  const access = { open: async () => press }
  const never = new AbortController().signal
  const left = await drain({ store, access, timing: publishTiming, log: silentLog, worker: 'bench' }, connection.id, {
    signal: never,
    stopping: never,
  })
  if (left !== null) throw new Error('not all was published')
  report('pressroom (from the wish to the last receipt)', began)
}

async function bareLoop(lanes: number): Promise<void> {
  await bare(`bare requests, ${lanes} at once`, lanes, 1, async ([index = 0]) => {
    const answer = await fetch(`${site.url}/wp-json/wp/v2/posts`, {
      method: 'POST',
      headers,
      body: JSON.stringify(post(index)),
    })
    await answer.arrayBuffer()
    if (answer.status !== 201) throw new Error(`answered ${answer.status}`)
  })
}

/** `lean` asks for nothing but ids, which spares WordPress rendering what it stored. */
async function bareBatch(lanes: number, lean: boolean): Promise<void> {
  const path = lean ? '/wp/v2/posts?_fields=id' : '/wp/v2/posts'
  await bare(
    `bare batches of ${batchSize}${lean ? ', ids alone' : ''}, ${lanes} at once`,
    lanes,
    batchSize,
    async (indexes) => {
      const requests = indexes.map((index) => ({ method: 'POST', path, body: post(index) }))
      const answer = await fetch(`${site.url}/wp-json/batch/v1`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ requests }),
      })
      await answer.arrayBuffer()
      if (answer.status !== 207) throw new Error(`answered ${answer.status}`)
    },
  )
}

async function bare(
  name: string,
  lanes: number,
  size: number,
  send: (indexes: readonly number[]) => Promise<void>,
): Promise<void> {
  const began = performance.now()
  const waiting = Array.from({ length: count }, (_, index) => index)
  const lane = async (): Promise<void> => {
    for (let next = waiting.splice(0, size); next.length > 0; next = waiting.splice(0, size)) await send(next)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  report(name, began)
}

function post(index: number): object {
  return { title: `Bare ${index}`, content, status: 'publish' }
}

const figures = new Map<string, number[]>()
function report(name: string, began: number): void {
  const rate = count / ((performance.now() - began) / 1000)
  figures.set(name, [...(figures.get(name) ?? []), rate])
  console.log(`${rate.toFixed(1).padStart(7)} articles/s  ${name}`)
}

try {
  for (let round = 0; round < rounds; round++) {
    await pressroom()
    for (const lanes of [1, 2, 3]) await bareBatch(lanes, false)
    for (const lanes of [2, 3]) await bareBatch(lanes, true)
    for (const lanes of [1, 2]) await bareLoop(lanes)
  }
  const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0
  const medians = [...figures].map(([name, list]) => [name, median(list)] as const)
  const best = Math.max(...medians.flatMap(([name, rate]) => (name.startsWith('bare batches') ? [rate] : [])))
  console.log('\nmedians')
  for (const [name, rate] of medians)
    console.log(`${rate.toFixed(1).padStart(7)}  ${(rate / best).toFixed(2)} of the best bare batch  ${name}`)
} finally {
  await open.http.close()
  await store.close()
  folder.release()
  rmSync(data, { recursive: true, force: true })
  await site.close()
}
process.exit()
