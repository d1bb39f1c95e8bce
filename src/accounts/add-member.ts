import { addEvent } from '../store/events.ts'
import { type Member, putMember } from '../store/members.ts'
import type { Db } from '../store/open-store.ts'

/** Adds somebody to a project, who was not in it, and tells it. In a transaction. */
export async function addMember(tx: Db, member: Pick<Member, 'projectId' | 'userId' | 'role'>): Promise<void> {
  await putMember(tx, member)
  const { projectId, userId, role } = member
  await addEvent(tx, { projectId, type: 'member.changed', subject: userId, payload: { before: null, after: role } })
}
