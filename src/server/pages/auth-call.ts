import type { Context } from 'hono'
import { addressHeader } from '../../accounts/request-address.ts'
import { HubError } from '../../errors/hub-error.ts'
import type { ServerEnv, ServerOptions } from '../server-context.ts'

/** What the login answered: its cookies, and its JSON. */
export interface AuthAnswer {
  readonly cookies: readonly string[]
  readonly body: Record<string, unknown>
}

/**
 * A form's request to the login, in the form that pages with scripts use, so that the same limits hold for both. Throws
 * `login_failed` or `too_many_requests`.
 */
export async function callAuth(
  c: Context<ServerEnv>,
  { hub, settings }: ServerOptions,
  path: string,
  body: Record<string, unknown>,
): Promise<AuthAnswer> {
  const { caller } = c.get('note')
  const origin = settings.url ?? caller.origin ?? 'http://127.0.0.1'
  const response = await hub.accounts.handle(
    new Request(new URL(`/api/auth${path}`, origin), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        origin: new URL(origin).origin,
        cookie: c.req.header('cookie') ?? '',
        'user-agent': (c.req.header('user-agent') ?? '').slice(0, 300),
        [addressHeader]: caller.address ?? '',
      },
      body: JSON.stringify(body),
    }),
  )
  const answer: unknown = await response.json().catch(() => null)
  const fields = typeof answer === 'object' && answer !== null ? { ...answer } : {}
  if (response.status === 429) throw new HubError('too_many_requests', 'Too many attempts: wait a minute')
  if (response.status >= 500) throw new HubError('internal', `The login failed: ${sentenceOf(fields)}`)
  if (!response.ok) throw new HubError('login_failed', sentenceOf(fields))
  return { cookies: response.headers.getSetCookie(), body: fields }
}

function sentenceOf(fields: Record<string, unknown>): string {
  return typeof fields.message === 'string' ? fields.message.slice(0, 200) : 'You could not be logged in'
}
