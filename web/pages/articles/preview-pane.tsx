import { List, Paper, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { orpc } from '../../api/client.ts'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { SandboxedHtml } from '../../shared/sandboxed-html.tsx'
import { useProject } from '../../shell/project-layout.tsx'
import { editor as words } from '../../texts/en/editor.ts'
import type { Content } from './content.ts'

/** In ms, after the last letter. */
const patience = 400

/** A body as the HTML of its blocks, in a frame where nothing runs, a moment after the typing stops. */
export function PreviewPane(props: {
  readonly article: string | null
  readonly body: Content['body']
  readonly height?: string
}) {
  const { article, body, height = 'max(38rem, calc(100vh - 16rem))' } = props
  const { id: project } = useProject()
  const [shown] = useDebouncedValue(body, patience)
  const query = useQuery(
    orpc.articles.preview.queryOptions({
      input: { project, body: shown, ...(article === null ? {} : { article }) },
      enabled: shown.text.trim() !== '',
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10_000,
    }),
  )
  if (shown.text.trim() === '')
    return (
      <Paper withBorder p="lg" bg="var(--press-card)" h="100%">
        <Text c="dimmed">{words.previewEmpty}</Text>
      </Paper>
    )
  const { notes = [], html } = query.data ?? {}
  const missing = (query.data?.images ?? []).filter((image) => !image.shown).map(({ src }) => plain(src, 60))
  return (
    <div>
      {query.error !== null && <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />}
      <SandboxedHtml html={html ?? ''} title={words.previewOf} height={height} />
      {query.data?.isCut === true && (
        <Text size="sm" mt="xs">
          {words.previewCut}
        </Text>
      )}
      {missing.length > 0 && (
        <Text size="sm" mt="xs">
          {words.missingImages(missing.slice(0, 5).join(', '))}
        </Text>
      )}
      {notes.length > 0 && (
        <details>
          <Text component="summary" size="sm" mt="xs">
            {words.notes(notes.length)}
          </Text>
          <List size="sm" mt={4}>
            {notes.slice(0, 50).map(({ code, what, sentence }) => (
              <List.Item key={`${code} ${what}`}>{plain(sentence, 400)}</List.Item>
            ))}
          </List>
        </details>
      )}
    </div>
  )
}
