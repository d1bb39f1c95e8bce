import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { toProblem, unreachable } from '../api/problem.ts'
import { problem as words } from '../texts/en/problem.ts'
import { shared } from '../texts/en/shared.ts'
import { plain } from './remote-text.tsx'

/** Says that something was done, for a while; with a way back where there is one. */
export function toastDone(text: string, undo?: () => void): void {
  const takeBack = () => {
    notifications.hide(id)
    undo?.()
  }
  const id = notifications.show({
    color: 'green',
    icon: <IconCheck size={18} aria-hidden />,
    autoClose: undo === undefined ? 4000 : 12_000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{plain(text)}</Text>
        {undo !== undefined && (
          <Button size="compact-sm" variant="default" onClick={takeBack}>
            {shared.undo}
          </Button>
        )}
      </Group>
    ),
    closeButtonProps: { 'aria-label': shared.close },
  })
}

/** Says what went wrong and what to do, until it is closed. For what has no place of its own on the page. */
export function toastProblem(error: unknown): void {
  const { code, title, message, fix } = toProblem(error)
  const away = code === unreachable
  notifications.show({
    color: 'red',
    icon: <IconAlertTriangle size={18} aria-hidden />,
    autoClose: false,
    title: away ? words.unreachableTitle : title || words.unknownTitle,
    message: away ? words.unreachable : plain([message, fix].filter((part) => part !== '').join('. '), 500),
    closeButtonProps: { 'aria-label': shared.close },
  })
}
