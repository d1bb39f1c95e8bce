import { Alert, Button, Group, Stack, TextInput } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { client, orpc } from '../../api/client.ts'
import { ButtonLink } from '../../shared/links.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { connect as words } from '../../texts/en/connect.ts'
import type { Connected } from './connect-page.tsx'

/** It is connected; what is left is a name. Then on to the first page of the project, which knows what comes next. */
export function ConnectDone(props: { readonly connection: Connected; readonly onAnother: () => void }) {
  const { connection: made, onAnother } = props
  const { id: connection, project } = made
  const navigate = useNavigate()
  const initial = { name: made.name, groups: made.groups.join(', ') }
  const [{ name, groups }, change, discard] = useDraft(`connect.done.${connection}`, initial)
  // The form that was here had the focus.
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const save = useOperation(
    async () => {
      const wanted = [...new Set(groups.split(',').flatMap((group) => group.trim() || []))]
      if (wanted.join() !== made.groups.join()) await client.connections.group({ project, connection, groups: wanted })
      if (name.trim() !== made.name) await client.connections.rename({ project, connection, name })
    },
    {
      quiet: true,
      done: () => words.done(plain(name, 100)),
      stale: [orpc.connections.key(), orpc.fleet.key()],
      onDone: () => {
        discard()
        void navigate({ to: '/projects/$project', params: { project } })
      },
    },
  )
  return (
    <Stack gap="md" maw="40rem">
      <Alert
        color="green"
        icon={<IconCircleCheck aria-hidden />}
        title={words.done(plain(made.name, 100))}
        role="status"
        styles={{ title: { color: 'var(--mantine-color-text)' }, message: { color: 'var(--mantine-color-text)' } }}
      >
        {words.doneText}
      </Alert>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate(undefined)
        }}
      >
        <Stack gap="md">
          <TextInput
            label={words.name}
            value={name}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            maxLength={100}
            required
            ref={first}
          />
          <TextInput
            label={words.groups}
            description={words.groupsText}
            value={groups}
            onChange={({ currentTarget }) => change({ groups: currentTarget.value })}
          />
          {save.error !== null && <ProblemPanel error={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending}>
              {words.finish}
            </Button>
            <ButtonLink
              variant="default"
              to="/projects/$project/connections/$connection"
              params={{ project, connection }}
            >
              {words.show}
            </ButtonLink>
            <Button variant="default" onClick={onAnother}>
              {words.another}
            </Button>
          </Group>
        </Stack>
      </form>
    </Stack>
  )
}
