import type { HttpSession } from '../../http/client.ts'
import { type Answer, readAnswer, statusOf } from '../answer.ts'
import { type ApiRoot, viaIndexPhp } from '../api-root.ts'

/** The methods that something before WordPress refuses. */
export interface BlockedMethods {
  readonly blocked: readonly { readonly method: string; readonly status: number }[]
  /** Whether a POST that names the method in `X-HTTP-Method-Override` arrives instead. */
  readonly overridable: boolean
}

/** No site has a post of this id: nothing can change, and WordPress answers with its envelope. */
const nobody = '/wp/v2/posts/2147483646'

/**
 * Sends PUT and DELETE as a stranger, for a post that cannot exist. An answer in WordPress's own words means that the method
 * arrives. Where one does not, the same by POST.
 */
export async function askBlockedMethods(session: HttpSession, root: ApiRoot): Promise<BlockedMethods> {
  const url = viaIndexPhp(root).route(nobody)
  const ask = async (method: 'PUT' | 'DELETE' | 'POST', headers: Record<string, string> = {}): Promise<Answer> =>
    readAnswer(
      await session.exchange({
        method,
        url,
        purpose: method === 'POST' ? 'may POST stand for it' : `may ${method} pass`,
        headers: { 'content-type': 'application/json', ...headers },
        ...(method === 'DELETE' ? {} : { body: '{}' }),
      }),
    )
  const blocked: { method: string; status: number }[] = []
  for (const method of ['PUT', 'DELETE'] as const) {
    const answer = await ask(method)
    if (isBlocked(answer)) blocked.push({ method, status: statusOf(answer) })
  }
  if (blocked.length === 0) return { blocked, overridable: true }
  const instead = await ask('POST', { 'x-http-method-override': 'PUT' })
  return { blocked, overridable: instead.envelope !== null }
}

function isBlocked(answer: Answer): boolean {
  return answer.exchange.response !== null && answer.envelope === null && statusOf(answer) >= 400
}
