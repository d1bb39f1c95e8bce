import { Skeleton, Stack } from '@mantine/core'
import { shared } from '../texts/en/shared.ts'

/** Rows that are on their way. */
export function ListSkeleton({ rows = 6 }: { readonly rows?: number }) {
  return (
    <Stack gap="sm" role="status" aria-label={shared.loading}>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <Skeleton key={row} height={44} />
      ))}
    </Stack>
  )
}

/** A page whose parts are on their way: title, then blocks. */
export function PageSkeleton() {
  return (
    <Stack gap="lg" role="status" aria-label={shared.loading}>
      <Skeleton height={34} width="min(18rem, 60%)" />
      <Skeleton height={18} width="min(32rem, 90%)" />
      <Skeleton height={220} />
    </Stack>
  )
}
