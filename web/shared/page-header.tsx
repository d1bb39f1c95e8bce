import { Box, Group, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { titleOf } from '../texts/en/shell.ts'
import { takeNavigation } from './navigation.ts'

/**
 * The top of every page: its one first-level heading, what one can do here, a sentence. It names the browser's tab, and after
 * a change of page it takes the focus, so that keyboard and screen reader begin where the reader does. Shown at once, also
 * while the page's data is on its way.
 */
export function PageHeader(props: {
  readonly title: string
  /** In the heading instead of the title, for a name that is not ours (`RemoteText`). */
  readonly heading?: ReactNode
  readonly text?: ReactNode
  /** Above the heading: where this page belongs. */
  readonly back?: ReactNode
  /** Buttons. */
  readonly children?: ReactNode
}) {
  const { title, heading, text, back, children } = props
  const top = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = titleOf(title)
  }, [title])
  useEffect(() => {
    if (takeNavigation()) top.current?.focus({ preventScroll: true })
  })
  return (
    <Box component="header" mb="lg">
      {back}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Title order={1} ref={top} tabIndex={-1} className="page-title">
          {heading ?? title}
        </Title>
        {children !== undefined && <Group gap="xs">{children}</Group>}
      </Group>
      {text !== undefined && (
        <Text c="dimmed" mt={6} maw="46rem">
          {text}
        </Text>
      )}
    </Box>
  )
}
