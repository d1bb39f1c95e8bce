import type { Outputs } from '../../../api/client.ts'
import { StatusBadge, type Tone } from '../../../shared/status-badge.tsx'
import { deliveries as words } from '../../../texts/en/deliveries.ts'

type State = Outputs['deliveries']['get']['state']

const tones: Readonly<Record<State, Tone>> = {
  waiting: 'waiting',
  sending: 'waiting',
  delivered: 'good',
  refused: 'bad',
  exhausted: 'bad',
}

/** What became of a delivery. */
export function DeliveryBadge({ state }: { readonly state: State }) {
  return <StatusBadge tone={tones[state]}>{words.states[state]}</StatusBadge>
}
