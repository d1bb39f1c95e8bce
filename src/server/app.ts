import { randomUUID } from 'node:crypto'
import { getRequestListener } from '@hono/node-server'
import { Hono, type MiddlewareHandler } from 'hono'
import { HubError } from '../errors/hub-error.ts'
import { type Actor, actorName } from '../operations/actor.ts'
import { isAllowed } from '../operations/permission.ts'
import { isOurs, toKnownError } from '../operations/remote-error.ts'
import { actorOf } from './actor-of.ts'
import { createApi } from './api.ts'
import { addAuthRoutes } from './auth-routes.ts'
import { type Caller, createCallerReader } from './caller.ts'
import { refuseCrossSite, refuseUnknownHost } from './cross-site.ts'
import { bringsForm, readForm } from './form-files.ts'
import { addSecurityHeaders } from './headers.ts'
import { addHealth } from './health.ts'
import { bodyLimit, limitArrival, limitBody, takesForms } from './limit-body.ts'
import type { Listener } from './listen.ts'
import { createMetrics } from './metrics.ts'
import { addPages } from './pages/pages.ts'
import { problemResponse, rpcProblemResponse } from './problem.ts'
import { addReference } from './reference/reference.ts'
import type { RequestNote, ServerEnv, ServerOptions } from './server-context.ts'
import { createWebPages, wantsPage } from './web/web-pages.ts'

/** Asked for by machines all day long. */
const quiet = new Set(['health', 'metrics'])

/**
 * The whole server: the API, the login, the pages. `listener('socket')` answers on the data folder's socket, where every
 * caller is its owner and there are no pages.
 */
export async function createServerApp(options: ServerOptions): Promise<(channel: Caller['channel']) => Listener> {
  const { settings, hub } = options
  const readCaller = createCallerReader(settings)
  const metrics = await createMetrics(hub)
  const api = createApi(options)
  const web = createWebPages()
  const publicOrigin = settings.url === null ? null : new URL(settings.url).origin
  const app = new Hono<ServerEnv>()

  app.use(async (c, next) => {
    const began = performance.now()
    const { incoming, channel } = c.env
    const id = randomUUID()
    const caller = readCaller(incoming, channel)
    const note: RequestNote = {
      id,
      caller,
      log: options.log.child({ requestId: id }),
      actor: { kind: 'stranger' },
      route: 'other',
    }
    c.set('note', note)
    await next()
    addSecurityHeaders(c.res.headers, (publicOrigin ?? caller.origin)?.startsWith('https:') === true)
    c.res.headers.set('x-request-id', id)
    finish(note, c.req.method, c.req.path, c.res.status, performance.now() - began)
  })

  function finish(note: RequestNote, method: string, path: string, status: number, milliseconds: number): void {
    const { route, caller, actor, log } = note
    metrics.count({ method, route, status, seconds: milliseconds / 1000 })
    const fields = { method, path, status, route, ms: Math.round(milliseconds), actor: actorName(actor) }
    const level = quiet.has(route) ? 'debug' : 'info'
    log[level]({ ...fields, address: caller.address }, `${method} ${path} ${status}`)
  }

  app.onError((thrown, c) => {
    const note = c.get('note')
    const error = toKnownError(thrown)
    if (isOurs(error)) note.log.error({ err: thrown }, 'A request failed')
    return isRpc(c.req.path) ? rpcProblemResponse(error) : problemResponse(error, note.id)
  })
  app.notFound((c) => {
    // The web interface finds out by itself what is at an address, and has a page for those that lead nowhere.
    if (wantsPage(c)) return web.page(c)
    const error = new HubError('not_found', `There is nothing at ${c.req.method} ${c.req.path}`)
    return isRpc(c.req.path) ? rpcProblemResponse(error) : problemResponse(error, c.get('note').id)
  })

  addHealth(app, options)
  app.use(async (c, next) => {
    const { caller } = c.get('note')
    refuseUnknownHost(caller, settings.host, settings.url)
    refuseCrossSite(c.req.raw, caller, publicOrigin)
    await next()
  })
  app.use(async (c, next) => {
    // The API's own limit is known once the caller is.
    if (!c.req.path.startsWith('/api/v1/') && !isRpc(c.req.path)) {
      limitArrival(c.env.incoming)
      c.req.raw = await limitBody(c.req.raw)
    }
    await next()
  })
  const limitApi: MiddlewareHandler<ServerEnv> = async (c, next) => {
    const isStranger = c.get('note').actor.kind === 'stranger'
    const isForm = !isStranger && takesForms(c.req.path) && bringsForm(c.req.raw.headers)
    limitArrival(c.env.incoming, isForm)
    if (!isForm) {
      c.req.raw = await limitBody(c.req.raw, bodyLimit(c.req.path, isStranger))
      return await next()
    }
    const { url, method, headers, signal } = c.req.raw
    const { form, release } = await readForm(c.req.raw, hub.scratch)
    try {
      c.req.raw = Object.assign(new Request(url, { method, headers, signal }), { formData: async () => form })
      await next()
    } finally {
      await release()
    }
  }
  addReference(app)

  app.use('/api/v1/*', identify, limitApi)
  app.all('/api/v1/*', async (c) => (await api.http(c.req.raw, c.get('note'))) ?? c.notFound())
  app.use('/api/rpc/*', identify, limitApi)
  app.all('/api/rpc/*', async (c) => (await api.rpc(c.req.raw, c.get('note'))) ?? c.notFound())
  app.use('/metrics', identify)
  app.get('/metrics', async (c) => {
    const note = c.get('note')
    note.route = 'metrics'
    if (!note.caller.loopback && !mayReadMetrics(note.actor)) {
      throw new HubError('forbidden', 'Metrics are read on this machine, or with a key of an administrator', {
        fix: 'Make a key that names the operation instance.status.',
      })
    }
    const { type, text } = await metrics.render()
    return c.body(text, 200, { 'content-type': type })
  })
  addAuthRoutes(app, options)
  addPages(app, options, web)
  web.addAssets(app)

  async function identify(c: { get(name: 'note'): RequestNote; req: { raw: Request } }, next: () => Promise<void>) {
    const note = c.get('note')
    note.actor = await actorOf(c.req.raw.headers, note.caller, hub.accounts)
    await next()
  }

  return (channel) =>
    getRequestListener(async (request, env) => await app.fetch(request, { ...env, channel }), {
      overrideGlobalObjects: false,
      hostname: 'hub.invalid',
    })
}

/** What our own pages and command line ask. */
function isRpc(path: string): boolean {
  return path.startsWith('/api/rpc/')
}

function mayReadMetrics(actor: Actor): boolean {
  return isAllowed(actor, { name: 'instance.status', permission: 'admin' }, null)
}
