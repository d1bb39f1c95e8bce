import { IconUsers } from '@tabler/icons-react'
import { Navigate } from '@tanstack/react-router'
import { EmptyState } from '../shared/empty-state.tsx'
import { PageHeader } from '../shared/page-header.tsx'
import { shell } from '../texts/en/shell.ts'
import { lastProjectKey } from './project-layout.tsx'
import { useProjects } from './session.tsx'

/** Goes on to the project that was open last, else the first. */
export function HomePage() {
  const projects = useProjects()
  const last = localStorage.getItem(lastProjectKey)
  const project = projects.find(({ id }) => id === last) ?? projects[0]
  if (project !== undefined) return <Navigate to="/projects/$project" params={{ project: project.id }} replace />
  return (
    <>
      <PageHeader title={shell.noProject} />
      <EmptyState Icon={IconUsers} title={shell.noProject} text={shell.noProjectText} />
    </>
  )
}
