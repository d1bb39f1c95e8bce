import { useCallback, useEffect, useRef, useState } from 'react'
import { client, type Outputs } from '../../api/client.ts'
import type { Wish } from './group-wishes.ts'

export type Preview = Outputs['publications']['preview']['previews'][number]

export interface Plan {
  readonly isRunning: boolean
  readonly done: number
  readonly all: number
  readonly previews: readonly Preview[]
  readonly failures: readonly { readonly connection: string; readonly error: unknown }[]
}

/** So many sites are asked at once. */
const lanes = 4
/** Of more articles the plan does not tell what they would change: that takes a request each. */
const mostCompared = 20

/** What publishing would do, site by site as the sites answer; one that does not holds up nobody. Null before it is asked for. */
export function usePlan(
  project: string,
): readonly [Plan | null, (articles: readonly string[], wishes: readonly Wish[]) => Promise<void>, () => void] {
  const [plan, setPlan] = useState<Plan | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const clear = useCallback(() => {
    running.current?.abort()
    setPlan(null)
  }, [])
  const run = useCallback(
    async (articles: readonly string[], wishes: readonly Wish[]) => {
      running.current?.abort()
      const controller = new AbortController()
      running.current = controller
      const { signal } = controller
      const waiting = wishes.flatMap(({ connections, options }) =>
        connections.map((connection) => ({ connection, options })),
      )
      let state: Plan = { isRunning: true, done: 0, all: waiting.length, previews: [], failures: [] }
      const tell = (change: Partial<Plan>): void => {
        state = { ...state, ...change }
        if (!signal.aborted) setPlan(state)
      }
      tell({})
      const lane = async (): Promise<void> => {
        for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
          const { connection, options } = next
          try {
            const changes = articles.length <= mostCompared
            const input = { project, articles: [...articles], connections: [connection], options, changes }
            const { previews } = await client.publications.preview(input, { signal })
            tell({ done: state.done + 1, previews: [...state.previews, ...previews] })
          } catch (error) {
            tell({ done: state.done + 1, failures: [...state.failures, { connection, error }] })
          }
        }
      }
      await Promise.all(Array.from({ length: lanes }, lane))
      tell({ isRunning: false })
    },
    [project],
  )
  return [plan, run, clear]
}
