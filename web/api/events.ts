import type { Query, QueryClient } from '@tanstack/react-query'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client, type Outputs, orpc } from './client.ts'
import { hubState } from './hub-state.ts'
import { isLoggedOut } from './problem.ts'
import { watched } from './watched.ts'

/** Something that happened in a project: `type` such as `connection.changed`, `subject` the id of what it is about. */
export type ProjectEvent = Outputs['events']['list']['items'][number]

/** What is read again after an event whose type begins so. */
const stale: Readonly<Record<string, readonly { key(): readonly unknown[] }[]>> = {
  article: [orpc.articles, orpc.publications],
  connection: [orpc.connections, orpc.diagnoses, orpc.fleet],
  publication: [orpc.publications, orpc.articles],
  // Its role, and with it what a page offers, may be the reader's own.
  member: [orpc.members, orpc.projects],
  key: [orpc.keys],
  project: [orpc.projects],
}

const listeners = new Set<(event: ProjectEvent) => void>()

/** Tells a page of each event of the open project, beside the reading again that happens anyway. */
export function useProjectEvent(listener: (event: ProjectEvent) => void): void {
  useEffect(() => {
    listeners.add(listener)
    const letGo = watched.hold()
    return () => {
      listeners.delete(listener)
      letGo()
    }
  }, [listener])
}

/**
 * Follows a project's events, once for all pages: the layout of a project calls this, nobody else. A stream ends after
 * minutes, with the hub, when nobody looks at the page, or on pages outside the project: it is taken up again after the last
 * event seen, so that none is missed.
 */
export function useProjectStream(project: string): void {
  const queries = useQueryClient()
  useEffect(() => {
    const ended = new AbortController()
    void follow(project, queries, ended.signal)
    return () => ended.abort()
  }, [project, queries])
}

/** The last event seen of each project that was followed. */
const followed = new Map<string, number>()

async function follow(project: string, queries: QueryClient, signal: AbortSignal): Promise<void> {
  let pause = 1000
  while (!signal.aborted) {
    await untilWatched(signal)
    const stream = whileWatched(signal)
    try {
      const after = followed.get(project)
      // Before any event was seen, all since this page began: what happened between its first reads and this stream, too.
      const input = after === undefined ? { project, within: secondsOfPage() } : { project, after }
      const events = await client.events.follow(input, { signal: stream.signal })
      for await (const event of events) {
        followed.set(project, event.seq)
        pause = 1000
        take(event, queries)
      }
    } catch (error) {
      // Whatever ended it, the next turn goes on where this one was; only without a login there is nothing to follow.
      if (signal.aborted || isLoggedOut(error)) return
    }
    if (stream.signal.aborted) continue
    stream.abort()
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
  gather(stale[area] ?? [], queries)
}

function gather(areas: readonly { key(): readonly unknown[] }[], queries: QueryClient): void {
  for (const each of areas) touched.add(each)
  if (isGathering || touched.size === 0) return
  isGathering = true
  setTimeout(() => {
    isGathering = false
    const areas = [...touched]
    touched.clear()
    for (const { key } of areas)
      void queries.invalidateQueries({ queryKey: key(), predicate: (query) => !isGrowing(query) })
    // Reading again would take the page back that somebody just asked for: lists that grow have their turn when they have it.
    const cache = queries.getQueryCache()
    const waiting = areas.filter(({ key }) => cache.findAll({ queryKey: key() }).some(isGrowing))
    gather(waiting, queries)
  }, gathering)
}

/** Whether the next page of a list is on its way. */
function isGrowing({ state: { fetchStatus, fetchMeta } }: Query): boolean {
  return fetchStatus === 'fetching' && fetchMeta?.fetchMore !== undefined
}

/** How old this page is, in whole seconds and by the wall clock, which also counts while a laptop sleeps. */
function secondsOfPage(): number {
  const seconds = Math.ceil((Date.now() - performance.timeOrigin) / 1000) + 1
  return Math.min(Math.max(seconds, 1), 7 * 24 * 3600)
}

async function untilWatched(signal: AbortSignal): Promise<void> {
  if (signal.aborted || watched.get()) return
  const done = new AbortController()
  await new Promise<void>((resolve) => {
    watched.onChange(() => void (watched.get() && resolve()), done.signal)
    signal.addEventListener('abort', () => resolve(), { signal: done.signal })
  })
  done.abort()
}

/** Aborted when nobody needs the stream any more. */
function whileWatched(signal: AbortSignal): AbortController {
  const stream = new AbortController()
  const end = (): void => stream.abort()
  signal.addEventListener('abort', end, { signal: stream.signal })
  watched.onChange(() => void (watched.get() || end()), stream.signal)
  return stream
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
