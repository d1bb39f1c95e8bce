import { Radio, SimpleGrid, Stack } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { type Outputs, orpc } from '../../api/client.ts'
import { ChoiceCard } from '../../shared/choice-card.tsx'
import { TextLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useRegainedFocus } from '../../shared/use-regained-focus.ts'
import { NotForRole } from '../../shell/not-for-role.tsx'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { connect as words } from '../../texts/en/connect.ts'
import { connection } from '../../texts/en/connection.ts'
import { ConnectDone } from './connect-done.tsx'
import { ConnectWebflow } from './connect-webflow.tsx'
import { ConnectWebhook } from './connect-webhook.tsx'
import { ConnectWordPress } from './connect-wordpress.tsx'

export type Connected = NonNullable<Outputs['connections']['connect']['connection']>

const route = getRouteApi('/shell/projects/$project/connections/new')

const kinds = {
  wordpress: ConnectWordPress,
  webflow: ConnectWebflow,
  webhook: ConnectWebhook,
} as const
type Kind = keyof typeof kinds

/** The way to a new connection: kind, address, login, name. A step that goes wrong loses nothing that was typed. */
export function ConnectPage() {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const [draft, choose] = useDraft<{ kind: Kind }>(`connect.${project}`, { kind: 'wordpress' })
  const kind = draft.kind in kinds ? draft.kind : 'wordpress'
  // A form that was looked at stays: a token that was typed into it is nowhere else.
  const [seen, setSeen] = useState<readonly Kind[]>([])
  if (!seen.includes(kind)) setSeen([...seen, kind])
  // In the address, so that a page that is loaded again asks on.
  const { made } = route.useSearch()
  const go = route.useNavigate()
  const queries = useQueryClient()
  const setMade = (connection: Connected | null): void => {
    if (connection !== null) {
      const input = { project, connection: connection.id }
      queries.setQueryData(orpc.connections.get.queryKey({ input }), connection)
    }
    void go({ search: connection === null ? {} : { made: connection.id }, replace: true })
  }
  const place = useRegainedFocus<HTMLDivElement>(made)
  return (
    <>
      <PageHeader
        title={words.title}
        text={words.text}
        back={
          <TextLink to="/projects/$project/connections" params={{ project }} size="sm">
            <IconArrowLeft size={14} aria-hidden /> {connection.back}
          </TextLink>
        }
      />
      {!mayEdit ? (
        <NotForRole />
      ) : made !== undefined ? (
        <Done id={made} onAnother={() => setMade(null)} />
      ) : (
        <Stack gap="lg" maw="52rem" ref={place} tabIndex={-1}>
          <Radio.Group
            label={words.kind}
            value={kind}
            onChange={(value) => choose({ kind: value in kinds ? (value as Kind) : 'wordpress' })}
          >
            <SimpleGrid cols={{ base: 1, sm: 3 }} mt="xs">
              {Object.keys(kinds).map((value) => (
                <ChoiceCard key={value} value={value} {...words.kinds[value as Kind]} />
              ))}
            </SimpleGrid>
          </Radio.Group>
          {seen.map((one) => {
            const Form = kinds[one]
            return (
              <div key={one} hidden={one !== kind}>
                <Form onConnected={setMade} />
              </div>
            )
          })}
        </Stack>
      )}
    </>
  )
}

function Done({ id, onAnother }: { readonly id: string; readonly onAnother: () => void }) {
  const { id: project } = useProject()
  const query = useQuery(orpc.connections.get.queryOptions({ input: { project, connection: id } }))
  return (
    <QueryView query={query}>{(made) => <ConnectDone key={id} connection={made} onAnother={onAnother} />}</QueryView>
  )
}
