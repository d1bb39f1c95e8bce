import { Stack } from '@mantine/core'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { DiffLines } from '../../shared/diff-lines.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { publish as words } from '../../texts/en/publish.ts'
import type { Preview } from './use-plan.ts'

type Changes = NonNullable<Preview['changes']>

const columns: readonly Column<Changes['fields'][number]>[] = [
  { key: 'field', label: words.field, names: true, render: ({ field }) => <RemoteText text={field} most={80} /> },
  { key: 'there', label: words.there, render: ({ there }) => <RemoteText text={there} most={300} /> },
  { key: 'wanted', label: words.wanted, render: ({ wanted }) => <RemoteText text={wanted} most={300} /> },
]

/** What an update would change in what is on the site. */
export function PlannedChanges(props: {
  readonly changes: Changes | null
  readonly unseen: string | null
  readonly site: string
}) {
  const { changes, unseen, site } = props
  if (unseen !== null)
    return (
      <span className="soft">
        <RemoteText text={words.unseen(unseen)} most={300} />
      </span>
    )
  if (changes === null) return null
  const { fields, content } = changes
  const hasLines = content.lines.length > 0 || content.cut
  if (fields.length === 0 && !hasLines) return <span className="soft">{words.changesNothing}</span>
  return (
    <details>
      <summary aria-label={words.changesOn(site)}>{words.changes}</summary>
      <Stack gap="xs" mt="xs">
        {fields.length > 0 && (
          <DataTable caption={words.changesOn(site)} columns={columns} rows={fields} rowKey={({ field }) => field} />
        )}
        {hasLines && <DiffLines lines={content.lines} cut={content.cut} label={words.contentOn(site)} />}
      </Stack>
    </details>
  )
}
