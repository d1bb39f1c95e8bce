import { Stack, Text, Title } from '@mantine/core'
import type { IconProps } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'

/** What stands where nothing is yet: what would be here, and the way to the first one. */
export function EmptyState(props: {
  readonly Icon: ComponentType<IconProps>
  readonly title: string
  readonly text: string
  /** The button that makes the first one. */
  readonly children?: ReactNode
}) {
  const { Icon, title, text, children } = props
  return (
    <Stack align="center" gap="sm" py={64} px="md" ta="center">
      <Icon size={44} stroke={1.3} aria-hidden color="var(--mantine-color-anchor)" />
      <Title order={2} size="h3">
        {title}
      </Title>
      <Text c="dimmed" maw="34rem">
        {text}
      </Text>
      {children}
    </Stack>
  )
}
