import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Outputs, orpc } from '../../api/client.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { DiffLines } from '../../shared/diff-lines.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { Subsection } from '../../shared/subsection.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { publicationPage as words } from '../../texts/en/publish.ts'

type Comparison = Outputs['publications']['conflict']
type Field = Comparison['fields'][number]

const side = (name: 'base' | 'theirs' | 'ours'): Column<Field> => ({
  key: name,
  label: words[name],
  render: (field) => (field[name] === null ? '–' : <RemoteText text={field[name]} most={200} />),
})
const columns: readonly Column<Field>[] = [
  { key: 'field', label: words.field, names: true, render: ({ field }) => <RemoteText text={field} most={80} /> },
  { key: 'who', label: words.who, render: ({ changed }) => words.whos[changed] ?? changed },
  side('base'),
  side('theirs'),
  side('ours'),
]

/**
 * Somebody else changed what we published: the three sides, and the reader's decision. Compared once for each state of the
 * row (`updatedAt`): events of the hub come when the conflict is over, too, and then there is nothing to compare.
 */
export function ConflictSection(props: { readonly publication: string; readonly updatedAt: string }) {
  const { publication, updatedAt } = props
  const { id: project } = useProject()
  const input = { project, publication }
  const query = useQuery({
    queryKey: [...orpc.publications.conflict.key({ input }), updatedAt],
    queryFn: ({ signal }) => orpc.publications.conflict.call(input, { signal }),
    staleTime: 'static',
  })
  return (
    <Section title={words.conflict} text={words.conflictText}>
      <QueryView query={query}>{(comparison) => <Sides comparison={comparison} />}</QueryView>
    </Section>
  )
}

function Sides({ comparison }: { readonly comparison: Comparison }) {
  const { fields, contentTheirs, contentOurs, modified, knowsBase } = comparison
  const mayEdit = useMayEdit()
  return (
    <Stack gap="lg">
      <Text size="sm">{modified === null ? words.gone : words.modified(plain(modified, 40))}</Text>
      {!knowsBase && <Text size="sm">{words.noBase}</Text>}
      {fields.length > 0 && (
        <DataTable caption={words.conflictCaption} columns={columns} rows={fields} rowKey={({ field }) => field} />
      )}
      {[
        { label: words.contentTheirs, part: contentTheirs },
        { label: words.contentOurs, part: contentOurs },
      ].map(({ label, part }) => (
        <Subsection key={label} title={label}>
          <DiffLines lines={part.lines} cut={part.cut} label={label} />
        </Subsection>
      ))}
      {mayEdit && <Decision comparison={comparison} />}
    </Stack>
  )
}

function Decision({ comparison: { publication, modified } }: { readonly comparison: Comparison }) {
  const { id: project } = useProject()
  const confirm = useConfirm()
  const resolve = useOperation(orpc.publications.resolve.call, {
    done: ({ adopted }) => (adopted === null ? words.resolved : words.adopted(adopted)),
    stale: [orpc.publications.key(), orpc.articles.key()],
  })
  const decide = (keep: 'theirs' | 'ours' | 'leave'): void =>
    resolve.mutate({ project, publication: publication.id, keep, seen: modified })
  const overwrite = async (): Promise<void> => {
    const question = { title: words.overwriteTitle, text: words.overwriteText, action: words.overwrite }
    if (await confirm({ ...question, danger: true })) decide('ours')
  }
  return (
    <Group gap="lg" align="flex-start">
      <div>
        <Button loading={resolve.isPending} onClick={() => decide('theirs')}>
          {words.keepTheirs}
        </Button>
        <div className="soft">{words.keepTheirsText}</div>
      </div>
      <div>
        <Button variant="default" disabled={resolve.isPending} onClick={() => void overwrite()}>
          {words.overwrite}
        </Button>
        <div className="soft">{words.overwriteText}</div>
      </div>
      <div>
        <Button variant="default" disabled={resolve.isPending} onClick={() => decide('leave')}>
          {words.leave}
        </Button>
        <div className="soft">{words.leaveText}</div>
      </div>
    </Group>
  )
}
