import { Outlet, useParams } from '@tanstack/react-router'
import { createContext, useContext, useEffect } from 'react'
import { useProjectStream } from '../api/events.ts'
import { NotFoundPage } from './not-found-page.tsx'
import { type OwnProject, useProjects } from './session.tsx'

const ProjectContext = createContext<OwnProject | null>(null)
export const lastProjectKey = 'pressroom.project'

/** The open project, with the reader's role in it. Only within pages of a project. */
export function useProject(): OwnProject {
  const project = useContext(ProjectContext)
  if (project === null) throw new Error('This page is not within a project')
  return project
}

/** Whether the reader may write in the open project. Pages hide or disable what they may not. */
export function useMayEdit(): boolean {
  return useProject().role !== 'viewer'
}

/** Finds the project of the address and follows its events. */
export function ProjectLayout() {
  const { project: id } = useParams({ strict: false })
  const project = useProjects().find((each) => each.id === id)
  useEffect(() => {
    if (project !== undefined) localStorage.setItem(lastProjectKey, project.id)
  }, [project])
  if (project === undefined) return <NotFoundPage />
  return (
    <ProjectContext value={project}>
      <ProjectStream key={project.id} id={project.id} />
      <Outlet />
    </ProjectContext>
  )
}

function ProjectStream({ id }: { readonly id: string }) {
  useProjectStream(id)
  return null
}
