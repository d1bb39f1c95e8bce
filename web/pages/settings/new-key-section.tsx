import { Alert, Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core'
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

/** Makes a key and shows it, once. */
export function NewKeySection() {
  const { id: project, role } = useProject()
  const [draft, change, discard] = useDraft(`key.${project}`, { name: '', role: 'viewer', days: 90 as number | string })
  const [made, setMade] = useState<{ name: string; key: string } | null>(null)
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
          create.mutate({ project, name: draft.name, role: readRole(draft.role), expiresInDays: Number(draft.days) })
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
