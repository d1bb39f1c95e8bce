import { z } from 'zod'
import { HubError } from '../errors/hub-error.ts'
import type { Connection } from '../store/connections.ts'
import { accessMilliseconds } from './access.ts'

/**
 * What is written down of a rotation in the connection's row, before anything is done at the site. Its states:
 *
 * - **none** → `rotateConnection` → planned
 * - **planned**: a new credential may or may not have been made at the site, under this id and name. → made, when the site
 *   answered and the new credential is sealed in `sealed_next`; → none, when those with this id were deleted at the site
 * - **made**: the new one is there beside the old one, which is still used. → retiring, when the site let the new one in:
 *   it is moved to `sealed`, `sealed_next` is empty again; → none, when it did not, and the new one was deleted
 * - **retiring**: the new one is used. The old one works until `retireAt`, since an opened client may still send it; then it
 *   is deleted at the site → none
 *
 * Each arrow is one transaction, after what it stands for was done at the site, so that whoever finds the row after a
 * crash knows all there may be. Until `holdUntil` it belongs to the process that goes on with it.
 */
const rotationRecord = z.object({
  id: z.string(),
  name: z.string(),
  step: z.enum(['planned', 'made', 'retiring']),
  /** The site's id of the credential that is replaced. */
  old: z.string(),
  /** The site's id of the new one, once it is known. */
  made: z.string().nullable(),
  actor: z.string(),
  startedAt: z.coerce.date(),
  holdUntil: z.coerce.date(),
  retireAt: z.coerce.date().nullable(),
})

export type Rotation = z.infer<typeof rotationRecord>

/** One step asks the site twice at most, each time for two minutes at most. */
export const holdMilliseconds = 5 * 60_000

/** After so long, an opened client has looked for its credential again and a request that had the old one is answered. */
export const retireMilliseconds = accessMilliseconds + 125_000

/** The connection's rotation, or `null`. */
export function rotationOf(connection: Connection): Rotation | null {
  return connection.rotation === null ? null : rotationRecord.parse(connection.rotation)
}

/** Throws `conflict` between the plan and the swap, when two credentials are in play. */
export function refuseWhileRotating(connection: Connection): void {
  if (rotationOf(connection) === null) return
  throw new HubError('conflict', `The credential of "${connection.name}" is being replaced`, {
    fix: 'Try again in some minutes.',
    retry: 'later',
  })
}
