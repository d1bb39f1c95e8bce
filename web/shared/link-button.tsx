import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'

/** A button within a line of text. */
export function LinkButton({ onClick, children }: { readonly onClick: () => void; readonly children: ReactNode }) {
  return (
    <Anchor component="button" type="button" onClick={onClick} inherit ml={4}>
      {children}
    </Anchor>
  )
}
