import { List } from '@mantine/core'
import type { Outputs } from '../../api/client.ts'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { TextLink } from '../../shared/links.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { StatusBadge, type Tone } from '../../shared/status-badge.tsx'
import { useProject } from '../../shell/project-layout.tsx'
import { importArticles as words } from '../../texts/en/articles.ts'

type Outcome = Pick<Outputs['articles']['import']['files'][number], 'article' | 'change' | 'error'> & {
  readonly name: string
  readonly notes: readonly string[]
}

const tones: Readonly<Record<Outcome['change'], Tone>> = {
  new: 'good',
  changed: 'good',
  renamed: 'good',
  unchanged: 'neutral',
  failed: 'bad',
}

/** What became of each file or post, or would become. */
export function OutcomeTable(props: {
  readonly caption: string
  readonly nameLabel: string
  readonly outcomes: readonly Outcome[]
}) {
  const { caption, nameLabel, outcomes } = props
  const { id: project } = useProject()
  const columns: readonly Column<Outcome>[] = [
    { key: 'name', label: nameLabel, names: true, render: ({ name }) => <RemoteText text={name} most={120} /> },
    {
      key: 'outcome',
      label: words.outcome,
      render: ({ change }) => <StatusBadge tone={tones[change]}>{words.outcomes[change]}</StatusBadge>,
    },
    {
      key: 'article',
      label: words.article,
      render: ({ article }) =>
        article !== null && (
          <TextLink to="/projects/$project/articles/$article" params={{ project, article: article.id }}>
            <RemoteText text={article.title} most={100} />
          </TextLink>
        ),
    },
    {
      key: 'notes',
      label: words.notes,
      render: ({ notes, error }) =>
        error === null ? (
          notes.length > 0 && (
            <List size="sm">
              {[...new Set(notes)].slice(0, 20).map((note) => (
                <List.Item key={note}>
                  <RemoteText text={note} most={300} />
                </List.Item>
              ))}
            </List>
          )
        ) : (
          <>
            <RemoteText text={error.message} most={300} />
            <div className="soft">
              <RemoteText text={error.fix} most={300} />
            </div>
          </>
        ),
    },
  ]
  return <DataTable caption={caption} columns={columns} rows={outcomes} rowKey={({ name }) => name} />
}
