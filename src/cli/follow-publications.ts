import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { everyItem, type HubClient } from './hub-access.ts'
import { renderProgress } from './render-progress.ts'

export type Publication = Awaited<ReturnType<HubClient['publications']['get']>>

const underWay: ReadonlySet<string> = new Set(['planned', 'sending', 'unknown'])
/** One question carries at most so many ids. */
const idsAtOnce = 500
/** Events come in crowds: so long one is waited for. In ms. */
const crowdMs = 150
/** What waits for a person, or for an original that a person sees to, is waited for so long: it may be about to go on. In ms. */
const patienceMs = 3000
/** Without events (a stream that broke, a key that may not see them) all are looked at so often. In ms. */
const lookAgainMs = 3000

/** Nothing goes on by itself: the error says for whom it waits (`waitsFor`). */
function waitsForSomebody({ state, error }: Publication): boolean {
  return state === 'planned' && typeof error?.waitsFor === 'string'
}

/**
 * Each publication as it comes to an end, told by the stream of events; one that was paused or cancelled has ended, and, once
 * nothing else is under way, one that waits for a person. Shows how far they are on a terminal. Throws `cancelled` on Ctrl-C,
 * which leaves what is wanted to a hub that runs later.
 * @param names of connections, by their ids
 */
export async function* followPublications(
  publications: readonly Publication[],
  client: HubClient,
  { project, names }: { readonly project: string | undefined; readonly names: ReadonlyMap<string, string> },
  context: CommandContext,
): AsyncGenerator<Publication> {
  const all = new Map(publications.map((one) => [one.id, one]))
  const open = new Set(publications.filter(({ state }) => underWay.has(state)).map(({ id }) => id))
  for (const one of publications) if (!open.has(one.id)) yield one
  if (open.size === 0) return
  const began = performance.now()
  const ending = new AbortController()
  const heard = listen(client, project, AbortSignal.any([ending.signal, context.signal]))
  try {
    // What happened before the stream began is seen by this first look.
    let ids: readonly string[] = [...open]
    while (open.size > 0) {
      if (context.signal.aborted) throw new HubError('cancelled', 'Cancelled')
      for (let at = 0; at < ids.length; at += idsAtOnce) {
        const part = ids.slice(at, at + idsAtOnce)
        for await (const one of everyItem((cursor) =>
          client.publications.list({ project, publications: part, cursor, limit: idsAtOnce }),
        )) {
          all.set(one.id, one)
          if (underWay.has(one.state) || !open.delete(one.id)) continue
          context.terminal.status('')
          yield one
        }
      }
      context.terminal.status(renderProgress([...all.values()], names, context.terminal))
      if (open.size === 0) break
      const rest = [...open].flatMap((id) => all.get(id) ?? [])
      if (performance.now() - began > patienceMs && rest.every(waitsForSomebody)) {
        context.terminal.status('')
        yield* rest
        break
      }
      await heard.next(lookAgainMs)
      const touched = heard.take().filter((id) => open.has(id))
      ids = touched.length > 0 ? touched : [...open]
    }
  } finally {
    context.terminal.status('')
    ending.abort()
  }
}

interface Heard {
  /** Waits for an event and those that come with it, at most so long. */
  next(mostMs: number): Promise<void>
  /** The ids that events told of since the last time. */
  take(): string[]
}

function listen(client: HubClient, project: string | undefined, signal: AbortSignal): Heard {
  let touched = new Set<string>()
  let wake: (() => void) | null = null
  const follow = async (): Promise<void> => {
    while (!signal.aborted) {
      const stream = await client.events.follow({ project, types: ['publication.changed'] }, { signal })
      for await (const { subject } of stream) {
        if (subject !== null) touched.add(subject)
        wake?.()
      }
    }
  }
  // Without a stream, the looks at all that is open go on: nothing is lost, it is told a little later.
  follow().catch(() => undefined)
  return {
    async next(mostMs) {
      if (touched.size === 0)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, mostMs)
          const done = (): void => {
            clearTimeout(timer)
            resolve()
          }
          wake = done
          signal.addEventListener('abort', done, { once: true })
        })
      wake = null
      if (touched.size > 0 && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, crowdMs))
    },
    take() {
      const ids = [...touched]
      touched = new Set()
      return ids
    },
  }
}
