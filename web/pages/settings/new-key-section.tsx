import { Alert, Button, Group, MultiSelect, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../../api/client.ts'
import { CodeBox } from '../../shared/code-box.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { plain } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { settings } from '../../texts/en/settings.ts'
import { readRole, roleChoicesUpTo } from './roles.ts'

interface Draft {
  readonly name: string
  readonly role: string
  readonly days: number | string
  /** Ids; none means all. */
  readonly connections: readonly string[]
}

const empty: Draft = { name: '', role: 'viewer', days: 90, connections: [] }

/** Makes a key and shows it, once. */
export function NewKeySection() {
  const { id: project, role } = useProject()
  const [draft, change, discard] = useDraft(`key.${project}`, empty)
  const [made, setMade] = useState<{ name: string; key: string } | null>(null)
  const sites = useQuery(orpc.fleet.list.queryOptions({ input: { project, limit: 500 } })).data?.items ?? []
  const only = draft.connections.filter((id) => sites.some((site) => site.id === id))
  const create = useOperation(orpc.keys.create.call, {
    quiet: true,
    stale: [orpc.keys.key()],
    onDone: (key) => {
      setMade(key)
      discard()
    },
  })
  return (
    <Section title={settings.newKey}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const { name, role: chosen, days } = draft
          const reach = only.length === 0 ? {} : { connections: only }
          create.mutate({ project, name, role: readRole(chosen), expiresInDays: Number(days), ...reach })
        }}
      >
        <Stack>
          <Group align="flex-end" gap="sm">
            <TextInput
              label={settings.keyName}
              description={settings.keyNameText}
              value={draft.name}
              onChange={({ currentTarget: { value } }) => change({ name: value })}
              maxLength={100}
              required
              flex="1 1 14rem"
              maw="24rem"
            />
            <NativeSelect
              label={settings.role}
              data={roleChoicesUpTo(role)}
              value={draft.role}
              onChange={({ currentTarget: { value } }) => change({ role: value })}
            />
            <NumberInput
              label={settings.keyDays}
              value={draft.days}
              onChange={(days) => change({ days })}
              min={1}
              max={366}
              allowDecimal={false}
              hideControls
              w="8rem"
              required
            />
          </Group>
          {sites.length > 0 && (
            <MultiSelect
              label={settings.keyOnly}
              description={settings.keyOnlyText}
              data={sites.map(({ id, name }) => ({ value: id, label: plain(name, 60) }))}
              value={only}
              onChange={(connections) => change({ connections })}
              maxDropdownHeight={280}
              searchable
              clearable
              maw="40rem"
            />
          )}
          <Group>
            <Button type="submit" loading={create.isPending}>
              {settings.makeKey}
            </Button>
          </Group>
          {create.error !== null && <ProblemPanel error={create.error} />}
        </Stack>
      </form>
      {made !== null && (
        <Alert color="green" title={settings.keyReady(plain(made.name))} role="status">
          <Stack gap="xs">
            <CodeBox text={made.key} what={settings.theKey} />
            <Text size="sm">{settings.keyUse}</Text>
            <CodeBox text={`Authorization: Bearer ${made.key}`} what={settings.keyUseName} />
          </Stack>
        </Alert>
      )}
    </Section>
  )
}
