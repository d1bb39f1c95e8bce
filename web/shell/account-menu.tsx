import { ActionIcon, Menu, Text } from '@mantine/core'
import { IconLogout, IconServerCog, IconUserCircle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { RemoteText } from '../shared/remote-text.tsx'
import { shell } from '../texts/en/shell.ts'
import { logOut } from './log-out.ts'
import type { User } from './session.tsx'

/** Who is logged in, and the way out. */
export function AccountMenu({ user }: { readonly user: User }) {
  return (
    <Menu position="bottom-end" width={240} withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={shell.account}>
          <IconUserCircle size={22} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} size="sm">
            <RemoteText text={user.name} />
          </Text>
          <Text size="xs">
            <RemoteText text={user.email} />
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUserCircle size={16} aria-hidden />}>
          {shell.account}
        </Menu.Item>
        {user.admin && (
          <Menu.Item component={Link} to="/instance" leftSection={<IconServerCog size={16} aria-hidden />}>
            {shell.instance}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={logOut}>
          {shell.logOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
