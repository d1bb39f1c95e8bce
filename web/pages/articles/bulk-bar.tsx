import { Button, Group, Text } from '@mantine/core'
import { client, orpc } from '../../api/client.ts'
import { ButtonLink } from '../../shared/links.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { articles as words } from '../../texts/en/articles.ts'
import type { ArticleRow } from './article-columns.tsx'

type State = ArticleRow['state']
interface Change {
  readonly id: string
  readonly state: State
}

/** What can be done with several articles at once; nothing while none is selected. */
export function BulkBar(props: { readonly selected: readonly ArticleRow[]; readonly onClear: () => void }) {
  const { selected, onClear } = props
  const { id: project } = useProject()
  const stale = [orpc.articles.key()]
  const putBack = useOperation((changes: readonly Change[]) => setStates(project, changes), { stale })
  const set = useOperation((state: State) => changeAll(project, selected, state), {
    done: (before, state) => words.did[state](before.length),
    undo: (before) => putBack.mutate(before),
    onDone: onClear,
    stale,
  })
  if (selected.length === 0) return null
  const buttons = [
    ['ready', words.markReady],
    ['draft', words.markDraft],
    ['archived', words.archive],
  ] as const
  return (
    <Group gap="xs" role="toolbar" aria-label={words.selected(selected.length)}>
      <Text size="sm" fw={600}>
        {words.selected(selected.length)}
      </Text>
      <ButtonLink
        size="xs"
        to="/projects/$project/publish"
        params={{ project }}
        search={{ articles: selected.map(({ id }) => id) }}
      >
        {words.publish}
      </ButtonLink>
      {buttons.map(([state, label]) => (
        <Button key={state} size="xs" variant="default" loading={set.isPending} onClick={() => set.mutate(state)}>
          {label}
        </Button>
      ))}
      <Button size="xs" variant="subtle" onClick={onClear}>
        {words.clearSelection}
      </Button>
    </Group>
  )
}

/** Gives what they were. */
async function changeAll(project: string, rows: readonly ArticleRow[], state: State): Promise<Change[]> {
  const before = rows.filter((row) => row.state !== state)
  await setStates(
    project,
    before.map(({ id }) => ({ id, state })),
  )
  return before.map(({ id, state: was }) => ({ id, state: was }))
}

async function setStates(project: string, changes: readonly Change[]): Promise<void> {
  for (const { id, state } of changes) await client.articles.setState({ project, article: id, state })
}
