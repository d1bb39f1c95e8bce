import { z } from 'zod'
import { addMember } from '../accounts/add-member.ts'
import { deleteKeysOfProject } from '../accounts/keys.ts'
import { HubError } from '../errors/hub-error.ts'
import { addEvent } from '../store/events.ts'
import { getRole } from '../store/members.ts'
import {
  createProject,
  deleteProject,
  getProject,
  listProjects,
  type Project,
  updateProject,
} from '../store/projects.ts'
import { hubOperation, projectOperation } from './operation.ts'
import { moment, pageInput, pageOf, role, viewPage } from './pages.ts'
import { projectInput } from './project-input.ts'

const projectName = z.string().trim().min(1).max(100).describe('Unique on this hub, capitals or not')
/** These are about the project itself, which is in their address. */
const named = projectInput.required()
const projectView = z.object({ id: z.string(), name: z.string(), createdAt: moment, updatedAt: moment })
const ownView = projectView.extend({ role: role.describe('What you may do in it') })

export const projects = {
  list: hubOperation({ permission: 'user', effect: 'read' })
    .route({ method: 'GET', path: '/projects', tags: ['Projects'], summary: 'List the projects that you may see' })
    .input(pageInput)
    .output(pageOf(ownView))
    .handler(async ({ input, context }) => {
      const { actor } = context
      const { store } = await context.hub()
      if (actor.kind === 'key') {
        const only = await getProject(store.db, actor.projectId)
        return { items: [{ ...view(only), role: actor.role }], next: null }
      }
      const everywhere = actor.kind === 'local' || (actor.kind === 'user' && actor.admin)
      const memberId = actor.kind === 'user' ? actor.id : ''
      const page = await listProjects(store.db, everywhere ? {} : { memberId }, input)
      const roles = await Promise.all(
        page.items.map(async ({ id }) => (everywhere ? 'owner' : await getRole(store.db, id, memberId))),
      )
      return viewPage(page, (project) => ({ ...view(project), role: roles[page.items.indexOf(project)] ?? 'viewer' }))
    }),

  get: projectOperation({ permission: 'viewer', effect: 'read' })
    .route({ method: 'GET', path: '/projects/{project}', tags: ['Projects'], summary: 'Read a project' })
    .input(named)
    .output(ownView)
    .handler(async ({ context }) => {
      const { store } = await context.hub()
      return { ...view(await getProject(store.db, context.project.id)), role: context.project.role }
    }),

  create: hubOperation({ permission: 'admin', effect: 'append', people: true })
    .route({
      method: 'POST',
      path: '/projects',
      tags: ['Projects'],
      summary: 'Make a project, and become its owner',
      successStatus: 201,
    })
    .input(z.object({ name: projectName }))
    .output(projectView)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const { actor } = context
      return await store.transaction(async (tx) => {
        const project = await createProject(tx, input)
        if (actor.kind === 'user') await addMember(tx, { projectId: project.id, userId: actor.id, role: 'owner' })
        return view(project)
      })
    }),

  rename: projectOperation({ permission: 'owner', effect: 'idempotent' })
    .route({ method: 'PATCH', path: '/projects/{project}', tags: ['Projects'], summary: 'Rename a project' })
    .input(named.extend({ name: projectName }))
    .output(projectView)
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      const { id } = context.project
      const { name } = input
      return await store.transaction(async (tx) => {
        const project = await updateProject(tx, id, { name })
        await addEvent(tx, { projectId: id, type: 'project.renamed', subject: id, payload: { name } })
        return view(project)
      })
    }),

  delete: projectOperation({ permission: 'owner', effect: 'destructive', people: true })
    .route({
      method: 'POST',
      path: '/projects/{project}/delete',
      tags: ['Projects'],
      summary: 'Delete a project with everything in it',
      description:
        'Its connections are forgotten; application passwords stay on the sites. Revoke the connections first to remove those.',
    })
    .input(named.extend({ name: z.string().describe('The name of the project once more, to be sure') }))
    .output(z.object({ deleted: z.literal(true) }))
    .handler(async ({ input, context }) => {
      const { store } = await context.hub()
      await store.transaction(async (tx) => {
        const { id, name } = await getProject(tx, context.project.id)
        if (name !== input.name) throw new HubError('bad_input', 'The name is not that of the project')
        await deleteKeysOfProject(tx, id)
        await deleteProject(tx, id)
        await addEvent(tx, { projectId: null, type: 'project.deleted', subject: id, payload: { name } })
      })
      return { deleted: true as const }
    }),
}

function view({ id, name, createdAt, updatedAt }: Project): z.infer<typeof projectView> {
  return { id, name, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}
