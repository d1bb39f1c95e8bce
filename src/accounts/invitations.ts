import { randomBytes } from 'node:crypto'
import { HubError } from '../errors/hub-error.ts'
import {
  createHandshake,
  deleteHandshakes,
  findHandshake,
  type Handshake,
  listOpenHandshakes,
  newHandshakeId,
  useHandshake,
} from '../store/handshakes.ts'
import { getRole, type MemberRole } from '../store/members.ts'
import type { Db, Store } from '../store/open-store.ts'
import { getProject } from '../store/projects.ts'
import { addMember } from './add-member.ts'
import { findUser, insertUser, type User } from './users.ts'

/** An invitation into a project, as a link that its maker hands over: the hub sends no mail. */
export interface Invitation {
  readonly id: string
  readonly projectId: string
  readonly email: string
  readonly role: MemberRole
  readonly createdBy: string
  readonly expiresAt: Date
}

const kind = 'invitation'
const days = 7

/** The invitation, and the path of its link, which is shown once. */
export async function createInvitation(
  db: Db,
  invitation: Pick<Invitation, 'projectId' | 'email' | 'role' | 'createdBy'>,
): Promise<{ readonly invitation: Invitation; readonly path: string }> {
  const { projectId, role, createdBy } = invitation
  const secret = randomBytes(24).toString('base64url')
  const handshake = await createHandshake(db, {
    id: newHandshakeId(),
    projectId,
    kind,
    data: { email: invitation.email.toLowerCase(), role },
    createdBy,
    expiresAt: new Date(Date.now() + days * 24 * 3600_000),
    secret,
  })
  return { invitation: toInvitation(handshake), path: `/invitation/${handshake.id}?secret=${secret}` }
}

/** Those not yet used, the oldest first; at most 500. */
export async function listInvitations(db: Db, projectId: string): Promise<Invitation[]> {
  return (await listOpenHandshakes(db, projectId, kind)).map(toInvitation)
}

/** True when it was there, and open. */
export async function deleteInvitation(db: Db, projectId: string, id: string): Promise<boolean> {
  return await deleteHandshakes(db, { projectId, kind, id })
}

/** What somebody who demoted or removed may no longer give away. */
export async function deleteInvitationsOf(db: Db, projectId: string, userId: string): Promise<void> {
  await deleteHandshakes(db, { projectId, kind, createdBy: `user:${userId}` })
}

/** Null for a wrong, expired or used one alike. */
async function findInvitation(db: Db, id: string, secret: string): Promise<Invitation | null> {
  const handshake = await findHandshake(db, id, secret)
  return handshake?.kind === kind ? toInvitation(handshake) : null
}

/**
 * Makes the invited a member. `guest` is either the account they make now, or the user who is logged in with the invited
 * e-mail. A member keeps a role that is there already. Throws `link_invalid`, `already_exists` (log in first) or `forbidden`.
 */
export async function acceptInvitation(
  store: Store,
  link: { readonly id: string; readonly secret: string },
  guest: { readonly name: string; readonly password: string } | User,
): Promise<User> {
  return await store.transaction(async (tx) => {
    const invitation = await findInvitation(tx, link.id, link.secret)
    if (invitation === null || !(await useHandshake(tx, link.id))) {
      throw new HubError('link_invalid', 'This invitation was used already, was taken back, or has expired')
    }
    const { email, projectId, role } = invitation
    const user = 'password' in guest ? await insertUser(tx, { ...guest, email, admin: false }) : guest
    if (user.email !== email) throw new HubError('forbidden', `This invitation is for ${email}`)
    if ((await getRole(tx, projectId, user.id)) === null) await addMember(tx, { projectId, userId: user.id, role })
    return user
  })
}

/** What the page behind the link shows: null for a link that does not work. */
export async function showInvitation(
  db: Db,
  link: { readonly id: string; readonly secret: string },
): Promise<{ readonly invitation: Invitation; readonly project: string; readonly hasAccount: boolean } | null> {
  const invitation = await findInvitation(db, link.id, link.secret)
  if (invitation === null) return null
  const project = await getProject(db, invitation.projectId)
  return { invitation, project: project.name, hasAccount: (await findUser(db, invitation.email)) !== null }
}

function toInvitation({ id, projectId, data, createdBy, expiresAt }: Handshake): Invitation {
  const { email, role } = data as { email: string; role: MemberRole }
  return { id, projectId, email, role, createdBy, expiresAt }
}
