import type { Command } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { withHub } from './hub-access.ts'
import type { ActOptions } from './run-act.ts'

/** `pressroom act`: what can be done on a connection, what an action takes, and doing it. */
export function addAct(program: Command, context: CommandContext): void {
  const command = program
    .command('act [connection] [action]')
    .description('Do anything on a connection; without an action, list what can be done')
    .option('--project <project>', 'id or name')
    .option(
      '--input <field...>',
      "what it takes: name=value, name=@file, name:=json, '{…}', @file.json, - for JSON on standard input",
    )
    .option('--search <words>', 'list only actions (or choices) with these words')
    .option('--choices <lookup>', 'show what may be chosen for a field')
    .option('--all', 'read a list to its end, one JSON object a line')
    .option('--yes', 'confirm what takes something away')
    .option('--dry-run', 'check the input and show the request, and send no write')
    .option('--json', 'print as JSON')
    .helpOption(false)
    .option('-h, --help', 'show this; with an action, what it takes')
    .addHelpText(
      'after',
      `
Examples:
  $ pressroom act blog
  $ pressroom act blog posts.create --help
  $ pressroom act blog media.upload --input bytes=@cup.png name=cup.png alt_text='A cup'
  $ pressroom act blog posts.list --all`,
    )
  command.action((connection: string | undefined, action: string | undefined, options: ActOptions) => {
    if (connection !== undefined) return runAct(connection, action, options)
    if (options.help === true) return command.outputHelp()
    throw new HubError('bad_input', 'Say which connection: pressroom act <connection> [action]')
  })

  async function runAct(connection: string, action: string | undefined, options: ActOptions): Promise<void> {
    const { actOn } = await import('./run-act.ts')
    await withHub(context, (client) => actOn(client, { connection, action, options }, context))
  }
}
