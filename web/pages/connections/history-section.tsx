import { Button, List, Text, Timeline, VisuallyHidden } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../../api/client.ts'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { Subsection } from '../../shared/subsection.tsx'
import { connection as words } from '../../texts/en/connection.ts'
import { health } from '../../texts/en/health.ts'
import { shared } from '../../texts/en/shared.ts'
import type { Connection } from './connection-page.tsx'
import { PastDiagnosis } from './past-diagnosis.tsx'

/** What checks and diagnoses saw, and what is different since it worked. */
export function HistorySection({
  connection: { id: connection, project, verdict },
}: {
  readonly connection: Connection
}) {
  const compared = useQuery(orpc.diagnoses.compare.queryOptions({ input: { project, connection } }))
  const history = useInfiniteQuery(
    orpc.diagnoses.history.infiniteOptions({
      input: (cursor: string | undefined) => ({
        project,
        connection,
        limit: 20,
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )
  const [shown, setShown] = useState<number | null>(null)
  const items = history.data?.pages.flatMap((page) => page.items) ?? []
  const differences = verdict === 'connected' ? [] : (compared.data?.differences ?? [])
  return (
    <Section title={words.history} text={words.historyText}>
      {differences.length > 0 && (
        <Subsection title={words.different}>
          <List size="sm">
            {differences.slice(0, 20).map(({ what, before, after }) => (
              <List.Item key={what}>
                <RemoteText text={words.change(plain(what, 60), say(before), say(after))} most={300} />
              </List.Item>
            ))}
          </List>
        </Subsection>
      )}
      {history.error !== null && <ProblemPanel error={history.error} onRetry={() => void history.refetch()} />}
      {history.data !== undefined && items.length === 0 && <Text c="dimmed">{words.noHistory}</Text>}
      <Timeline bulletSize={14} lineWidth={2} active={items.length}>
        {items.map(({ id, kind, cause, verdict: seen, code, milliseconds, at }) => (
          <Timeline.Item
            key={id}
            color={seen === 'connected' || seen === 'ok' ? 'green' : 'red'}
            title={health.verdicts[seen] ?? plain(seen, 60)}
          >
            <Text size="sm" c="dimmed">
              <RemoteText text={words.seen(code, cause === 'sweep', milliseconds)} /> <RelativeTime at={at} />
            </Text>
            {kind === 'diagnosis' && (
              <Button variant="subtle" size="compact-xs" ml={-8} onClick={() => setShown(id)}>
                {words.evidence}
                <VisuallyHidden> {new Date(at).toLocaleString('en')}</VisuallyHidden>
              </Button>
            )}
          </Timeline.Item>
        ))}
      </Timeline>
      {history.hasNextPage && (
        <Button
          variant="default"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
          style={{ alignSelf: 'flex-start' }}
        >
          {shared.loadMore}
        </Button>
      )}
      <PastDiagnosis connection={connection} check={shown} onClose={() => setShown(null)} />
    </Section>
  )
}

function say(value: unknown): string {
  if (value === null || value === undefined) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
