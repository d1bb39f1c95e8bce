import { Checkbox } from '@mantine/core'
import { useState } from 'react'
import type { Outputs } from '../../api/client.ts'
import { plain } from '../../shared/remote-text.tsx'
import { connect as words } from '../../texts/en/connect.ts'

export interface OtherHostState {
  /** Another host that would get the credential, as far as is known. */
  readonly host: string | null
  readonly isAllowed: boolean
  readonly allow: (yes: boolean) => void
  /** What methods are asked with. */
  readonly input: { readonly allowRoots?: string[] }
}

/**
 * The yes to another host that a site keeps its API at: said by the person for one form, never by default, and forgotten with
 * the form.
 * @param seen what was found of the site, the newest first
 */
export function useOtherHost(seen: readonly (Outputs['sites']['diagnose'] | null | undefined)[]): OtherHostState {
  const [allowed, setAllowed] = useState<string | null>(null)
  // A host that has its yes is not told any more.
  const host = allowed ?? seen.find((diagnosis) => diagnosis?.withheldFrom != null)?.withheldFrom ?? null
  return {
    host,
    isAllowed: allowed !== null,
    allow: (yes) => setAllowed(yes ? host : null),
    input: allowed === null ? {} : { allowRoots: [allowed] },
  }
}

/** Asks for it, where there is such a host. */
export function OtherHost({ other: { host, isAllowed, allow } }: { readonly other: OtherHostState }) {
  if (host === null) return null
  return (
    <Checkbox
      label={words.allowHost(plain(host, 120))}
      description={words.allowHostText}
      checked={isAllowed}
      onChange={({ currentTarget }) => allow(currentTarget.checked)}
    />
  )
}
