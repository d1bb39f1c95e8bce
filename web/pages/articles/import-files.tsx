import { Alert, Box, Button, FileButton, Group, Stack, Switch, Text, TextInput } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, type Outputs, orpc } from '../../api/client.ts'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { importArticles as words } from '../../texts/en/articles.ts'
import { type Chosen, pathOf, readCalls, sortFiles } from './dropped-files.ts'
import classes from './import-files.module.css'
import { ImportProgress } from './import-progress.tsx'
import { OutcomeTable } from './outcome-table.tsx'

interface Run {
  readonly isRunning: boolean
  readonly sent: number
  readonly files: Outputs['articles']['import']['files']
  readonly error: unknown
}

const list = (names: readonly string[]): string => plain(names.slice(0, 10).join(', '), 300)

/** Files by drop or choice; says of each what became of it. */
export function ImportFiles() {
  const { id: project } = useProject()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [isOver, setOver] = useState(false)
  // The files themselves cannot be kept.
  const [draft, change] = useDraft(`articles.import.files.${project}`, {
    source: words.sourceDefault as string,
    dryRun: false,
  })
  const { source, dryRun } = draft
  const [run, setRun] = useState<Run | null>(null)
  const take = (files: readonly File[]): void => {
    if (files.length === 0) return
    setRun(null)
    setChosen(sortFiles(files))
  }
  const start = async (files: Chosen): Promise<void> => {
    let state: Run = { isRunning: true, sent: 0, files: [], error: null }
    setRun(state)
    try {
      const along = files.texts.map(pathOf).slice(0, 10_000)
      for await (const call of readCalls(files)) {
        const told = await client.articles.import({ project, source, files: call, along, dryRun })
        state = { ...state, sent: state.sent + call.length, files: [...state.files, ...told.files] }
        setRun(state)
      }
      setRun({ ...state, isRunning: false })
    } catch (error) {
      setRun({ ...state, isRunning: false, error })
    }
    await queries.invalidateQueries({ queryKey: orpc.articles.key() })
  }
  return (
    <Section title={words.files} text={words.filesText}>
      <Box
        className={classes.drop ?? ''}
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          take([...event.dataTransfer.files])
        }}
      >
        <IconFileUpload size={36} stroke={1.4} aria-hidden />
        <Text>{chosen === null ? words.drop : words.chosen(chosen.texts.length, chosen.images.length)}</Text>
        <FileButton multiple onChange={take}>
          {({ onClick }) => (
            <Button variant="default" onClick={onClick}>
              {chosen === null ? words.choose : words.again}
            </Button>
          )}
        </FileButton>
      </Box>
      {chosen !== null && chosen.ignored.length > 0 && (
        <Alert color="yellow">{words.ignored(list(chosen.ignored))}</Alert>
      )}
      {chosen !== null && chosen.tooLarge.length > 0 && (
        <Alert color="yellow">{words.tooLarge(list(chosen.tooLarge))}</Alert>
      )}
      {chosen !== null && chosen.texts.length > 0 && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void start(chosen)
          }}
        >
          <Stack gap="md">
            <TextInput
              label={words.source}
              description={words.sourceText}
              value={source}
              onChange={({ currentTarget }) => change({ source: currentTarget.value })}
              maxLength={500}
              required
            />
            <Switch
              label={words.look}
              description={words.lookText}
              checked={dryRun}
              onChange={({ currentTarget }) => change({ dryRun: currentTarget.checked })}
            />
            <Group>
              <Button type="submit" loading={run?.isRunning ?? false}>
                {dryRun ? words.look : words.start}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
      {run !== null && chosen !== null && (
        <ImportProgress
          isRunning={run.isRunning}
          done={run.sent}
          all={chosen.texts.length}
          label={words.progress(run.sent, chosen.texts.length)}
        />
      )}
      {run?.error != null && <ProblemPanel error={run.error} />}
      {run !== null && run.files.length > 0 && (
        <OutcomeTable
          caption={words.caption}
          nameLabel={words.file}
          outcomes={run.files.map((file) => ({ ...file, name: file.path }))}
        />
      )}
    </Section>
  )
}
