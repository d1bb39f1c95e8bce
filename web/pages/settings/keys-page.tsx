import { Anchor, Button, Stack } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type Outputs, orpc } from '../../api/client.ts'
import { useConfirm } from '../../shared/confirm.tsx'
import { type Column, DataTable } from '../../shared/data-table.tsx'
import { EmptyState } from '../../shared/empty-state.tsx'
import { QueryView } from '../../shared/query-view.tsx'
import { RelativeTime } from '../../shared/relative-time.tsx'
import { plain, RemoteText } from '../../shared/remote-text.tsx'
import { useOperation } from '../../shared/use-operation.ts'
import { useProject } from '../../shell/project-layout.tsx'
import { settings } from '../../texts/en/settings.ts'
import { NewKeySection } from './new-key-section.tsx'
import { SettingsHeader } from './settings-header.tsx'

type Key = Outputs['keys']['list']['items'][number]

/** API keys: owners see all of the project, others their own. */
export function KeysPage() {
  const { id: project } = useProject()
  const confirm = useConfirm()
  const query = useQuery(orpc.keys.list.queryOptions({ input: { project, limit: 500 } }))
  const revoke = useOperation(async ({ id }: Key) => await orpc.keys.revoke.call({ project, id }), {
    done: (_, { name }) => settings.revoked(plain(name)),
    stale: [orpc.keys.key()],
  })
  const ask = async (key: Key) => {
    const title = settings.revokeTitle(plain(key.name))
    if (await confirm({ title, text: settings.revokeText, action: settings.revoke, danger: true })) revoke.mutate(key)
  }
  const columns: readonly Column<Key>[] = [
    { key: 'name', label: settings.keyName, names: true, render: ({ name }) => <RemoteText text={name} /> },
    {
      key: 'start',
      label: settings.keyStart,
      render: ({ start }) => <code style={{ whiteSpace: 'nowrap' }}>{start}</code>,
    },
    { key: 'role', label: settings.role, render: ({ role }) => settings.roles[role] },
    {
      key: 'reach',
      minor: true,
      label: settings.keyReach,
      render: ({ connections, operations }) =>
        settings.keyReaches(connections?.length ?? null, operations?.length ?? null),
    },
    {
      key: 'used',
      label: settings.lastUsed,
      render: ({ lastUsedAt }) => (lastUsedAt === null ? settings.never : <RelativeTime at={lastUsedAt} />),
    },
    {
      key: 'expires',
      label: settings.expires,
      render: ({ expiresAt }) => (expiresAt === null ? settings.never : <RelativeTime at={expiresAt} />),
    },
    {
      key: 'revoke',
      label: '',
      end: true,
      render: (key) => (
        <Button
          size="xs"
          variant="default"
          aria-label={settings.revokeOne(plain(key.name))}
          onClick={() => void ask(key)}
        >
          {settings.revoke}
        </Button>
      ),
    },
  ]
  return (
    <>
      <SettingsHeader part={settings.keys} text={settings.keysText} />
      <Stack gap="lg">
        <NewKeySection />
        <QueryView query={query}>
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState Icon={IconKey} title={settings.noKeys} text={settings.noKeysText} />
            ) : (
              <DataTable caption={settings.keys} columns={columns} rows={items} rowKey={({ id }) => id} />
            )
          }
        </QueryView>
        <Anchor href="/api/docs">{settings.reference}</Anchor>
      </Stack>
    </>
  )
}
