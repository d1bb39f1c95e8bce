import { Button, NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Outputs, orpc } from '../../api/client.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { useUser } from '../../shell/session.tsx'
import { settings } from '../../texts/en/settings.ts'
import { InvitationsSection } from './invitations-section.tsx'
import { readRole, roleChoices } from './roles.ts'
import { SettingsHeader } from './settings-header.tsx'

type Member = Outputs['members']['list']['items'][number]

/** Who is in the project, and who is invited. */
export function MembersPage() {
  const { id: project, role } = useProject()
  const me = useUser()
  const confirm = useConfirm()
  const query = useQuery(orpc.members.list.queryOptions({ input: { project } }))
  const stale = [orpc.members.key(), orpc.projects.key()]
  const update = useOperation(orpc.members.update.call, {
    done: (member) => settings.roleChanged(plain(member.name), settings.roles[member.role]),
    stale,
  })
  const remove = useOperation(async ({ user }: Member) => await orpc.members.remove.call({ project, user }), {
    done: (_, { name }) => settings.memberRemoved(plain(name)),
    stale,
  })
  const askRemove = async (member: Member) => {
    const title = settings.removeMemberTitle(plain(member.name))
    if (await confirm({ title, text: settings.removeMemberText, action: settings.removeMember, danger: true }))
      remove.mutate(member)
  }
  // A select changes with each arrow key, and who is an owner no more can neither take it back nor keep their invitations.
  const changeRole = async ({ user, name, role: before }: Member, next: Member['role']) => {
    const question = {
      title: settings.demoteTitle(plain(name), settings.roles[next]),
      text: user === me.id ? settings.demoteSelfText : settings.demoteText,
      action: settings.demote,
      danger: true,
    }
    if (before !== 'owner' || (await confirm(question))) update.mutate({ project, user, role: next })
  }
  const mine = role === 'owner'
  const columns: readonly Column<Member>[] = [
    {
      key: 'member',
      label: settings.member,
      names: true,
      render: ({ name, email, user }) => (
        <>
          <RemoteText text={user === me.id ? `${name} (${settings.you})` : name} />
          <div className="soft">
            <RemoteText text={email} />
          </div>
        </>
      ),
    },
    {
      key: 'role',
      label: settings.role,
      render: (member) =>
        mine ? (
          <NativeSelect
            data={roleChoices}
            value={member.role}
            aria-label={settings.roleOf(plain(member.name))}
            onChange={({ currentTarget: { value } }) => void changeRole(member, readRole(value))}
            w="9rem"
            display="inline-block"
          />
        ) : (
          settings.roles[member.role]
        ),
    },
    { key: 'since', label: settings.since, render: ({ since }) => <RelativeTime at={since} /> },
    ...(mine
      ? [
          {
            key: 'remove',
            label: '',
            end: true,
            render: (member: Member) =>
              member.user !== me.id && (
                <Button
                  size="xs"
                  variant="default"
                  aria-label={settings.removeOne(plain(member.name))}
                  onClick={() => void askRemove(member)}
                >
                  {settings.removeMember}
                </Button>
              ),
          },
        ]
      : []),
  ]
  return (
    <>
      <SettingsHeader part={settings.members} text={settings.membersText} />
      <Stack gap="lg">
        <QueryView query={query}>
          {({ items }) => (
            <DataTable caption={settings.members} columns={columns} rows={items} rowKey={({ user }) => user} />
          )}
        </QueryView>
        {mine && <InvitationsSection />}
      </Stack>
    </>
  )
}
