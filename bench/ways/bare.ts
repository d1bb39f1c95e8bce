import { Agent, request } from 'undici'
import { basic } from '../../test/wordpress/ask.ts'
import { inLanes, nextPost, type Target, type Way } from './way.ts'

/** As many as WordPress takes in one batch. */
const batchSize = 25

const agent = new Agent({ connections: 8, headersTimeout: 0 })

/** A loop around undici: one request an article, so many at once. What a careful script would do. */
export function bareRequests(target: Target, lanes: number): Way {
  return {
    name: `bare requests, ${lanes} at once`,
    async prepare(count) {
      const posts = makePosts(count, target)
      return () =>
        inLanes(posts, { lanes }, async ([post]) => {
          await send(target, '/wp-json/wp/v2/posts', post, 201)
        })
    },
  }
}

/**
 * `/batch/v1` with nothing around it: no rows, no receipts, no second look at lost answers. `ids` asks for nothing but ids,
 * which spares WordPress rendering what it stored, and leaves nobody to know what it stored.
 */
export function bareBatches(target: Target, lanes: number, answers: 'full' | 'ids' = 'full'): Way {
  const path = answers === 'ids' ? '/wp/v2/posts?_fields=id' : '/wp/v2/posts'
  return {
    name: `bare batches of ${batchSize}${answers === 'ids' ? ', ids alone' : ''}, ${lanes} at once`,
    isYardstick: answers === 'full',
    async prepare(count) {
      const posts = makePosts(count, target)
      return () =>
        inLanes(posts, { lanes, size: batchSize }, async (part) => {
          const requests = part.map((body) => ({ method: 'POST', path, body }))
          const answer = await send(target, '/wp-json/batch/v1', { requests }, 207)
          const { responses } = answer as { responses: { status: number }[] }
          if (responses.some(({ status }) => status !== 201)) throw new Error('one of a batch was refused')
        })
    },
  }
}

export async function closeBare(): Promise<void> {
  await agent.destroy()
}

function makePosts(count: number, { content }: Target): object[] {
  return Array.from({ length: count }, () => nextPost(content))
}

async function send(target: Target, path: string, body: unknown, expected: number): Promise<unknown> {
  const answer = await request(target.url + path, {
    dispatcher: agent,
    method: 'POST',
    headers: {
      authorization: basic(target.username, target.applicationPassword),
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  })
  const text = await answer.body.text()
  if (answer.statusCode !== expected) throw new Error(`answered ${answer.statusCode}: ${text.slice(0, 200)}`)
  return JSON.parse(text)
}
