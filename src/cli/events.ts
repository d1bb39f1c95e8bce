import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { type HubClient, withHub } from './hub-access.ts'
import { printable } from './terminal.ts'

interface Options {
  readonly project?: string
  readonly type?: string[]
  readonly after?: string
  readonly follow?: boolean
  readonly json?: boolean
}

/** `pressroom events`: what happened in a project, and with `--follow` what happens. */
export function addEvents(program: Command, context: CommandContext): void {
  program
    .command('events')
    .description('Show what happened in a project; --follow goes on with what happens')
    .option('--project <project>', 'id or name')
    .option('--type <type...>', 'only these types')
    .option('--after <seq>', 'only those after this number')
    .option('--follow', 'go on until Ctrl-C')
    .option('--json', 'one JSON object a line')
    .action((options: Options) =>
      withHub(context, (client) => (options.follow === true ? follow(client, options) : list(client, options))),
    )

  const { terminal } = context
  type Event = Awaited<ReturnType<HubClient['events']['list']>>['items'][number]

  function show(event: Event, options: Options): void {
    if (options.json === true) terminal.out(JSON.stringify(event))
    else
      terminal.out(
        `${terminal.paint('dim', `${event.seq} ${event.at}`)} ${event.type} ${printable(event.subject ?? '')} ${printable(JSON.stringify(event.payload))}`,
      )
  }

  async function list(client: HubClient, options: Options): Promise<void> {
    const { project, type: types } = options
    for (let after = Number(options.after ?? 0); ; ) {
      const { items, next } = await client.events.list({ project, types, after, limit: 500 })
      for (const event of items) show(event, options)
      if (next === after || items.length === 0) return
      after = next
    }
  }

  /** A stream ends after some minutes, or when the hub restarts: it is taken up again after the last event that was seen. */
  async function follow(client: HubClient, options: Options): Promise<void> {
    const { project, type: types } = options
    let after = options.after === undefined ? undefined : Number(options.after)
    while (!context.signal.aborted) {
      try {
        const stream = await client.events.follow({ project, types, after }, { signal: context.signal })
        for await (const event of stream) {
          show(event, options)
          after = event.seq
        }
      } catch (thrown) {
        if (!isHubGone(thrown) || context.signal.aborted) throw thrown
        terminal.status('The hub does not answer; trying again')
        await sleep(1000, undefined, { signal: context.signal })
      }
    }
    throw new HubError('cancelled', 'Cancelled')
  }
}

/** Gone before it answered, or in the middle of the stream, which the fetch standard says as a TypeError. */
export function isHubGone(thrown: unknown): boolean {
  return thrown instanceof TypeError || (thrown instanceof HubError && thrown.code === 'hub_unreachable')
}
