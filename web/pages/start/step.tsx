import { Box, Group, Paper, Text, ThemeIcon, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { start } from '../../texts/en/start.ts'

/** One of the first steps: its number, or a sign that it is done. */
export function Step(props: {
  readonly number: number
  readonly title: string
  readonly text: string
  readonly done?: boolean
  readonly children?: ReactNode
}) {
  const { number, title, text, done = false, children } = props
  return (
    <Paper component="li" withBorder p="lg" bg="var(--press-card)" style={{ listStyle: 'none' }}>
      <Group wrap="nowrap" align="flex-start">
        <ThemeIcon radius="xl" size={36} variant={done ? 'light' : 'outline'} {...(done ? { color: 'green' } : {})}>
          {done ? <IconCheck size={20} aria-label={start.done} /> : number}
        </ThemeIcon>
        <Box flex={1} miw={0}>
          <Title order={2} size="h4">
            {title}
          </Title>
          <Text c="dimmed" mt={2} mb={children === undefined ? 0 : 'sm'} maw="42rem">
            {text}
          </Text>
          {children}
        </Box>
      </Group>
    </Paper>
  )
}
