import type { Command } from 'commander'
import type { CommandContext } from './command-context.ts'
import { exitCode } from './exit.ts'
import { withHub } from './hub-access.ts'
import { describeDelivery } from './render-delivery.ts'
import { printable } from './terminal.ts'

interface Options {
  readonly project?: string
  readonly json?: boolean
}

/** `pressroom webhooks`: secrets, tests, and which of the hub's events an endpoint gets. Connecting one is `pressroom connect --kind webhook`. */
export function addWebhooks(program: Command, context: CommandContext): void {
  const { terminal } = context
  const webhooks = program.command('webhooks').description('Secrets, tests and events of webhook connections')
  const command = (usage: string, about: string): Command =>
    webhooks
      .command(usage)
      .description(about)
      .option('--project <project>', 'id or name')
      .option('--json', 'print as JSON')

  webhooks
    .command('secret')
    .description('Make a signing secret for an endpoint that is to be connected')
    .action(() => withHub(context, async (client) => terminal.out((await client.webhooks.makeSecret()).signingSecret)))

  command('rotate-secret <connection>', 'Sign with a new secret; for a day, the former one signs as well').action(
    (connection: string, { project, json }: Options) =>
      withHub(context, async (client) => {
        const { signingSecret, formerUntil } = await client.webhooks.rotateSecret({ connection, project })
        if (json === true) terminal.out(JSON.stringify({ signingSecret, formerUntil }))
        else {
          terminal.out(signingSecret)
          terminal.err(
            formerUntil === null ? 'Deliveries are signed now.' : `The former one signs until ${formerUntil}.`,
          )
        }
      }),
  )

  command('test <connection>', 'Send an example to an endpoint and show what it answers').action(
    (connection: string, { project, json }: Options) =>
      withHub(context, async (client) => {
        const delivery = await client.webhooks.test({ connection, project })
        terminal.out(json === true ? JSON.stringify(delivery) : describeDelivery(delivery, terminal))
        if (delivery.state !== 'delivered') context.exit(exitCode.failed)
      }),
  )

  command('events <connection> [types...]', "Show which of the hub's events an endpoint gets, or send it these")
    .option('--none', 'send it none')
    .action((connection: string, types: string[], { project, json, none }: Options & { none?: boolean }) =>
      withHub(context, async (client) => {
        type Asked = Parameters<typeof client.webhooks.subscribe>[0]['events']
        const shown =
          types.length === 0 && none !== true
            ? await client.webhooks.subscription({ connection, project })
            : await client.webhooks.subscribe({ connection, project, events: types as Asked })
        if (json === true) terminal.out(JSON.stringify(shown))
        else {
          for (const { type, about } of shown.available) {
            const sign = shown.events.includes(type) ? terminal.paint('green', '✓') : ' '
            terminal.out(`${sign} ${type.padEnd(22)} ${terminal.paint('dim', printable(about))}`)
          }
        }
      }),
    )
}
