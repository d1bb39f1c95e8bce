import { Button, FileInput, Group, Progress, Stack, Text, Textarea } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, type Outputs, orpc } from '../../api/client.ts'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { TextLink } from '../../shared/links.tsx'
import { PageHeader } from '../../shared/page-header.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { RemoteText } from '../../shared/remote-text.tsx'
import { StatusBadge } from '../../shared/status-badge.tsx'
import { NotForRole } from '../../shell/not-for-role.tsx'
import { useMayEdit, useProject } from '../../shell/project-layout.tsx'
import { connection } from '../../texts/en/connection.ts'
import { importing as words } from '../../texts/en/import.ts'

type Line = Outputs['connections']['import']['lines'][number]

interface Run {
  readonly isRunning: boolean
  readonly total: number
  readonly lines: readonly Line[]
  readonly error: unknown
}

const tones = { connected: 'good', already: 'neutral', refused: 'bad', failed: 'bad' } as const
const columns: readonly Column<Line>[] = [
  { key: 'address', label: words.address, names: true, render: ({ address }) => <RemoteText text={address ?? '–'} /> },
  { key: 'line', label: words.line, render: ({ line }) => line },
  {
    key: 'outcome',
    label: words.outcome,
    render: ({ outcome }) => <StatusBadge tone={tones[outcome]}>{words.outcomes[outcome]}</StatusBadge>,
  },
  {
    key: 'why',
    label: words.why,
    render: ({ title, fix, outcome }) =>
      outcome === 'refused' || outcome === 'failed' ? (
        <>
          <RemoteText text={title} most={200} />
          {fix !== null && (
            <div className="soft">
              <RemoteText text={fix} most={300} />
            </div>
          )}
        </>
      ) : null,
  },
]

/** Connects the sites of a file. */
export function ImportPage() {
  const { id: project } = useProject()
  const mayEdit = useMayEdit()
  return (
    <>
      <PageHeader
        title={words.title}
        text={words.text}
        back={
          <TextLink to="/projects/$project/connections" params={{ project }} size="sm">
            <IconArrowLeft size={14} aria-hidden /> {connection.back}
          </TextLink>
        }
      />
      {mayEdit ? <ImportForm project={project} /> : <NotForRole />}
    </>
  )
}

/** Says of each line what became of it. Passwords stay in this page until it is left. */
function ImportForm({ project }: { readonly project: string }) {
  const queries = useQueryClient()
  const [content, setContent] = useState('')
  const [run, setRun] = useState<Run | null>(null)
  const start = async (): Promise<void> => {
    const format = /^\s*[[{]/.test(content) ? 'json' : 'csv'
    let state: Run = { isRunning: true, total: 0, lines: [], error: null }
    setRun(state)
    try {
      for (let after: number | null = 0; after !== null; ) {
        const told: Outputs['connections']['import'] = await client.connections.import({
          ...{ project, format, content, after },
        })
        state = { ...state, total: told.total, lines: [...state.lines, ...told.lines] }
        setRun(state)
        after = told.next
      }
      setRun({ ...state, isRunning: false })
    } catch (error) {
      setRun({ ...state, isRunning: false, error })
    }
    await queries.invalidateQueries({ queryKey: orpc.fleet.key() })
  }
  const ill = run?.lines.filter(({ outcome }) => outcome === 'refused' || outcome === 'failed').length ?? 0
  return (
    <Stack gap="md">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void start()
        }}
      >
        <Stack gap="md">
          <FileInput
            label={words.choose}
            accept=".csv,.json,text/csv,application/json"
            onChange={(file) => void file?.text().then(setContent)}
            clearable
          />
          <Textarea
            label={words.content}
            description={words.or}
            placeholder={words.example}
            value={content}
            onChange={({ currentTarget }) => setContent(currentTarget.value)}
            minRows={5}
            maxRows={14}
            autosize
            required
            spellCheck={false}
            autoComplete="off"
          />
          <Group>
            <Button type="submit" loading={run?.isRunning ?? false}>
              {words.start}
            </Button>
            <Text size="sm" c="dimmed">
              {words.again}
            </Text>
          </Group>
        </Stack>
      </form>
      {run !== null && (
        <Stack gap="sm" role="status">
          {run.isRunning && (
            <Progress
              value={run.total === 0 ? 0 : (100 * run.lines.length) / run.total}
              aria-label={words.progress(run.lines.length, run.total)}
            />
          )}
          <Text>
            {run.isRunning ? words.progress(run.lines.length, run.total) : words.summary(run.lines.length - ill, ill)}
          </Text>
        </Stack>
      )}
      {run?.error != null && <ProblemPanel error={run.error} onRetry={() => void start()} />}
      {run !== null && run.lines.length > 0 && (
        <DataTable caption={words.caption} columns={columns} rows={run.lines} rowKey={({ line }) => String(line)} />
      )}
    </Stack>
  )
}
