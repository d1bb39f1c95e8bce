import type { Outputs } from '../api/client.ts'
import { publication as words } from '../texts/en/publication.ts'
import { StatusBadge, type Tone } from './status-badge.tsx'

export type PublicationState = Outputs['publications']['get']['state']

/** What each state means to the reader. */
const publicationTones: Readonly<Record<PublicationState, Tone>> = {
  planned: 'waiting',
  sending: 'waiting',
  unknown: 'waiting',
  live: 'good',
  scheduled: 'good',
  draft: 'neutral',
  trashed: 'neutral',
  gone: 'neutral',
  failed: 'bad',
  conflict: 'bad',
  paused: 'warning',
  cancelled: 'neutral',
}

/** The state of a publication, with other words where `children` has some. */
export function PublicationBadge(props: { readonly state: PublicationState; readonly children?: string }) {
  const { state, children = words.states[state] } = props
  return <StatusBadge tone={publicationTones[state]}>{children}</StatusBadge>
}
