import { useCallback, useEffect, useRef, useState } from 'react'
import type { Outputs } from '../api/client.ts'

type Diagnosis = Outputs['sites']['diagnose']
type Told = Outputs['sites']['follow'] extends AsyncIterable<infer Event> ? Event : never

/** A diagnosis as it comes about. */
export interface FollowedDiagnosis {
  readonly isRunning: boolean
  readonly attempts: Diagnosis['attempts']
  /** Null until it is done. */
  readonly diagnosis: Diagnosis | null
  /** The site's icon, a data URL. */
  readonly icon: string | null
  readonly error: unknown
}

const nothing: FollowedDiagnosis = { isRunning: false, attempts: [], diagnosis: null, icon: null, error: null }

/** Runs diagnoses and tells each request when it was answered; a new run, and leaving the page, ends the one before. */
export function useFollowedDiagnosis(): readonly [
  FollowedDiagnosis,
  (ask: (signal: AbortSignal) => Promise<AsyncIterable<Told>>) => Promise<Diagnosis | null>,
  () => void,
] {
  const [state, setState] = useState(nothing)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const run = useCallback(async (ask: (signal: AbortSignal) => Promise<AsyncIterable<Told>>) => {
    running.current?.abort()
    const controller = new AbortController()
    running.current = controller
    const { signal } = controller
    const set = (change: Partial<FollowedDiagnosis>): void => {
      if (!signal.aborted) setState((before) => ({ ...before, ...change }))
    }
    setState({ ...nothing, isRunning: true })
    let done: Diagnosis | null = null
    try {
      for await (const event of await ask(signal)) {
        if (event.kind === 'attempt' && !signal.aborted)
          setState((before) => ({ ...before, attempts: [...before.attempts, event.attempt] }))
        if (event.kind === 'icon') set({ icon: event.src })
        if (event.kind !== 'done') continue
        done = event.diagnosis
        set({ diagnosis: done, attempts: done.attempts, isRunning: false })
      }
    } catch (error) {
      set({ error, isRunning: false })
    }
    return signal.aborted ? null : done
  }, [])
  const reset = useCallback(() => {
    running.current?.abort()
    setState(nothing)
  }, [])
  return [state, run, reset]
}
