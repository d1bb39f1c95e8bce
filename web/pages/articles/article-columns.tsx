import { Group } from '@mantine/core'
import type { Outputs } from '../../api/client.ts'
import { ArticleStateBadge } from '../../shared/article-state-badge.tsx'
import type { Column } from '../../shared/data-table.tsx'
import { TextLink } from '../../shared/links.tsx'
import { PublicationBadge } from '../../shared/publication-badge.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { articles as words } from '../../texts/en/articles.ts'
import { publication } from '../../texts/en/publication.ts'

export type ArticleRow = Outputs['articles']['list']['items'][number]
type Targets = Outputs['publications']['targets']['targets']

/** What the list shows of an article. */
export function articleColumns(project: string, targets: Targets | undefined): readonly Column<ArticleRow>[] {
  return [
    {
      key: 'title',
      label: words.name,
      names: true,
      render: ({ id, title, path }) => (
        <>
          <TextLink to="/projects/$project/articles/$article" params={{ project, article: id }}>
            <RemoteText text={title.trim() === '' ? words.untitled : title} most={120} />
          </TextLink>
          {path !== null && (
            <div className="soft">
              <RemoteText text={path} most={80} />
            </div>
          )}
        </>
      ),
    },
    { key: 'state', label: words.state, render: ({ state }) => <ArticleStateBadge state={state} /> },
    {
      key: 'targets',
      label: words.targets,
      render: ({ id }) => <TargetBadges targets={targets?.filter(({ article }) => article === id)} />,
    },
    { key: 'version', minor: true, label: words.version, render: ({ version }) => version },
    { key: 'changed', label: words.changed, end: true, render: ({ updatedAt }) => <RelativeTime at={updatedAt} /> },
  ]
}

function TargetBadges({ targets }: { readonly targets: Targets | undefined }) {
  if (targets === undefined) return null
  if (targets.length === 0) return <span className="soft">{words.nowhere}</span>
  return (
    <Group gap={4}>
      {targets.map(({ state, count, names }) => (
        <PublicationBadge key={state} state={state}>
          {publication.on(
            publication.states[state],
            names.map((name) => plain(name, 30)),
            count,
          )}
        </PublicationBadge>
      ))}
    </Group>
  )
}
