import type { OwnProject } from '../../shell/session.tsx'
import { settings } from '../../texts/en/settings.ts'

type Role = OwnProject['role']

const roles: readonly Role[] = ['viewer', 'editor', 'owner']
const rank: Readonly<Record<Role, number>> = { viewer: 1, editor: 2, owner: 3 }

/** For a select, from the least to the most. */
export const roleChoices = roles.map((value) => ({ value, label: settings.roles[value] }))

/** Those that are at most this one. */
export function roleChoicesUpTo(most: Role): typeof roleChoices {
  return roleChoices.filter(({ value }) => rank[value] <= rank[most])
}

export function readRole(value: string): Role {
  return roles.find((role) => role === value) ?? 'viewer'
}
