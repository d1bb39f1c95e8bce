import { Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A part of a section, under a smaller heading. */
export function Subsection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div>
      <Title order={3} size="h4" mb="xs">
        {title}
      </Title>
      {children}
    </div>
  )
}
