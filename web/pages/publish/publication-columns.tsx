import { Anchor, Group, Stack } from '@mantine/core'
import { IconExternalLink } from '@tabler/icons-react'
import type { Column } from '../../shared/data-table.tsx'
import { TextLink } from '../../shared/links.tsx'
import { PublicationBadge } from '../../shared/publication-badge.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { SiteIcon } from '../../shared/site-icon.tsx'
import { publish, board as words } from '../../texts/en/publish.ts'
import type { BoardRow } from './action-bar.tsx'

const articleColumn = (project: string): Column<BoardRow> => ({
  key: 'article',
  label: words.article,
  names: true,
  render: (row) => (
    <Stack gap={4}>
      <TextLink to="/projects/$project/articles/$article/publish" params={{ project, article: row.article.id }}>
        <RemoteText text={row.article.title} most={100} />
      </TextLink>
      <Site project={project} row={row} />
    </Stack>
  ),
})

const siteColumn = (project: string): Column<BoardRow> => ({
  key: 'site',
  label: words.site,
  names: true,
  render: (row) => <Site project={project} row={row} />,
})

function Site(props: { readonly project: string; readonly row: BoardRow }) {
  const { id, name, icon } = props.row.connection
  return (
    <Group gap="xs" wrap="nowrap">
      <SiteIcon project={props.project} connection={id} name={name} icon={icon} />
      <RemoteText text={name} most={60} />
    </Group>
  )
}

/** What is shown of publications; with one article in view, its title needs no column. */
export function publicationColumns(project: string, isOneArticle = false): readonly Column<BoardRow>[] {
  return [
    isOneArticle ? siteColumn(project) : articleColumn(project),
    { key: 'state', label: words.state, render: ({ state }) => <PublicationBadge state={state} /> },
    { key: 'remarks', label: words.remarks, render: (row) => <Remarks row={row} /> },
    {
      key: 'changed',
      minor: true,
      label: words.changed,
      end: true,
      render: ({ updatedAt }) => <RelativeTime at={updatedAt} />,
    },
    {
      key: 'links',
      label: '',
      end: true,
      render: ({ id, url, connection }) => (
        <Group gap="sm" justify="flex-end" wrap="nowrap">
          {url !== null && /^https?:/.test(url) && (
            <Anchor
              display="inline-flex"
              href={url}
              target="_blank"
              rel="noreferrer"
              aria-label={`${publish.openPage}: ${plain(url, 80)}`}
            >
              <IconExternalLink size={18} aria-hidden />
            </Anchor>
          )}
          <TextLink
            to="/projects/$project/publications/$publication"
            params={{ project, publication: id }}
            aria-label={publish.receiptOf(plain(connection.name, 60))}
          >
            {publish.receipt}
          </TextLink>
        </Group>
      ),
    },
  ]
}

function Remarks({ row }: { readonly row: BoardRow }) {
  const { error, dropped, changed, hold, version, article, state } = row
  const message = error !== null && typeof error.message === 'string' ? error.message : ''
  const parts = [
    ...(dropped > 0 ? [publish.dropped(dropped)] : []),
    ...(changed > 0 ? [publish.changedCount(changed)] : []),
    ...(hold === null ? [] : [words.hold[hold] ?? hold]),
    ...(version < article.version && !['gone', 'cancelled'].includes(state)
      ? [publish.behind(version, article.version)]
      : []),
  ]
  return (
    <Stack gap={2}>
      {message !== '' && <RemoteText text={message} most={160} />}
      {parts.map((part) => (
        <span key={part} className="soft">
          {part}
        </span>
      ))}
    </Stack>
  )
}
