import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { orpc } from '../api/client.ts'
import { ProblemPanel } from '../shared/problem-panel.tsx'
import { plain } from '../shared/remote-text.tsx'
import { useDraft } from '../shared/use-draft.ts'
import { useOperation } from '../shared/use-operation.ts'
import { projects } from '../texts/en/projects.ts'
import { shared } from '../texts/en/shared.ts'

/** Makes a project and goes there. For administrators. */
export function NewProjectDialog({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate()
  const [draft, change, discard] = useDraft('project.new', { name: '' })
  const create = useOperation(orpc.projects.create.call, {
    quiet: true,
    done: ({ name }) => projects.created(plain(name)),
    onDone: discard,
    stale: [orpc.projects.key()],
    // Not before it is in the list, which its page needs.
    onFresh: ({ id }) => {
      onClose()
      void navigate({ to: '/projects/$project', params: { project: id } })
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={projects.newTitle}
      centered
      closeButtonProps={{ 'aria-label': shared.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate({ name: draft.name })
        }}
      >
        <Stack>
          <Text size="sm">{projects.newText}</Text>
          <TextInput
            label={projects.name}
            value={draft.name}
            onChange={({ currentTarget: { value } }) => change({ name: value })}
            maxLength={100}
            required
            data-autofocus
          />
          {create.error !== null && <ProblemPanel error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {shared.cancel}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {projects.create}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
