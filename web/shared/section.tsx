import { Box, Paper, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

/** A part of a page with a heading of its own. */
export function Section(props: {
  readonly title: string
  readonly text?: ReactNode
  /** What can be done with the whole of it. */
  readonly action?: ReactNode
  readonly children?: ReactNode
}) {
  const { title, text, action, children } = props
  const id = useId()
  return (
    <Paper component="section" aria-labelledby={id} withBorder p={{ base: 'md', sm: 'lg' }} bg="var(--press-card)">
      <Stack gap="md">
        <Box>
          <Title order={2} size="h3" id={id}>
            {title}
          </Title>
          {text !== undefined && (
            <Text c="dimmed" size="sm" mt={4} maw="46rem">
              {text}
            </Text>
          )}
        </Box>
        {children}
        {action}
      </Stack>
    </Paper>
  )
}
