import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { type Outputs, orpc } from '../../api/client.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { useProjects } from '../../shell/session.tsx'
import { connection as words } from '../../texts/en/connection.ts'
import type { Connection } from './connection-page.tsx'

const stale = [orpc.connections.key(), orpc.fleet.key()]

/** What can be done with a connection. Deleting and moving are for owners. */
export function ManageSection({ connection: shown }: { readonly connection: Connection }) {
  const { id: project, role } = useProject()
  const { id: connection, kind, state, method } = shown
  const pause = useOperation(orpc.connections.pause.call, { done: () => words.paused, stale })
  const resume = useOperation(orpc.connections.resume.call, { done: () => words.resumed, stale })
  const rotate = useOperation(orpc.connections.rotate.call, { done: () => words.rotated, stale })
  const isPaused = state === 'paused'
  const rotates = kind === 'wordpress' && method !== 'jwt'
  return (
    <Section title={words.manage}>
      <Stack gap="lg">
        <Rename connection={shown} />
        <Groups connection={shown} />
        <Deed text={words.pauseText}>
          <Button
            variant="default"
            loading={pause.isPending || resume.isPending}
            onClick={() => (isPaused ? resume : pause).mutate({ project, connection })}
          >
            {isPaused ? words.resume : words.pause}
          </Button>
        </Deed>
        {rotates && (
          <Deed text={words.rotateText}>
            <Button variant="default" loading={rotate.isPending} onClick={() => rotate.mutate({ project, connection })}>
              {words.rotate}
            </Button>
          </Deed>
        )}
        {role === 'owner' && <Move connection={shown} />}
        {role === 'owner' && <Delete connection={shown} />}
      </Stack>
    </Section>
  )
}

function Deed({ text, children }: { readonly text: string; readonly children: ReactNode }) {
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" c="dimmed" maw="34rem">
        {text}
      </Text>
      {children}
    </Group>
  )
}

function Rename({ connection: { id: connection, project, name } }: { readonly connection: Connection }) {
  const [draft, change, discard] = useDraft<{ typed: string | null }>(`connection.name.${connection}`, { typed: null })
  const typed = draft.typed ?? name
  const rename = useOperation(orpc.connections.rename.call, {
    done: (row) => words.renamed(plain(row.name)),
    stale,
    onFresh: discard,
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        rename.mutate({ project, connection, name: typed })
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput
          label={words.name}
          value={typed}
          onChange={({ currentTarget }) => change({ typed: currentTarget.value })}
          maxLength={100}
          required
          flex={1}
        />
        <Button type="submit" variant="default" loading={rename.isPending} disabled={typed.trim() === name}>
          {words.rename}
        </Button>
      </Group>
    </form>
  )
}

function Groups({ connection: { id: connection, project, groups } }: { readonly connection: Connection }) {
  const before = groups.join(', ')
  const [draft, change, discard] = useDraft<{ typed: string | null }>(`connection.groups.${connection}`, {
    typed: null,
  })
  const typed = draft.typed ?? before
  const group = useOperation(orpc.connections.group.call, { done: () => words.grouped, stale, onFresh: discard })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const wanted = [...new Set(typed.split(',').flatMap((name) => name.trim() || []))]
        group.mutate({ project, connection, groups: wanted })
      }}
    >
      <Group align="flex-end" gap="xs">
        <TextInput
          label={words.groups}
          description={words.groupsHint}
          value={typed}
          onChange={({ currentTarget }) => change({ typed: currentTarget.value })}
          flex={1}
        />
        <Button type="submit" variant="default" loading={group.isPending} disabled={typed === before}>
          {words.save}
        </Button>
      </Group>
    </form>
  )
}

function Move({ connection: { id: connection, project } }: { readonly connection: Connection }) {
  const others = useProjects().filter(({ id, role }) => id !== project && role !== 'viewer')
  const [to, setTo] = useState('')
  const there = others.find(({ id }) => id === to)?.name ?? ''
  const go = useNavigate()
  const move = useOperation(orpc.connections.move.call, {
    done: () => words.moved(plain(there)),
    stale,
    onDone: ({ project: home, id }) =>
      void go({ to: '/projects/$project/connections/$connection', params: { project: home, connection: id } }),
  })
  const input = { project, connections: [connection] }
  const waiting = useQuery(orpc.publications.counts.queryOptions({ input, enabled: to !== '' }))
  const confirm = useConfirm()
  const ask = async (): Promise<void> => {
    const title = words.moveTitle(plain(there))
    const text = words.moveText(waiting.data === undefined ? null : countWaiting(waiting.data))
    if (await confirm({ title, text, action: words.moveAction, danger: true })) move.mutate({ project, connection, to })
  }
  if (others.length === 0) return null
  return (
    <Group align="flex-end" gap="xs">
      <NativeSelect
        label={words.move}
        data={[{ value: '', label: '–' }, ...others.map(({ id, name }) => ({ value: id, label: plain(name, 60) }))]}
        value={to}
        onChange={({ currentTarget }) => setTo(currentTarget.value)}
        flex={1}
      />
      <Button
        variant="default"
        disabled={to === ''}
        loading={move.isPending || waiting.isLoading}
        onClick={() => void ask()}
      >
        {words.move}
      </Button>
    </Group>
  )
}

/** What a move takes back: all that the site has not got yet. */
function countWaiting({ counts }: Outputs['publications']['counts']): number {
  return counts.reduce((sum, { state, count }) => sum + (state === 'planned' || state === 'paused' ? count : 0), 0)
}

function Delete({ connection: { id: connection, project, name } }: { readonly connection: Connection }) {
  const confirm = useConfirm()
  const go = useNavigate()
  const remove = useOperation(orpc.connections.delete.call, {
    done: () => words.deleted(plain(name)),
    stale,
    onDone: () => void go({ to: '/projects/$project/connections', params: { project } }),
  })
  const ask = async (): Promise<void> => {
    const title = words.deleteTitle(plain(name))
    if (await confirm({ title, text: words.deleteText, action: words.delete, danger: true }))
      remove.mutate({ project, connection })
  }
  return (
    <Deed text={words.deleteText}>
      <Button variant="default" loading={remove.isPending} onClick={() => void ask()}>
        {words.delete}
      </Button>
    </Deed>
  )
}
