import { Button, Group, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { type Outputs, orpc } from '../../api/client.ts'
import { compareTexts } from '../../shared/compare-texts.ts'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { DiffLines } from '../../shared/diff-lines.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { ListSkeleton } from '../../shared/skeletons.tsx'
import { StatusBadge } from '../../shared/status-badge.tsx'
import { Subsection } from '../../shared/subsection.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { versions as words } from '../../texts/en/editor.ts'
import { shared } from '../../texts/en/shared.ts'
import { ArticleHeader } from './article-header.tsx'
import { type Article, sayContent } from './content.ts'
import { PreviewPane } from './preview-pane.tsx'

type Version = Outputs['articles']['versions']['items'][number]

const route = getRouteApi('/shell/projects/$project/articles/$article/versions')

/** What an article was: each version can be looked at, compared with the newest, and made the newest again. */
export function VersionsPage() {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const { article: id } = route.useParams()
  const article = useQuery(orpc.articles.get.queryOptions({ input: { project, article: id } }))
  const [chosen, setChosen] = useState<number | null>(null)
  const list = useInfiniteQuery(
    orpc.articles.versions.infiniteOptions({
      input: (cursor: string | undefined) => ({ project, article: id, ...(cursor === undefined ? {} : { cursor }) }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
    }),
  )
  const stale = [orpc.articles.key(), orpc.publications.key()]
  const newest = article.data?.version ?? 0
  const putBack = useOperation(orpc.articles.restore.call, { stale })
  const restore = useOperation(orpc.articles.restore.call, {
    done: (_, { version }) => words.restored(version),
    undo: () => putBack.mutate({ project, article: id, version: newest }),
    onDone: () => setChosen(null),
    stale,
  })
  const rows = list.data?.pages.flatMap(({ items }) => items)
  const columns: readonly Column<Version>[] = [
    {
      key: 'version',
      label: words.which,
      names: true,
      render: ({ version }) => (
        <Group gap="xs">
          {words.version(version)}
          {version === newest && <StatusBadge tone="good">{words.newest}</StatusBadge>}
        </Group>
      ),
    },
    { key: 'via', label: words.via, render: ({ via }) => words.ways[via] ?? via },
    { key: 'by', label: words.by, render: ({ byName }) => <RemoteText text={byName ?? words.somebody} most={60} /> },
    { key: 'when', label: words.when, render: ({ at }) => <RelativeTime at={at} /> },
    {
      key: 'actions',
      label: '',
      end: true,
      render: ({ version }) => (
        <Group gap="xs" justify="flex-end">
          <Button size="xs" variant="default" aria-label={words.lookAt(version)} onClick={() => setChosen(version)}>
            {words.look}
          </Button>
          {mayEdit && version !== newest && (
            <Button
              size="xs"
              variant="default"
              aria-label={words.restoreIt(version)}
              loading={restore.isPending}
              onClick={() => restore.mutate({ project, article: id, version })}
            >
              {words.restore}
            </Button>
          )}
        </Group>
      ),
    },
  ]
  return (
    <>
      <ArticleHeader id={id} article={article.data} />
      <Stack gap="lg">
        <Text c="dimmed">{words.text}</Text>
        {list.error !== null && <ProblemPanel error={list.error} onRetry={() => void list.refetch()} />}
        {rows === undefined ? (
          list.error === null && <ListSkeleton />
        ) : (
          <DataTable caption={words.caption} columns={columns} rows={rows} rowKey={({ version }) => String(version)} />
        )}
        {list.hasNextPage && (
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {shared.loadMore}
          </Button>
        )}
        {chosen !== null && article.data !== undefined && <Look newest={article.data} version={chosen} />}
      </Stack>
    </>
  )
}

function Look({ newest, version }: { readonly newest: Article; readonly version: number }) {
  const { id: project } = useProject()
  const top = useRef<HTMLDivElement>(null)
  // It stands below the list, which may be long.
  useEffect(() => {
    if (version > 0) top.current?.focus()
  }, [version])
  const query = useQuery(orpc.articles.version.queryOptions({ input: { project, article: newest.id, version } }))
  return (
    <div ref={top} tabIndex={-1} style={{ scrollMarginTop: '5rem', outline: 'none' }}>
      <Section title={words.version(version)}>
        <QueryView query={query}>
          {({ content }) => {
            const { lines, cut } = compareTexts(sayContent(content), sayContent(newest.content))
            return (
              <Stack gap="md">
                {version !== newest.version && (
                  <Subsection title={words.compare(version)}>
                    <DiffLines lines={lines} label={words.compare(version)} cut={cut} />
                  </Subsection>
                )}
                <Subsection title={words.asItWas(version)}>
                  <PreviewPane article={newest.id} body={content.body} />
                </Subsection>
              </Stack>
            )
          }}
        </QueryView>
      </Section>
    </div>
  )
}
