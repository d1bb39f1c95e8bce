import type { Hono } from 'hono'
import type { ServerEnv, ServerOptions } from './server-context.ts'

/** The database has this long to say that it is there. */
const patience = 2000

/** `/healthz`: the process answers. `/readyz`: it can work, so requests may be sent here. Neither tells a stranger more. */
export function addHealth(app: Hono<ServerEnv>, { hub, stopping }: ServerOptions): void {
  app.get('/healthz', (c) => {
    c.get('note').route = 'health'
    return c.text('ok\n')
  })
  app.get('/readyz', async (c) => {
    c.get('note').route = 'health'
    const ready = !stopping() && (await answers(hub.store.pool.query('select 1')))
    return ready ? c.text('ready\n') : c.text('not ready\n', 503)
  })
}

async function answers(query: Promise<unknown>): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(() => resolve(false), patience)
  const answer = await Promise.race([
    query.then(
      () => true,
      () => false,
    ),
    late,
  ])
  clearTimeout(timer)
  return answer
}
