import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core'
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { shell } from '../texts/en/shell.ts'

const choices = [
  { value: 'light', label: shell.light, Icon: IconSun },
  { value: 'dark', label: shell.dark, Icon: IconMoon },
  { value: 'auto', label: shell.system, Icon: IconDeviceDesktop },
] as const

/** Light, dark, or as the system is. */
export function ThemeMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { Icon } = choices.find(({ value }) => value === colorScheme) ?? choices[2]
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Tooltip label={shell.theme}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={shell.theme}>
            <Icon size={20} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ value, label, Icon: Sign }) => (
          <Menu.Item
            key={value}
            leftSection={<Sign size={16} aria-hidden />}
            rightSection={value === colorScheme ? <IconCheck size={16} aria-hidden /> : null}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
