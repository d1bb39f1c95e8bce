import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../../api/client.ts'
import { toastDone, toastProblem } from '../../shared/toast.tsx'
import { connections as words } from '../../texts/en/connections.ts'

/** So many at once: a check waits for its site, and sites differ. */
const lanes = 4

export interface BulkRun {
  readonly what: string
  readonly done: number
  readonly all: number
}

/** Does the same to many connections, a few at a time; one that fails does not stop the others. */
export function useBulk(): {
  readonly running: BulkRun | null
  run(what: string, ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<void>
} {
  const queries = useQueryClient()
  const [running, setRunning] = useState<BulkRun | null>(null)
  async function run(what: string, ids: readonly string[], act: (id: string) => Promise<unknown>): Promise<void> {
    const waiting = [...ids]
    const errors: unknown[] = []
    let done = 0
    setRunning({ what, done, all: ids.length })
    const lane = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        await act(id).catch((error: unknown) => errors.push(error))
        done += 1
        setRunning({ what, done, all: ids.length })
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    setRunning(null)
    await Promise.all(
      [orpc.fleet.key(), orpc.connections.key()].map((queryKey) => queries.invalidateQueries({ queryKey })),
    )
    const [first] = errors
    if (first !== undefined) toastProblem(first)
    toastDone(words.did(what, ids.length - errors.length, errors.length))
  }
  return { running, run }
}
