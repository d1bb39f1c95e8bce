import { Badge } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircle,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  type IconProps,
} from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'

/** What a state means to the reader, whatever it is called. */
export type Tone = 'good' | 'waiting' | 'warning' | 'bad' | 'neutral'

const looks: Readonly<Record<Tone, { readonly color: string; readonly Icon: ComponentType<IconProps> }>> = {
  good: { color: 'green', Icon: IconCircleCheck },
  waiting: { color: 'blue', Icon: IconClock },
  warning: { color: 'yellow', Icon: IconAlertTriangle },
  bad: { color: 'red', Icon: IconCircleX },
  neutral: { color: 'gray', Icon: IconCircle },
}

/** A state as a word with a sign, so that nobody needs the colour. */
export function StatusBadge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const { color, Icon } = looks[tone]
  return (
    <Badge
      variant="light"
      color={color}
      radius="sm"
      tt="none"
      fw={600}
      miw="max-content"
      c="var(--mantine-color-text)"
      leftSection={<Icon size={14} aria-hidden color={`var(--mantine-color-${color}-text)`} />}
    >
      {children}
    </Badge>
  )
}
