import { Anchor } from '@mantine/core'
import { PageHeader } from '../shared/page-header.tsx'
import { problem } from '../texts/en/problem.ts'

/** For addresses that lead nowhere. */
export function NotFoundPage() {
  return (
    <>
      <PageHeader title={problem.notFoundTitle} text={problem.notFoundText} />
      <Anchor href="/">{problem.goHome}</Anchor>
    </>
  )
}
