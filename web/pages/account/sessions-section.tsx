import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { callLogin } from '../../api/auth.ts'
import { type Outputs, orpc } from '../../api/client.ts'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { Section } from '../../shared/section.tsx'
import { StatusBadge } from '../../shared/status-badge.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { account } from '../../texts/en/account.ts'
import { nameBrowser } from './name-browser.ts'

type Session = Outputs['me']['sessions']['items'][number]

/** The browsers in which the reader is logged in. */
export function SessionsSection() {
  const query = useQuery(orpc.me.sessions.queryOptions())
  const stale = [orpc.me.sessions.key()]
  const end = useOperation(orpc.me.endSession.call, { done: () => account.ended, stale })
  const endOthers = useOperation(() => callLogin('/revoke-other-sessions', {}), {
    done: () => account.othersEnded,
    stale,
  })
  const columns: readonly Column<Session>[] = [
    {
      key: 'browser',
      label: account.browser,
      names: true,
      render: ({ userAgent, current }) => (
        <Group gap="xs" component="span">
          {nameBrowser(userAgent)}
          {current && <StatusBadge tone="good">{account.thisOne}</StatusBadge>}
        </Group>
      ),
    },
    { key: 'address', label: account.address, render: ({ address }) => address ?? '' },
    { key: 'since', label: account.loggedInAt, render: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      key: 'end',
      label: '',
      end: true,
      render: ({ id, current, userAgent }) =>
        !current && (
          <Button
            size="xs"
            variant="default"
            aria-label={account.endOne(nameBrowser(userAgent))}
            loading={end.isPending && end.variables.id === id}
            onClick={() => end.mutate({ id })}
          >
            {account.end}
          </Button>
        ),
    },
  ]
  return (
    <Section title={account.sessions} text={account.sessionsText}>
      <QueryView query={query}>
        {({ items }) => (
          <>
            <DataTable caption={account.sessions} columns={columns} rows={items} rowKey={({ id }) => id} />
            {items.length > 1 && (
              <Group>
                <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>
                  {account.endOthers}
                </Button>
              </Group>
            )}
          </>
        )}
      </QueryView>
    </Section>
  )
}
