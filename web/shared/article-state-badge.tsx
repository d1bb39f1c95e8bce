import type { Outputs } from '../api/client.ts'
import { articles as words } from '../texts/en/articles.ts'
import { StatusBadge, type Tone } from './status-badge.tsx'

type State = Outputs['articles']['list']['items'][number]['state']

const tones: Readonly<Record<State, Tone>> = { draft: 'neutral', ready: 'good', archived: 'neutral' }

/** Whether an article is being written, ready, or put away. */
export function ArticleStateBadge({ state }: { readonly state: State }) {
  return <StatusBadge tone={tones[state]}>{words.states[state]}</StatusBadge>
}
