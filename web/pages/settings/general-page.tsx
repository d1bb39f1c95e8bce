import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { orpc } from '../../api/client.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { Section } from '../../shared/section.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { settings } from '../../texts/en/settings.ts'
import { SettingsHeader } from './settings-header.tsx'

/** The project itself: its name, and the ways out of it. */
export function GeneralPage() {
  const { role } = useProject()
  return (
    <>
      <SettingsHeader part={settings.general} />
      <Stack gap="lg">
        <NameSection />
        <LeaveSection />
        {role === 'owner' && <DeleteSection />}
      </Stack>
    </>
  )
}

function NameSection() {
  const { id, name, role } = useProject()
  const [{ typed }, change, discard] = useDraft<{ typed: string | null }>(`settings.name.${id}`, { typed: null })
  const wanted = typed ?? name
  const rename = useOperation(orpc.projects.rename.call, {
    quiet: true,
    done: () => settings.renamed,
    onFresh: discard,
    stale: [orpc.projects.key()],
  })
  const mine = role === 'owner'
  return (
    <Section title={settings.name} text={mine ? settings.nameText : settings.forOwners}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          rename.mutate({ project: id, name: wanted })
        }}
      >
        <Stack maw="28rem">
          <TextInput
            label={settings.name}
            value={wanted}
            onChange={({ currentTarget: { value } }) => change({ typed: value })}
            maxLength={100}
            disabled={!mine}
            required
          />
          {rename.error !== null && <ProblemPanel error={rename.error} />}
          {mine && (
            <Group>
              <Button type="submit" loading={rename.isPending} disabled={wanted.trim() === name}>
                {settings.rename}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Section>
  )
}

function LeaveSection() {
  const { id } = useProject()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const leave = useOperation(orpc.members.leave.call, {
    done: () => settings.left,
    stale: [orpc.projects.key()],
    // The first page shows what is left, which must be read by then.
    onFresh: () => void navigate({ to: '/' }),
  })
  const ask = async () => {
    const { leave: title, leaveText: text } = settings
    if (await confirm({ title, text, action: title, danger: true })) leave.mutate({ project: id })
  }
  return (
    <Section title={settings.leave} text={settings.leaveText}>
      <Group>
        <Button variant="default" loading={leave.isPending} onClick={() => void ask()}>
          {settings.leave}
        </Button>
      </Group>
    </Section>
  )
}

function DeleteSection() {
  const { id, name } = useProject()
  const confirm = useConfirm()
  const navigate = useNavigate()
  const remove = useOperation(orpc.projects.delete.call, {
    done: () => settings.removed,
    // The first page shows what is left, which must be read by then.
    onFresh: () => void navigate({ to: '/' }),
    stale: [orpc.projects.key()],
  })
  const ask = async () => {
    const yes = await confirm({
      title: settings.remove,
      text: settings.removeText,
      action: settings.removeAction,
      danger: true,
      typed: { label: settings.removeTyped(name), value: name },
    })
    if (yes) remove.mutate({ project: id, name })
  }
  return (
    <Section title={settings.remove} text={settings.removeText}>
      <Group>
        <Button color="red" variant="outline" loading={remove.isPending} onClick={() => void ask()}>
          {settings.remove}
        </Button>
      </Group>
    </Section>
  )
}
