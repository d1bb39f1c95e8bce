import { Button, Progress, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import { DataTable } from '../../shared/data-table.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { Section } from '../../shared/section.tsx'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { publish as words } from '../../texts/en/publish.ts'
import { shared } from '../../texts/en/shared.ts'
import { ActionBar, type BoardRow } from './action-bar.tsx'
import { publicationColumns } from './publication-columns.tsx'

const open: ReadonlySet<string> = new Set(['planned', 'sending', 'unknown'])

/** Where these articles are; read again with each event of the hub. */
export function useReleases(articles: readonly string[]) {
  const { id: project } = useProject()
  return useInfiniteQuery(
    orpc.publications.board.infiniteOptions({
      input: (cursor: string | undefined) => ({
        ...{ project, articles: [...articles], limit: 200 },
        ...(cursor === undefined ? {} : { cursor }),
      }),
      initialPageParam: undefined,
      getNextPageParam: ({ next }) => next ?? undefined,
      enabled: articles.length > 0,
    }),
  )
}

/** Each site by itself while articles are on their way, and what can be done meanwhile. */
export function ProgressSection(props: {
  readonly articles: readonly string[]
  readonly releases: ReturnType<typeof useReleases>
}) {
  const { articles, releases } = props
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  const counts = useQuery(orpc.publications.counts.queryOptions({ input: { project, articles: [...articles] } }))
  const rows: BoardRow[] = releases.data?.pages.flatMap(({ items }) => items) ?? []
  const all = (counts.data?.counts ?? []).reduce((sum, { count }) => sum + count, 0)
  const waiting = (counts.data?.counts ?? []).reduce((sum, { state, count }) => sum + (open.has(state) ? count : 0), 0)
  return (
    <Section title={words.where} text={words.whereText}>
      {releases.error !== null && <ProblemPanel error={releases.error} onRetry={() => void releases.refetch()} />}
      {rows.length === 0 ? (
        <Text c="dimmed">{words.nowhere}</Text>
      ) : (
        <Stack gap="md">
          <Text size="sm" role="status" aria-live="polite">
            {words.progress(all - waiting, all)}
          </Text>
          {waiting > 0 && (
            <Progress
              value={(100 * (all - waiting)) / Math.max(1, all)}
              aria-label={words.progress(all - waiting, all)}
            />
          )}
          {mayEdit &&
            (releases.hasNextPage ? (
              <Text size="sm" c="dimmed">
                {words.notAllShown}
              </Text>
            ) : (
              <ActionBar rows={rows} />
            ))}
          <DataTable
            caption={words.where}
            columns={publicationColumns(project, articles.length === 1)}
            rows={rows}
            rowKey={({ id }) => id}
          />
          {releases.hasNextPage && (
            <Button
              variant="default"
              loading={releases.isFetchingNextPage}
              onClick={() => void releases.fetchNextPage()}
            >
              {shared.loadMore}
            </Button>
          )}
        </Stack>
      )}
    </Section>
  )
}
