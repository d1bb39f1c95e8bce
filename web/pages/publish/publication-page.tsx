import { Alert, Anchor, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconArrowLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type Outputs, orpc } from '../../api/client.ts'
import { FactList } from '../../shared/fact-list.tsx'
import { ButtonLink, TextLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { PublicationBadge } from '../../shared/publication-badge.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText, WithinLink } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { publicationPage as words } from '../../texts/en/publish.ts'
import { ActionBar } from './action-bar.tsx'
import { ConflictSection } from './conflict-section.tsx'
import { ReceiptSection } from './receipt-section.tsx'

type Publication = Outputs['publications']['get']

const route = getRouteApi('/shell/projects/$project/publications/$publication')

/** One article on one site: its state, its receipt, its conflict, what can be done with it. */
export function PublicationPage() {
  const { id: project } = useProject()
  const { publication } = route.useParams()
  const query = useQuery(orpc.publications.get.queryOptions({ input: { project, publication } }))
  const article = useQuery({
    ...orpc.articles.get.queryOptions({ input: { project, article: query.data?.article ?? '' } }),
    enabled: query.data !== undefined,
  })
  const connection = useQuery({
    ...orpc.connections.get.queryOptions({ input: { project, connection: query.data?.connection ?? '' } }),
    enabled: query.data !== undefined,
  })
  const title = words.on(article.data?.title ?? '…', connection.data?.name ?? '…')
  const back = (
    <TextLink to="/projects/$project/board" params={{ project }} size="sm">
      <IconArrowLeft size={14} aria-hidden /> {words.back}
    </TextLink>
  )
  return (
    <>
      <PageHeader title={plain(title, 140)} heading={<RemoteText text={title} most={140} />} back={back}>
        {query.data !== undefined && <PublicationBadge state={query.data.state} />}
      </PageHeader>
      <QueryView query={query}>
        {(row) => (
          <Stack gap="lg">
            {row.error !== null && row.state !== 'conflict' && <ErrorPanel error={row.error} />}
            {row.state === 'conflict' && <ConflictSection publication={row.id} updatedAt={row.updatedAt} />}
            <Facts row={row} title={article.data?.title ?? ''} site={connection.data?.name ?? ''} />
            <ReceiptSection receipt={row.receipt} />
          </Stack>
        )}
      </QueryView>
    </>
  )
}

function Facts(props: { readonly row: Publication; readonly title: string; readonly site: string }) {
  const { row, title, site } = props
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const { article, connection, version, requests, remoteId, url, updatedAt, state } = row
  const facts = [
    { label: words.state, value: <PublicationBadge state={state} /> },
    {
      label: words.article,
      value: (
        <TextLink to="/projects/$project/articles/$article" params={{ project, article }}>
          <RemoteText text={title} most={100} />
        </TextLink>
      ),
    },
    {
      label: words.site,
      value: (
        <TextLink to="/projects/$project/connections/$connection" params={{ project, connection }}>
          <RemoteText text={site} most={80} />
        </TextLink>
      ),
    },
    { label: words.version, value: version },
    ...(url !== null && /^https?:/.test(url)
      ? [
          {
            label: words.page,
            value: (
              <Anchor href={url} target="_blank" rel="noreferrer">
                <WithinLink value={true}>
                  <RemoteText text={url} most={120} />
                </WithinLink>
              </Anchor>
            ),
          },
        ]
      : []),
    ...(remoteId === null ? [] : [{ label: words.remote, value: <RemoteText text={String(remoteId)} most={60} /> }]),
    { label: words.requests, value: requests },
    { label: words.changed, value: <RelativeTime at={updatedAt} /> },
  ]
  const action = (
    <Group gap="xs">
      <ActionBar rows={[{ id: row.id, state, isThere: remoteId !== null }]} size="sm" />
      <ButtonLink variant="default" to="/projects/$project/articles/$article/publish" params={{ project, article }}>
        {words.publishAgain}
      </ButtonLink>
    </Group>
  )
  return (
    <Section title={words.facts} {...(mayEdit ? { action } : {})}>
      <FactList facts={facts} />
    </Section>
  )
}

function ErrorPanel({ error }: { readonly error: NonNullable<Publication['error']> }) {
  const text = (name: string): string => {
    const value = error[name]
    return typeof value === 'string' ? value : ''
  }
  return (
    <Alert
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={words.failed}
      styles={{ title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } }}
    >
      <Stack gap="xs">
        <Text size="sm">
          <RemoteText text={text('message')} most={500} />
        </Text>
        {text('fix') !== '' && (
          <Text size="sm">
            <strong>{words.whatToDo}</strong> <RemoteText text={text('fix')} most={500} />
          </Text>
        )}
        <Text size="xs" c="dimmed">
          {words.code} <RemoteText text={text('code')} most={80} />
        </Text>
      </Stack>
    </Alert>
  )
}
