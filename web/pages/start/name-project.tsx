import { Button, Group, Stack, TextInput } from '@mantine/core'
import { orpc } from '../../api/client.ts'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { start } from '../../texts/en/start.ts'
import { Step } from './step.tsx'

/** What the set-up calls the first project. */
const unnamed = 'Default'

/** Gives the first project the name that its people use. */
export function NameProject({ number }: { readonly number: number }) {
  const { id: project, name, role } = useProject()
  const [draft, change, discard] = useDraft(`name.${project}`, { name: '' })
  const rename = useOperation(orpc.projects.rename.call, {
    quiet: true,
    done: () => start.named,
    stale: [orpc.projects.key()],
    onDone: discard,
  })
  if (name !== unnamed || role !== 'owner')
    return <Step number={number} title={start.name} done text={start.nameDone(plain(name))} />
  return (
    <Step number={number} title={start.name} text={start.nameText}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          rename.mutate({ project, name: draft.name })
        }}
      >
        <Stack gap="sm">
          <Group align="flex-end" gap="sm">
            <TextInput
              label={start.nameLabel}
              value={draft.name}
              onChange={({ currentTarget: { value } }) => change({ name: value })}
              maxLength={100}
              required
              flex="1 1 14rem"
              maw="24rem"
            />
            <Button type="submit" loading={rename.isPending}>
              {start.nameAction}
            </Button>
          </Group>
          {rename.error !== null && <ProblemPanel error={rename.error} />}
        </Stack>
      </form>
    </Step>
  )
}
