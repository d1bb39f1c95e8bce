import type { Generated, Selectable } from 'kysely'
import { checkExisting } from './constraint.ts'
import type { Db } from './open-store.ts'

export type MemberRole = 'owner' | 'editor' | 'viewer'

export interface MemberTable {
  projectId: string
  /** The login's id of the user. */
  userId: string
  role: MemberRole
  createdAt: Generated<Date>
}

export type Member = Selectable<MemberTable>

/** Adds the user, or gives another role. Throws `not_found` when there is no such project. */
export async function putMember(db: Db, member: Pick<Member, 'projectId' | 'userId' | 'role'>): Promise<Member> {
  return await checkExisting('The member is there already', () =>
    db
      .insertInto('members')
      .values(member)
      .onConflict((conflict) => conflict.columns(['projectId', 'userId']).doUpdateSet({ role: member.role }))
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
}

/** The user's role in the project; null for a stranger. */
export async function getRole(db: Db, projectId: string, userId: string): Promise<MemberRole | null> {
  const row = await db
    .selectFrom('members')
    .select('role')
    .where('projectId', '=', projectId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return row?.role ?? null
}

/** At most 500, which is more people than one project has. */
export async function listMembers(db: Db, projectId: string): Promise<Member[]> {
  return await db
    .selectFrom('members')
    .selectAll()
    .where('projectId', '=', projectId)
    .orderBy('createdAt')
    .orderBy('userId')
    .limit(500)
    .execute()
}

/** True when the user was a member. */
export async function removeMember(db: Db, projectId: string, userId: string): Promise<boolean> {
  const gone = await db
    .deleteFrom('members')
    .where('projectId', '=', projectId)
    .where('userId', '=', userId)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** How many owners the project has; call it in the transaction that takes one away, after `lockProject`. */
export async function countOwners(db: Db, projectId: string): Promise<number> {
  const row = await db
    .selectFrom('members')
    .select((is) => is.fn.countAll<number>().as('count'))
    .where('projectId', '=', projectId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow()
  return row.count
}

/** Until the transaction ends, others who lock the project wait. */
export async function lockProject(db: Db, projectId: string): Promise<void> {
  await db.selectFrom('projects').select('id').where('id', '=', projectId).forUpdate().execute()
}
