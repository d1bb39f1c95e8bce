import { health } from '../texts/en/health.ts'
import { StatusBadge, type Tone } from './status-badge.tsx'

const tones: Readonly<Record<string, Tone>> = {
  connected: 'good',
  connectable: 'neutral',
  refused: 'bad',
  unavailable: 'warning',
  'not-wordpress': 'bad',
}

/** How a connection is: what a person did to it first, else what its checks say. */
export function HealthBadge({ state, verdict }: { readonly state: string; readonly verdict: string | null }) {
  if (state === 'paused') return <StatusBadge tone="neutral">{health.states.paused}</StatusBadge>
  if (state === 'needs-login') return <StatusBadge tone="bad">{health.states['needs-login']}</StatusBadge>
  if (verdict === null) return <StatusBadge tone="waiting">{health.unchecked}</StatusBadge>
  return <StatusBadge tone={tones[verdict] ?? 'neutral'}>{health.verdicts[verdict] ?? verdict}</StatusBadge>
}
