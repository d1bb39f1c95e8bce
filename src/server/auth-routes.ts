import type { Hono } from 'hono'
import { addressHeader } from '../accounts/request-address.ts'
import { HubError } from '../errors/hub-error.ts'
import { problemResponse } from './problem.ts'
import type { ServerEnv, ServerOptions } from './server-context.ts'

/** better-auth's own addresses, for pages with scripts, told where requests really come from. */
export function addAuthRoutes(app: Hono<ServerEnv>, { hub, settings }: ServerOptions): void {
  app.all('/api/auth/*', async (c, next) => {
    const note = c.get('note')
    note.route = 'login'
    const headers = new Headers(c.req.raw.headers)
    headers.set(addressHeader, note.caller.address ?? '')
    // Its own view of proxies is not ours.
    for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']) headers.delete(name)
    const url = new URL(c.req.url)
    const origin = settings.url ?? note.caller.origin ?? url.origin
    const { method } = c.req
    const body = method === 'GET' || method === 'HEAD' ? null : await c.req.arrayBuffer()
    const address = new URL(`${url.pathname}${url.search}`, origin)
    const response = await hub.accounts.handle(new Request(address, { method, headers, body }))
    if (response.status === 404) return next()
    if (response.status < 400) return new Response(response.body, response)
    return problemResponse(await toError(response), note.id)
  })
}

/** What the login refuses, in our form; its own code and sentence are kept. */
async function toError(response: Response): Promise<HubError> {
  const body: unknown = await response.json().catch(() => null)
  const { code, message } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  if (response.status === 429) return new HubError('too_many_requests', 'Too many attempts: wait a minute')
  const sentence = typeof message === 'string' ? message.slice(0, 300) : 'The login refused this'
  const ours = response.status === 401 ? 'login_failed' : response.status === 403 ? 'forbidden' : 'bad_input'
  return new HubError(response.status >= 500 ? 'internal' : ours, sentence, { evidence: { login: String(code ?? '') } })
}
