import type { QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client, type Outputs, orpc } from './client.ts'
import { hubState } from './hub-state.ts'
import { isLoggedOut } from './problem.ts'

/** Something that happened in a project: `type` such as `connection.changed`, `subject` the id of what it is about. */
export type ProjectEvent = Outputs['events']['list']['items'][number]

/** What is read again after an event whose type begins so. */
const stale: Readonly<Record<string, readonly { key(): readonly unknown[] }[]>> = {
  article: [orpc.articles, orpc.publications],
  connection: [orpc.connections, orpc.diagnoses, orpc.fleet],
  publication: [orpc.publications, orpc.articles],
  member: [orpc.members],
  key: [orpc.keys],
  project: [orpc.projects],
}

const listeners = new Set<(event: ProjectEvent) => void>()

/** Tells a page of each event of the open project, beside the reading again that happens anyway. */
export function useProjectEvent(listener: (event: ProjectEvent) => void): void {
  useEffect(() => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [listener])
}

/**
 * Follows a project's events, once for all pages: the layout of a project calls this, nobody else. A stream ends after
 * minutes, or with the hub: it is taken up again after the last event seen, so that none is missed.
 */
export function useProjectStream(project: string): void {
  const queries = useQueryClient()
  useEffect(() => {
    const ended = new AbortController()
    void follow(project, queries, ended.signal)
    return () => ended.abort()
  }, [project, queries])
}

async function follow(project: string, queries: QueryClient, signal: AbortSignal): Promise<void> {
  let after: number | undefined
  let pause = 1000
  let taken = false
  while (!signal.aborted) {
    try {
      // Without a cursor yet, what happened while no stream was open is not told: then all is read again.
      if (after === undefined && taken) await readAllAgain(queries)
      const input = after === undefined ? { project } : { project, after }
      taken = true
      for await (const event of await client.events.follow(input, { signal })) {
        after = event.seq
        pause = 1000
        take(event, queries)
      }
    } catch (error) {
      // Whatever ended it, the next turn goes on where this one was; only without a login there is nothing to follow.
      if (signal.aborted || isLoggedOut(error)) return
    }
    await wait(pause, signal)
    pause = Math.min(pause * 2, 30_000)
  }
}

// Bulk publishing makes hundreds of events: what they touch is read again a few times a second, not once for each.
const gathering = 200
const touched = new Set<{ key(): readonly unknown[] }>()
let isGathering = false

function take(event: ProjectEvent, queries: QueryClient): void {
  for (const listener of listeners) listener(event)
  const [area = ''] = event.type.split('.')
  for (const each of stale[area] ?? []) touched.add(each)
  if (isGathering) return
  isGathering = true
  setTimeout(() => {
    isGathering = false
    const areas = [...touched]
    touched.clear()
    for (const { key } of areas) void queries.invalidateQueries({ queryKey: key() })
  }, gathering)
}

async function readAllAgain(queries: QueryClient): Promise<void> {
  const all = new Set(Object.values(stale).flat())
  await Promise.all([...all].map(({ key }) => queries.invalidateQueries({ queryKey: key() })))
}

/** Until the time is over, or the hub answers again after it did not. */
async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      forget()
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    const forget = hubState.onRecovered(done)
    signal.addEventListener('abort', done)
  })
}
