import { List, Progress, Stack, Text } from '@mantine/core'
import { toProblem } from '../../api/problem.ts'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { StatusBadge, type Tone } from '../../shared/status-badge.tsx'
import { board, publish as words } from '../../texts/en/publish.ts'
import { DropList } from './drop-list.tsx'
import { PlannedChanges } from './planned-changes.tsx'
import type { Plan, Preview } from './use-plan.ts'

interface Row {
  readonly key: string
  readonly target: string
  readonly article: string
  readonly preview: Preview | null
  readonly error: unknown
}

const tones: Readonly<Record<Preview['result'], Tone>> = { create: 'waiting', update: 'waiting', unchanged: 'good' }

/** What publishing would do, as the sites answer. `names` by the ids of connections and articles. */
export function PlanView(props: {
  readonly plan: Plan
  readonly names: ReadonlyMap<string, string>
  readonly isOneArticle: boolean
}) {
  const { plan, names, isOneArticle } = props
  const nameOf = (id: string): string => names.get(id) ?? id
  const rows: Row[] = [
    ...plan.failures.map(({ connection, error }) => ({
      ...{ key: connection, target: nameOf(connection), article: '', preview: null, error },
    })),
    ...plan.previews.map((preview) => ({
      key: `${preview.connection} ${preview.article}`,
      target: nameOf(preview.connection),
      article: nameOf(preview.article),
      ...{ preview, error: null },
    })),
  ]
  const columns: readonly Column<Row>[] = [
    { key: 'target', label: words.target, names: true, render: ({ target }) => <RemoteText text={target} most={60} /> },
    ...(isOneArticle
      ? []
      : [
          {
            key: 'article',
            label: board.article,
            render: ({ article }: Row) => <RemoteText text={article} most={80} />,
          },
        ]),
    {
      key: 'what',
      label: words.what,
      render: ({ preview }) =>
        preview === null ? (
          <StatusBadge tone="bad">{words.planFailed}</StatusBadge>
        ) : (
          <>
            <StatusBadge tone={tones[preview.result]}>{words.plans[preview.result]}</StatusBadge>
            <div className="soft">{plain(words.as(preview.status, preview.type), 60)}</div>
          </>
        ),
    },
    { key: 'requests', label: words.requests, render: ({ preview }) => preview?.requests ?? '–' },
    {
      key: 'remarks',
      label: words.remarks,
      render: ({ preview, error, target }) =>
        preview === null ? (
          <Failure error={error} />
        ) : (
          <Stack gap={4}>
            {preview.steps.length > 0 && (
              <details>
                <summary aria-label={words.stepsOf(plain(target, 60))}>{words.steps}</summary>
                <List size="sm" type="ordered">
                  {preview.steps.slice(0, 100).map((step) => (
                    <List.Item key={step}>
                      <RemoteText text={step} most={300} />
                    </List.Item>
                  ))}
                </List>
              </details>
            )}
            <PlannedChanges changes={preview.changes} unseen={preview.unseen} site={plain(target, 60)} />
            {preview.dropped.length > 0 && (
              <details>
                <summary>{words.dropped(preview.dropped.length)}</summary>
                <DropList drops={preview.dropped} />
              </details>
            )}
            {preview.notes.slice(0, 20).map(({ code, what, sentence }) => (
              <span key={`${code} ${what}`} className="soft">
                <RemoteText text={sentence} most={200} />
              </span>
            ))}
          </Stack>
        ),
    },
  ]
  return (
    <Stack gap="sm">
      <Text size="sm" role="status">
        {words.planning(plan.done, plan.all)}
      </Text>
      {plan.isRunning && (
        <Progress value={(100 * plan.done) / Math.max(1, plan.all)} aria-label={words.planning(plan.done, plan.all)} />
      )}
      {rows.length > 0 && (
        <DataTable caption={words.planCaption} columns={columns} rows={rows} rowKey={({ key }) => key} />
      )}
    </Stack>
  )
}

function Failure({ error }: { readonly error: unknown }) {
  const { message, fix } = toProblem(error)
  return (
    <>
      <RemoteText text={message} most={300} />
      <div className="soft">
        <RemoteText text={fix} most={300} />
      </div>
    </>
  )
}
