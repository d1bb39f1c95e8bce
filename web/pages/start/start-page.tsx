import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { orpc } from '../../api/client.ts'
import { ButtonLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { PageSkeleton } from '../../shared/skeletons.tsx'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { useUser } from '../../shell/session.tsx'
import { start } from '../../texts/en/start.ts'
import { NameProject } from './name-project.tsx'
import { SendSample } from './send-sample.tsx'
import { Step } from './step.tsx'

/**
 * The first page of a project: the way to the first draft on a site. Once there is one, or for those who only look, or after
 * "Skip", it leads on to the connections.
 */
export function StartPage() {
  const { id: project, name } = useProject()
  const { email } = useUser()
  const mayEdit = useMayEdit()
  const navigate = useNavigate()
  // Its first publication would lead on before the page said what it did.
  const [stays, setStays] = useState(false)
  const connections = useQuery(orpc.connections.list.queryOptions({ input: { project, limit: 50 } }))
  const publications = useQuery(orpc.publications.list.queryOptions({ input: { project, limit: 1 } }))
  const error = connections.error ?? publications.error
  const at = `/projects/${project}/connections`
  const connect: string = `${at}/new`
  const skipKey = `pressroom.started.${project}`
  const again = () => {
    void connections.refetch()
    void publications.refetch()
  }
  if (!mayEdit || localStorage.getItem(skipKey) !== null) return <Navigate to={at} replace />
  if (error !== null) return <ProblemPanel error={error} onRetry={again} />
  if (connections.data === undefined || publications.data === undefined) return <PageSkeleton />
  if (publications.data.items.length > 0 && !stays) return <Navigate to={at} replace />
  const sites = connections.data.items
  const [first] = sites
  const skip = () => {
    localStorage.setItem(skipKey, '1')
    void navigate({ to: at })
  }
  return (
    <>
      <PageHeader title={start.title} text={start.text}>
        <Button variant="default" onClick={skip}>
          {start.skip}
        </Button>
      </PageHeader>
      <Stack component="ol" gap="md" p={0} m={0}>
        <Step number={1} title={start.account} done text={start.accountText(plain(email))}>
          <ButtonLink to="/account" variant="default" size="xs">
            {start.accountAction}
          </ButtonLink>
        </Step>
        <NameProject number={2} />
        <Step
          number={3}
          title={start.connect}
          done={first !== undefined}
          text={first === undefined ? start.connectText : start.connectDone(plain(first.name))}
        >
          <ButtonLink to={connect} variant={first === undefined && name !== '' ? 'filled' : 'default'} size="sm">
            {start.connectAction}
          </ButtonLink>
        </Step>
        <SendSample number={4} sites={sites} onSend={() => setStays(true)} />
      </Stack>
    </>
  )
}
