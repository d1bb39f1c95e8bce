import { Agent, fetch, Headers, type RequestInit } from 'undici'
import type { SiteUser } from './site-options.ts'

/** An answer, read to its end. */
interface Answer {
  readonly status: number
  readonly headers: Headers
  /** As it came, a byte order mark included. */
  readonly text: string
  /** The text as JSON, null where it is none. */
  readonly json: unknown
}

interface Question extends RequestInit {
  /** Whose application password is sent along. */
  readonly as?: SiteUser
  /** The authority to trust, PEM. */
  readonly ca?: string
}

/** Asks plainly, as curl would: redirects are not followed, nothing is interpreted. */
export async function ask(url: string, { as, ca, ...init }: Question = {}): Promise<Answer> {
  const headers = new Headers(init.headers)
  if (as !== undefined) headers.set('authorization', basic(as.username, as.applicationPassword))
  const agent = new Agent(ca === undefined ? {} : { connect: { ca } })
  try {
    const answer = await fetch(url, { redirect: 'manual', ...init, headers, dispatcher: agent })
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer())
    return { status: answer.status, headers: answer.headers, text, json: parse(text) }
  } finally {
    await agent.close()
  }
}

/** The value of an Authorization header. */
export function basic(username: string, password: string): string {
  return `Basic ${btoa(`${username}:${password}`)}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
