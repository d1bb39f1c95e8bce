import { Button, Stack } from '@mantine/core'
import { IconArrowLeft, IconBolt, IconStethoscope } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { client, type Outputs, orpc } from '../../api/client.ts'
import { AttemptsTable } from '../../shared/attempts-table.tsx'
import { DiagnosisView } from '../../shared/diagnosis-view.tsx'
import { HealthBadge } from '../../shared/health-badge.tsx'
import { ButtonLink, TextLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { useFollowedDiagnosis } from '../../shared/use-followed-diagnosis.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { actions } from '../../texts/en/actions.ts'
import { connection as words } from '../../texts/en/connection.ts'
import { ConnectionFacts } from './connection-facts.tsx'
import { HistorySection } from './history-section.tsx'
import { ManageSection } from './manage-section.tsx'
import { ConnectionParts } from './parts/connection-parts.tsx'
import { LoginSection } from './parts/login-section.tsx'

export type Connection = Outputs['connections']['get']

const route = getRouteApi('/shell/projects/$project/connections/$connection')

/** One connection: how it is and why, what it is, what happened to it, what can be done with it. */
export function ConnectionPage() {
  const { id: project } = useProject()
  const { connection: id } = route.useParams()
  const query = useQuery(orpc.connections.get.queryOptions({ input: { project, connection: id } }))
  const back = (
    <TextLink to="/projects/$project/connections" params={{ project }} size="sm">
      <IconArrowLeft size={14} aria-hidden /> {words.back}
    </TextLink>
  )
  const name = query.data?.name ?? ''
  return (
    <>
      <PageHeader title={plain(name, 100)} heading={<RemoteText text={name} most={100} />} back={back}>
        {query.data !== undefined && <HealthBadge state={query.data.state} verdict={query.data.verdict} />}
        <ButtonLink
          variant="default"
          to="/projects/$project/connections/$connection/actions"
          params={{ project, connection: id }}
          leftSection={<IconBolt size={18} aria-hidden />}
        >
          {actions.explore}
        </ButtonLink>
      </PageHeader>
      <QueryView query={query}>{(connection) => <Parts connection={connection} />}</QueryView>
    </>
  )
}

function Parts({ connection }: { readonly connection: Connection }) {
  const mayEdit = useMayEdit()
  // By its key it stays the same wherever it stands: a login may end while the next one is being typed.
  const login = mayEdit && logsIn(connection) && <LoginSection key="login" connection={connection} />
  const facts = [
    <ConnectionFacts key="facts" connection={connection} />,
    <ConnectionParts key="parts" connection={connection} />,
    <HistorySection key="history" connection={connection} />,
  ]
  return (
    <Stack gap="lg">
      <DiagnosisSection connection={connection} />
      {connection.state === 'needs-login' ? [login, ...facts] : [...facts, login]}
      {mayEdit && <ManageSection connection={connection} />}
    </Stack>
  )
}

/** An endpoint has no login: what it is told by is changed by connecting it anew. */
function logsIn({ kind }: Connection): boolean {
  return kind !== 'webhook'
}

/** The newest diagnosis, as long as it is what the connection is told to be, and a new one as it comes about. */
function DiagnosisSection({ connection: shownConnection }: { readonly connection: Connection }) {
  const { id: connection, project, verdict, checkedAt } = shownConnection
  const mayEdit = useMayEdit()
  const queries = useQueryClient()
  const [followed, follow, forget] = useFollowedDiagnosis()
  // When the connection was checked last, as of the diagnosis: a later check or login may have seen something else.
  const [asOf, setAsOf] = useState<string | null>(null)
  const compared = useQuery(orpc.diagnoses.compare.queryOptions({ input: { project, connection } }))
  const ask = useOperation(async () => {
    setAsOf(checkedAt)
    const seen = await follow((signal) => client.diagnoses.follow({ project, connection }, { signal }))
    await queries.invalidateQueries({ queryKey: orpc.diagnoses.key() })
    // The diagnosis says what is; the check makes it the verdict that everybody is told.
    const checked = await client.connections.check({ project, connection }).catch(() => null)
    await queries.invalidateQueries({ queryKey: orpc.connections.key() })
    // Told or taken back, it is in the history by now; in doubt it is what was seen last.
    if (checked?.doubted === true) setAsOf(checked.checkedAt)
    else if (checked !== null && seen !== null) forget()
  })
  const kept = compared.data?.latest?.diagnosis
  const newest = (asOf === checkedAt ? followed.diagnosis : null) ?? (kept?.verdict === verdict ? kept : undefined)
  const shown = followed.isRunning ? undefined : newest
  const button = (
    <Button
      onClick={() => ask.mutate(undefined)}
      loading={ask.isPending}
      leftSection={<IconStethoscope size={18} aria-hidden />}
      style={{ alignSelf: 'flex-start' }}
    >
      {words.diagnose}
    </Button>
  )
  return (
    <Section title={words.ask} text={words.askText} {...(mayEdit ? { action: button } : {})}>
      {followed.isRunning && (
        <div role="status" aria-live="polite">
          {words.checking}
          <AttemptsTable attempts={followed.attempts} />
        </div>
      )}
      {followed.error !== null && <ProblemPanel error={followed.error} onRetry={() => ask.mutate(undefined)} />}
      {shown !== undefined && <DiagnosisView diagnosis={shown} />}
    </Section>
  )
}
