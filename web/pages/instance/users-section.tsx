import { Button, Checkbox } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type Outputs, orpc } from '../../api/client.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { Section } from '../../shared/section.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useUser } from '../../shell/session.tsx'
import { instance } from '../../texts/en/instance.ts'

type User = Outputs['users']['list']['items'][number]

/** Who may log in, and who administers the hub. */
export function UsersSection() {
  const me = useUser()
  const confirm = useConfirm()
  const query = useQuery(orpc.users.list.queryOptions({ input: { limit: 500 } }))
  const stale = [orpc.users.key(), orpc.members.key()]
  const update = useOperation(orpc.users.update.call, {
    done: ({ name, admin }) => instance.adminChanged(plain(name), admin),
    stale,
  })
  const remove = useOperation(async ({ id }: User) => await orpc.users.delete.call({ id }), {
    done: (_, { name }) => instance.deleted(plain(name)),
    stale,
  })
  const ask = async (user: User) => {
    const title = instance.deleteTitle(plain(user.name))
    if (await confirm({ title, text: instance.deleteText, action: instance.deleteUser, danger: true }))
      remove.mutate(user)
  }
  const columns: readonly Column<User>[] = [
    {
      key: 'user',
      label: instance.user,
      names: true,
      render: ({ name, email }) => (
        <>
          <RemoteText text={name} />
          <div className="soft">
            <RemoteText text={email} />
          </div>
        </>
      ),
    },
    {
      key: 'admin',
      label: instance.administrator,
      render: ({ id, name, admin }) => (
        <Checkbox
          checked={admin}
          disabled={id === me.id}
          aria-label={instance.makeAdmin(plain(name))}
          onChange={({ currentTarget: { checked } }) => update.mutate({ id, admin: checked })}
          display="inline-block"
        />
      ),
    },
    {
      key: 'factor',
      label: instance.secondFactor,
      render: ({ twoFactor }) => (twoFactor ? instance.yes : instance.no),
    },
    {
      key: 'delete',
      label: '',
      end: true,
      render: (user) =>
        user.id !== me.id && (
          <Button
            size="xs"
            variant="default"
            aria-label={instance.deleteOne(plain(user.name))}
            onClick={() => void ask(user)}
          >
            {instance.deleteUser}
          </Button>
        ),
    },
  ]
  return (
    <Section title={instance.users} text={instance.usersText}>
      <QueryView query={query}>
        {({ items }) => <DataTable caption={instance.users} columns={columns} rows={items} rowKey={({ id }) => id} />}
      </QueryView>
    </Section>
  )
}
