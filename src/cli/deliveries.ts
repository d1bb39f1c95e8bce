import { setTimeout as sleep } from 'node:timers/promises'
import { type Command, Option } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { exitCode } from './exit.ts'
import { everyItem, type HubClient, withHub } from './hub-access.ts'
import { renderList } from './list.ts'
import { type Delivery, describeDelivery } from './render-delivery.ts'

interface Options {
  readonly project?: string
  readonly json?: boolean
}

/** `pressroom deliveries`: what was and will be sent to a webhook. */
export function addDeliveries(program: Command, context: CommandContext): void {
  const { terminal } = context
  const deliveries = program.command('deliveries').description('What was and will be sent to webhooks')
  const command = (usage: string, about: string): Command =>
    deliveries
      .command(usage)
      .description(about)
      .option('--project <project>', 'id or name')
      .option('--json', 'print as JSON')

  command('list <connection>', 'List deliveries, the newest first')
    .addOption(
      new Option('--state <state...>', 'only in these states').choices([
        'waiting',
        'sending',
        'delivered',
        'refused',
        'exhausted',
      ]),
    )
    .option('--type <type>', 'only of this type')
    .action(
      (
        connection: string,
        { project, json, state: states, type }: Options & { state?: Delivery['state'][]; type?: string },
      ) =>
        withHub(context, async (client) => {
          const asked = { connection, project, states, type, limit: 500 }
          const items = await Array.fromAsync(everyItem((cursor) => client.deliveries.list({ ...asked, cursor })))
          if (json === true) for (const item of items) terminal.out(JSON.stringify(item))
          else terminal.out(renderList(items, columns, terminal, 'Nothing was sent there.'))
        }),
    )

  command('show <connection> <delivery>', 'Show a delivery with its attempts, and with --json what is sent').action(
    (connection: string, delivery: string, { project, json }: Options) =>
      withHub(context, async (client) => {
        const found = await client.deliveries.get({ connection, delivery, project })
        terminal.out(json === true ? JSON.stringify(found) : describeDelivery(found, terminal))
      }),
  )

  command('redeliver <connection> [delivery]', 'Send a delivery again, or with --since all that ended badly')
    .option('--since <moment>', 'ISO 8601: 2026-04-01T09:00:00Z')
    .action(
      (connection: string, delivery: string | undefined, { project, json, since }: Options & { since?: string }) =>
        withHub(
          context,
          async (client) => {
            const where = { connection, project }
            const done = await repeat(client, where, delivery, since)
            await waitForAttempts(client, where, context.signal)
            if ('count' in done) {
              terminal.out(json === true ? JSON.stringify(done) : `${done.count} sent again.`)
              return
            }
            const found = await client.deliveries.get({ ...where, delivery: done.id })
            terminal.out(json === true ? JSON.stringify(found) : describeDelivery(found, terminal))
            if (found.state !== 'delivered') context.exit(exitCode.failed)
          },
          { working: true },
        ),
    )
}

interface Where {
  readonly connection: string
  readonly project: string | undefined
}

/** Whoever waits for longer looks at the list. In ms. */
const longestWait = 60_000

/** Until all that is due was tried once: where no hub runs, nothing more is sent when this process ends. */
async function waitForAttempts(client: HubClient, where: Where, signal: AbortSignal): Promise<void> {
  const end = performance.now() + longestWait
  while (performance.now() < end) {
    const { items } = await client.deliveries.list({ ...where, states: ['waiting', 'sending'], limit: 500 })
    if (!items.some(({ state, attempts }) => state === 'sending' || attempts === 0)) return
    await sleep(200, undefined, { signal })
  }
}

async function repeat(
  client: HubClient,
  where: Where,
  delivery: string | undefined,
  since: string | undefined,
): Promise<Delivery | { readonly count: number }> {
  if (delivery !== undefined) return client.deliveries.redeliver({ ...where, delivery })
  const moment = new Date(since ?? '')
  if (since === undefined || Number.isNaN(moment.getTime()))
    throw new HubError('bad_input', 'Say which delivery, or since when: --since 2026-04-01T09:00:00Z')
  return client.deliveries.redeliverFailed({ ...where, since: moment.toISOString() })
}

const columns = [
  { heading: 'ID', show: ({ id }: Delivery) => id },
  { heading: 'TYPE', show: ({ type }: Delivery) => type },
  { heading: 'STATE', show: ({ state }: Delivery) => state },
  { heading: 'ATTEMPTS', show: ({ attempts }: Delivery) => String(attempts) },
  { heading: 'LAST', show: ({ log }: Delivery) => log.at(-1)?.reason ?? '' },
  { heading: 'MADE', show: ({ createdAt }: Delivery) => createdAt.slice(0, 19).replace('T', ' ') },
]
