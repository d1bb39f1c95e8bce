import { ORPCError } from '@orpc/client'
import { hubState } from './hub-state.ts'

/**
 * A call to the login's own addresses (`/two-factor/enable`, `/change-password`), which are no operations. Throws what
 * `toProblem` reads.
 */
export async function callLogin<Answer>(path: string, body: Record<string, unknown>): Promise<Answer> {
  const response = await hubState.watch(
    () =>
      fetch(`/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    false,
  )
  const answer: unknown = await response.json().catch(() => null)
  if (response.ok) return answer as Answer
  const { code, title, detail, fix, retry } = (answer ?? {}) as Record<string, unknown>
  throw new ORPCError(typeof code === 'string' ? code : 'internal', {
    status: response.status,
    message: typeof detail === 'string' ? detail : response.statusText,
    data: { title, fix, retry },
  })
}
