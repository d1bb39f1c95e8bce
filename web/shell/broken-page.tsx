import { Button, Container, Group } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { PageHeader } from '../shared/page-header.tsx'
import { ProblemPanel } from '../shared/problem-panel.tsx'
import { problem } from '../texts/en/problem.ts'

/** What stands instead of a page that threw. */
export function BrokenPage({ error, reset }: ErrorComponentProps) {
  return (
    <Container size="md" py="xl">
      <PageHeader title={problem.brokenTitle} text={problem.brokenText} />
      <ProblemPanel error={error} onRetry={reset} />
      <Group mt="md">
        <Button variant="default" onClick={() => location.reload()}>
          {problem.reload}
        </Button>
      </Group>
    </Container>
  )
}
