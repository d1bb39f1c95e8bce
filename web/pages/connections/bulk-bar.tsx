import { Button, Group, Modal, Progress, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { client } from '../../api/client.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { useRegainedFocus } from '../../shared/use-regained-focus.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { connections as words } from '../../texts/en/connections.ts'
import { shared } from '../../texts/en/shared.ts'
import { useBulk } from './use-bulk.tsx'

/** What can be done with several connections at once; nothing while none is selected. */
export function BulkBar(props: { readonly selected: readonly string[]; readonly onClear: () => void }) {
  const { selected, onClear } = props
  const { id: project, role } = useProject()
  const { running, run } = useBulk()
  const confirm = useConfirm()
  const [groups, setGroups] = useState<string | null>(null)
  const place = useRegainedFocus<HTMLDivElement>(running !== null)
  if (running !== null) {
    const { what, done, all } = running
    return (
      <Stack gap={4} role="status">
        <Text size="sm">{words.doing(what, done, all)}</Text>
        <Progress value={(100 * done) / all} aria-label={what} />
      </Stack>
    )
  }
  if (selected.length === 0) return null
  const askDelete = async (): Promise<void> => {
    const typed = { label: words.deleteType, value: words.deleteWord }
    const title = words.deleteTitle(selected.length)
    if (!(await confirm({ title, text: words.deleteText, action: words.delete, danger: true, typed }))) return
    await run(words.delete, selected, (connection) => client.connections.delete({ project, connection }))
    onClear()
  }
  const saveGroups = async (text: string): Promise<void> => {
    setGroups(null)
    const wanted = [...new Set(text.split(',').flatMap((name) => name.trim() || []))]
    await run(words.setGroups, selected, (connection) =>
      client.connections.group({ project, connection, groups: wanted }),
    )
  }
  return (
    <Group ref={place} tabIndex={-1} gap="xs" role="toolbar" aria-label={words.selected(selected.length)}>
      <Text size="sm" fw={600}>
        {words.selected(selected.length)}
      </Text>
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          void run(words.check, selected, (connection) => client.connections.check({ project, connection }))
        }
      >
        {words.check}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          void run(words.pause, selected, (connection) => client.connections.pause({ project, connection }))
        }
      >
        {words.pause}
      </Button>
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          void run(words.resume, selected, (connection) => client.connections.resume({ project, connection }))
        }
      >
        {words.resume}
      </Button>
      <Button size="xs" variant="default" onClick={() => setGroups('')}>
        {words.setGroups}
      </Button>
      {role === 'owner' && (
        <Button size="xs" variant="default" onClick={() => void askDelete()}>
          {words.delete}
        </Button>
      )}
      <Button size="xs" variant="subtle" onClick={onClear}>
        {words.clearSelection}
      </Button>
      <Modal
        opened={groups !== null}
        onClose={() => setGroups(null)}
        title={words.groupsTitle}
        centered
        closeButtonProps={{ 'aria-label': shared.close }}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault()
            void saveGroups(groups ?? '')
          }}
        >
          <Stack>
            <Text size="sm">{words.groupsText}</Text>
            <TextInput
              label={words.groupsLabel}
              value={groups ?? ''}
              onChange={({ currentTarget }) => setGroups(currentTarget.value)}
              data-autofocus
            />
            <Button type="submit">{words.save}</Button>
          </Stack>
        </form>
      </Modal>
    </Group>
  )
}
