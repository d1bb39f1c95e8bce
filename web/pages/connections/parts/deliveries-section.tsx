import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, orpc } from '../../../api/client.ts'
import { type Column, DataTable } from '../../../shared/data-table.tsx'
import { ProblemPanel } from '../../../shared/problem-panel.tsx'
import { RelativeTime } from '../../../shared/relative-time.tsx'
import { plain } from '../../../shared/remote-text.tsx'
import { Section } from '../../../shared/section.tsx'
import { ListSkeleton } from '../../../shared/skeletons.tsx'
import { useOperation } from '../../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../../shell/project-layout.tsx'
import { deliveries as words } from '../../../texts/en/deliveries.ts'
import { shared } from '../../../texts/en/shared.ts'
import type { Connection } from '../connection-page.tsx'
import { AttemptList } from './attempt-list.tsx'
import { DeliveryBadge } from './delivery-badge.tsx'
import { DeliveryDialog } from './delivery-dialog.tsx'

type Delivery = Outputs['deliveries']['list']['items'][number]
type State = Delivery['state']

const week = 7 * 24 * 3600 * 1000
const stale = [orpc.deliveries.key(), orpc.webhooks.key()]

/** What was sent to an endpoint, and how it answers now. */
export function DeliveriesSection({ connection: { id: connection } }: { readonly connection: Connection }) {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const [state, setState] = useState<State | ''>('')
  const [open, setOpen] = useState<string | null>(null)
  const list = useInfiniteQuery({
    ...orpc.deliveries.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...{ project, connection, limit: 10 },
        ...(state === '' ? {} : { states: [state] }),
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
    placeholderData: keepPreviousData,
    // Attempts go on by themselves.
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some(({ finishedAt }) => finishedAt === null)) === true ? 5000 : false,
  })
  const test = useOperation(orpc.webhooks.test.call, { quiet: true, stale })
  const repeat = useOperation(orpc.deliveries.redeliverFailed.call, {
    done: ({ count }) => words.redeliveredCount(count),
    stale,
  })
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Section title={words.title} text={words.text}>
      {mayEdit && (
        <Group gap="sm">
          <Button loading={test.isPending} onClick={() => test.mutate({ project, connection })}>
            {words.test}
          </Button>
          <Button
            variant="default"
            loading={repeat.isPending}
            onClick={() => repeat.mutate({ project, connection, since: new Date(Date.now() - week).toISOString() })}
          >
            {words.redeliverFailed}
          </Button>
          <Text size="sm" c="dimmed">
            {words.testText}
          </Text>
        </Group>
      )}
      {test.error !== null && <ProblemPanel error={test.error} />}
      {test.data !== undefined && (
        <Stack gap="xs" role="status">
          <Title order={3} size="h4">
            {words.tested}
          </Title>
          <AttemptList log={test.data.log} />
        </Stack>
      )}
      <NativeSelect
        label={words.which}
        data={[
          { value: '', label: words.every },
          ...Object.entries(words.states).map(([value, label]) => ({ value, label })),
        ]}
        value={state}
        onChange={({ currentTarget }) => setState(currentTarget.value as State | '')}
        w="12rem"
      />
      {list.error !== null && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <ListSkeleton rows={3} />}
      {list.data !== undefined && items.length === 0 && <Text c="dimmed">{words.none}</Text>}
      {items.length > 0 && (
        <DataTable caption={words.caption} columns={columnsOf(setOpen)} rows={items} rowKey={({ id }) => id} />
      )}
      {list.hasNextPage && (
        <Group>
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {shared.loadMore}
          </Button>
        </Group>
      )}
      <DeliveryDialog connection={connection} delivery={open} onClose={() => setOpen(null)} />
    </Section>
  )
}

/** Not broken within: types are short. */
function Whole({ text }: { readonly text: string }) {
  return <span style={{ whiteSpace: 'nowrap' }}>{plain(text, 40)}</span>
}

function columnsOf(show: (id: string) => void): Column<Delivery>[] {
  return [
    { key: 'type', label: words.type, names: true, render: ({ type }) => <Whole text={type} /> },
    {
      key: 'state',
      label: words.state,
      render: ({ state, nextAt }) => (
        <Group gap="xs">
          <DeliveryBadge state={state} />
          {nextAt !== null && (
            <Text size="xs" c="dimmed">
              {words.next} <RelativeTime at={nextAt} />
            </Text>
          )}
        </Group>
      ),
    },
    { key: 'attempts', label: words.attempts, end: true, render: ({ attempts }) => attempts },
    { key: 'made', label: words.made, render: ({ createdAt }) => <RelativeTime at={createdAt} /> },
    {
      key: 'show',
      label: '',
      end: true,
      render: ({ id, type }) => (
        <Button size="xs" variant="default" onClick={() => show(id)} aria-label={words.showOf(plain(type, 60))}>
          {words.show}
        </Button>
      ),
    },
  ]
}
