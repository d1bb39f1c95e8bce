import { List, Stack, Text } from '@mantine/core'
import type { Outputs } from '../../api/client.ts'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { Subsection } from '../../shared/subsection.tsx'
import { publicationPage as words } from '../../texts/en/publish.ts'
import { type Drop, DropList } from './drop-list.tsx'

interface Changed {
  readonly field: string
  readonly sent: string
  readonly stored: string
}

const columns: readonly Column<Changed>[] = [
  { key: 'field', label: words.field, names: true, render: ({ field }) => <RemoteText text={field} most={80} /> },
  { key: 'sent', label: words.sent, render: ({ sent }) => <RemoteText text={sent} most={300} /> },
  { key: 'stored', label: words.stored, render: ({ stored }) => <RemoteText text={stored} most={300} /> },
]

/** What was sent, against what the site stored. */
export function ReceiptSection({ receipt }: { readonly receipt: Outputs['publications']['get']['receipt'] }) {
  if (receipt === null)
    return (
      <Section title={words.receipt} text={words.receiptText}>
        <Text c="dimmed">{words.noReceipt}</Text>
      </Section>
    )
  const dropped = listOf(receipt.dropped).map(
    (one): Drop => ({
      field: say(one.field),
      why: say(one.why),
      snippet: one.snippet == null ? null : say(one.snippet),
    }),
  )
  const changed = listOf(receipt.changed).map((one) => ({
    field: say(one.field),
    sent: say(one.sent),
    stored: say(one.stored),
  }))
  const notes = listOf(receipt.notes).map(({ sentence, code }) => say(sentence ?? code))
  return (
    <Section title={words.receipt} text={words.receiptText}>
      {dropped.length + changed.length === 0 && <Text>{words.asSent}</Text>}
      <Stack gap="lg">
        {dropped.length > 0 && (
          <Subsection title={words.dropped}>
            <DropList drops={dropped} />
          </Subsection>
        )}
        {changed.length > 0 && (
          <Subsection title={words.storedOtherwise}>
            <DataTable caption={words.storedOtherwise} columns={columns} rows={changed} rowKey={({ field }) => field} />
          </Subsection>
        )}
        {notes.length > 0 && (
          <Subsection title={words.notes}>
            <List size="sm">
              {[...new Set(notes)].slice(0, 50).map((note) => (
                <List.Item key={note}>
                  <RemoteText text={note} most={300} />
                </List.Item>
              ))}
            </List>
          </Subsection>
        )}
      </Stack>
    </Section>
  )
}

/** Kinds of connections may add to a receipt, so that it is read with care. */
function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value)
    ? value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null)
    : []
}

function say(value: unknown): string {
  if (value === undefined || value === null) return '–'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
