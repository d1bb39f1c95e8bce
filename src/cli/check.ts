import type { Command } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { describe } from './connections.ts'
import { exitCode } from './exit.ts'
import { everyItem, type HubClient, withHub } from './hub-access.ts'
import { printable } from './terminal.ts'

interface Options {
  readonly project?: string
  readonly group?: string
  readonly all?: boolean
  readonly json?: boolean
}

/** `pressroom check` and `pressroom rotate`. */
export function addCheck(program: Command, context: CommandContext): void {
  const { terminal } = context
  program
    .command('check [connections...]')
    .description('Check connections now: do their credentials work, may they write?')
    .option('--all', 'all of the project')
    .option('--group <group>', 'all of a group')
    .option('--project <project>', 'id or name')
    .option('--json', 'one JSON object a line')
    .action((names: string[], options: Options) =>
      withHub(context, async (client) => {
        let failed = 0
        for await (const name of chosen(client, names, options)) {
          terminal.status(`Checking ${name}`)
          const connection = await client.connections.check({ connection: name, project: options.project })
          terminal.status('')
          if (connection.verdict !== 'connected' || connection.doubted) failed++
          terminal.out(options.json === true ? JSON.stringify(connection) : describe(connection, terminal))
        }
        if (failed > 0) context.exit(exitCode.failed)
      }),
    )

  program
    .command('rotate <connections...>')
    .description('Replace application passwords by new ones that the sites make; nothing fails meanwhile')
    .option('--project <project>', 'id or name')
    .option('--json', 'one JSON object a line')
    .action((names: string[], options: Options) =>
      withHub(context, async (client) => {
        for (const name of names) {
          const rotated = await client.connections.rotate({ connection: name, project: options.project })
          if (options.json === true) terminal.out(JSON.stringify(rotated))
          else
            terminal.out(
              `${printable(rotated.connection.name)} has a new password; the old one is deleted at the site at ${rotated.retireAt}`,
            )
        }
      }),
    )

  async function* chosen(
    client: HubClient,
    names: readonly string[],
    { project, group, all }: Options,
  ): AsyncGenerator<string> {
    if (names.length === 0 && all !== true && group === undefined) {
      throw new HubError('bad_input', 'Say which connections to check, or --all, or --group')
    }
    yield* names
    if (all !== true && group === undefined) return
    for await (const { id } of everyItem((cursor) =>
      client.connections.list({ project, group, state: 'active', cursor }),
    ))
      yield id
  }
}
