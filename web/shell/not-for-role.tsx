import { IconLock } from '@tabler/icons-react'
import { EmptyState } from '../shared/empty-state.tsx'
import { shell } from '../texts/en/shell.ts'

/** Stands instead of a form that only editors can send, for whoever comes by its address. */
export function NotForRole() {
  return <EmptyState Icon={IconLock} title={shell.notForRole} text={shell.notForRoleText} />
}
