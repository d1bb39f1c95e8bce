import { Text } from '@mantine/core'
import type { Outputs } from '../api/client.ts'
import { diagnosis as words } from '../texts/en/diagnosis.ts'
import { type Column, DataTable } from './data-table.tsx'
import { RemoteText } from './remote-text.tsx'

type Attempt = Outputs['sites']['diagnose']['attempts'][number]

type Row = Attempt & { readonly index: number }

const columns: readonly Column<Row>[] = [
  { key: 'purpose', label: words.purpose, names: true, render: ({ purpose }) => purpose },
  {
    key: 'request',
    label: words.request,
    render: ({ method, url }) => (
      <>
        {method} <RemoteText text={url} most={120} />
      </>
    ),
  },
  {
    key: 'answer',
    label: words.answer,
    render: ({ status, outcome }) => (
      <>
        {status ?? words.noAnswer} <RemoteText text={outcome} most={160} />
      </>
    ),
  },
  { key: 'time', label: words.time, end: true, render: ({ ms }) => words.ms(ms) },
]

/** The requests of a diagnosis, in order; also while it goes on. */
export function AttemptsTable({ attempts }: { readonly attempts: readonly Attempt[] }) {
  const total = attempts.reduce((sum, { ms }) => sum + ms, 0)
  return (
    <>
      <Text size="sm" c="dimmed" my="xs">
        {words.attemptsText(attempts.length, total)}
      </Text>
      <DataTable
        caption={words.attempts}
        columns={columns}
        rows={attempts.map((attempt, index) => ({ ...attempt, index }))}
        rowKey={({ index }) => String(index)}
      />
    </>
  )
}
