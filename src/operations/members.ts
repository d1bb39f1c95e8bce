import { z } from 'zod'
import {
  createInvitation,
  deleteInvitation,
  deleteInvitationsOf,
  type Invitation,
  listInvitations,
} from '../accounts/invitations.ts'
import { deleteKeysOf } from '../accounts/keys.ts'
import { findUsers, type User } from '../accounts/users.ts'
import { HubError } from '../errors/hub-error.ts'
import { addEvent } from '../store/events.ts'
import {
  countOwners,
  getRole,
  listMembers,
  lockProject,
  type Member,
  type MemberRole,
  putMember,
  removeMember,
} from '../store/members.ts'
import type { Db } from '../store/open-store.ts'
import { actorName } from './actor.ts'
import { projectOperation } from './operation.ts'
import { moment, role } from './pages.ts'
import { projectInput } from './project-input.ts'

const memberView = z.object({
  user: z.string().describe('The id of the user'),
  email: z.string(),
  name: z.string(),
  role,
  since: moment,
})
const invitationView = z.object({
  id: z.string(),
  email: z.string(),
  role,
  invitedBy: z.string(),
  expiresAt: moment,
})
const userInput = projectInput.extend({ user: z.string().min(1).max(100).describe('The id of the user') })

export const members = {
  list: projectOperation({ permission: 'viewer', effect: 'read', people: true })
    .route({ method: 'GET', path: '/members', tags: ['Members'], summary: 'List the members of a project' })
    .input(projectInput)
    .output(z.object({ items: z.array(memberView) }))
    .handler(async ({ context }) => {
      const { store } = await context.hub()
      const rows = await listMembers(store.db, context.project.id)
      const users = await findUsers(
        store.db,
        rows.map(({ userId }) => userId),
      )
      return { items: rows.flatMap((row) => viewMember(row, users.get(row.userId))) }
    }),

  invite: projectOperation({ permission: 'owner', effect: 'append', secretOutput: true, people: true })
    .route({
      method: 'POST',
      path: '/members/invitations',
      tags: ['Members'],
      summary: 'Invite somebody into a project',
      description: 'Answers a link that is shown once, works once, and for seven days. Hand it over yourself.',
      successStatus: 201,
    })
    .input(projectInput.extend({ email: z.email().max(254), role }))
    .output(invitationView.extend({ link: z.string() }))
    .handler(async ({ input, context }) => {
      const { store, publicUrl } = await context.hub()
      const { invitation, path } = await createInvitation(store.db, {
        projectId: context.project.id,
        email: input.email,
        role: input.role,
        createdBy: actorName(context.actor),
      })
      return { ...viewInvitation(invitation), link: `${publicUrl}${path}` }
    }),

  invitations: projectOperation({ permission: 'owner', effect: 'read', people: true })
    .route({
      method: 'GET',
      path: '/members/invitations',
      tags: ['Members'],
      summary: 'List the invitations that are open',
    })
    .input(projectInput)
    .output(z.object({ items: z.array(invitationView) }))
    .handler(async ({ context }) => {
      const { store } = await context.hub()
      return { items: (await listInvitations(store.db, context.project.id)).map(viewInvitation) }
    }),

  uninvite: projectOperation({ permission: 'owner', effect: 'idempotent', people: true })
    .route({
      method: 'POST',
      path: '/members/invitations/{id}/delete',
      tags: ['Members'],
      summary: 'Take an invitation back',
    })
    .input(projectInput.extend({ id: z.string().max(100) }))
    .output(z.object({ deleted: z.boolean() }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      return { deleted: await deleteInvitation(store.db, context.project.id, input.id) }
    }),

  update: projectOperation({ permission: 'owner', effect: 'idempotent', people: true })
    .route({ method: 'PATCH', path: '/members/{user}', tags: ['Members'], summary: 'Give a member another role' })
    .input(userInput.extend({ role }))
    .output(memberView)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const projectId = context.project.id
      return await store.transaction(async (tx) => {
        await changeRole(tx, projectId, input.user, input.role)
        const member = await putMember(tx, { projectId, userId: input.user, role: input.role })
        const [view] = viewMember(member, (await findUsers(tx, [input.user])).get(input.user))
        if (view === undefined) throw new HubError('not_found', 'There is no such member')
        return view
      })
    }),

  remove: projectOperation({ permission: 'owner', effect: 'idempotent', people: true })
    .route({
      method: 'POST',
      path: '/members/{user}/remove',
      tags: ['Members'],
      summary: 'Remove a member, with the keys they made',
    })
    .input(userInput)
    .output(z.object({ removed: z.literal(true) }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      await store.transaction(async (tx) => await leave(tx, context.project.id, input.user))
      return { removed: true as const }
    }),

  leave: projectOperation({ permission: 'viewer', effect: 'idempotent', people: true })
    .route({ method: 'POST', path: '/members/leave', tags: ['Members'], summary: 'Leave a project' })
    .input(projectInput)
    .output(z.object({ removed: z.literal(true) }))
    .handler(async ({ context }) => {
      const { store } = await context.hub()
      const { actor } = context
      if (actor.kind !== 'user') throw new HubError('bad_input', 'Only users are members')
      await store.transaction(async (tx) => await leave(tx, context.project.id, actor.id))
      return { removed: true as const }
    }),
}

/** A project that had an owner keeps one. What a member could give away with the old role goes. */
async function changeRole(tx: Db, projectId: string, userId: string, next: MemberRole | null): Promise<void> {
  await lockProject(tx, projectId)
  const before = await getRole(tx, projectId, userId)
  if (before === null) throw new HubError('not_found', 'There is no such member')
  if (before === 'owner' && next !== 'owner') {
    if ((await countOwners(tx, projectId)) < 2) {
      throw new HubError('conflict', 'This is the last owner of the project', {
        fix: 'Make somebody else an owner first.',
      })
    }
    await deleteInvitationsOf(tx, projectId, userId)
  }
  await addEvent(tx, { projectId, type: 'member.changed', subject: userId, payload: { before, after: next } })
}

async function leave(tx: Db, projectId: string, userId: string): Promise<void> {
  await changeRole(tx, projectId, userId, null)
  await deleteKeysOf(tx, userId, projectId)
  await removeMember(tx, projectId, userId)
}

/** Nothing for a user who is gone. */
function viewMember({ userId, role, createdAt }: Member, user: User | undefined): z.infer<typeof memberView>[] {
  if (user === undefined) return []
  return [{ user: userId, email: user.email, name: user.name, role, since: createdAt.toISOString() }]
}

function viewInvitation({ id, email, role, createdBy, expiresAt }: Invitation): z.infer<typeof invitationView> {
  return { id, email, role, invitedBy: createdBy, expiresAt: expiresAt.toISOString() }
}
