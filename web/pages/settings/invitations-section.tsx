import { Alert, Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Outputs, orpc } from '../../api/client.ts'
import { CodeBox } from '../../shared/code-box.tsx'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { ProblemPanel } from '../../shared/problem-panel.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { useDraft } from '../../shared/use-draft.ts'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { settings } from '../../texts/en/settings.ts'
import { readRole, roleChoices } from './roles.ts'

type Invitation = Outputs['members']['invitations']['items'][number]

/** Makes a link for somebody, and lists those that are not used yet. */
export function InvitationsSection() {
  const { id: project } = useProject()
  const [draft, change, discard] = useDraft(`invite.${project}`, { email: '', role: 'editor' })
  const [made, setMade] = useState<{ email: string; link: string } | null>(null)
  const query = useQuery(orpc.members.invitations.queryOptions({ input: { project } }))
  const stale = [orpc.members.invitations.key()]
  const invite = useOperation(orpc.members.invite.call, {
    quiet: true,
    stale,
    onDone: (invitation) => {
      setMade(invitation)
      discard()
    },
  })
  const takeBack = useOperation(orpc.members.uninvite.call, { done: () => settings.takenBack, stale })
  const columns: readonly Column<Invitation>[] = [
    { key: 'email', label: settings.email, names: true, render: ({ email }) => <RemoteText text={email} /> },
    { key: 'role', label: settings.role, render: ({ role }) => settings.roles[role] },
    { key: 'expires', label: settings.expires, render: ({ expiresAt }) => <RelativeTime at={expiresAt} /> },
    {
      key: 'back',
      label: '',
      end: true,
      render: ({ id, email }) => (
        <Button
          size="xs"
          variant="default"
          aria-label={settings.takeBackOne(plain(email))}
          onClick={() => takeBack.mutate({ project, id })}
        >
          {settings.takeBack}
        </Button>
      ),
    },
  ]
  const open = query.data?.items ?? []
  return (
    <Section title={settings.invite} text={settings.inviteText}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          invite.mutate({ project, email: draft.email.trim(), role: readRole(draft.role) })
        }}
      >
        <Stack>
          <Group align="flex-end" gap="sm">
            <TextInput
              type="email"
              label={settings.email}
              value={draft.email}
              onChange={({ currentTarget: { value } }) => change({ email: value })}
              maxLength={254}
              autoComplete="off"
              required
              flex="1 1 16rem"
              maw="28rem"
            />
            <NativeSelect
              label={settings.role}
              data={roleChoices}
              value={draft.role}
              onChange={({ currentTarget: { value } }) => change({ role: value })}
            />
            <Button type="submit" loading={invite.isPending}>
              {settings.makeLink}
            </Button>
          </Group>
          {invite.error !== null && <ProblemPanel error={invite.error} />}
        </Stack>
      </form>
      {made !== null && (
        <Alert color="green" title={settings.linkReady(plain(made.email))} role="status">
          <CodeBox text={made.link} what={settings.link} />
        </Alert>
      )}
      {query.error !== null && <ProblemPanel error={query.error} onRetry={() => void query.refetch()} />}
      {open.length > 0 && (
        <DataTable caption={settings.invitations} columns={columns} rows={open} rowKey={({ id }) => id} />
      )}
    </Section>
  )
}
