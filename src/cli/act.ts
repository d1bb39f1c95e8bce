import type { Command } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import { readActionInput, realSources } from './action-input.ts'
import type { CommandContext } from './command-context.ts'
import { type HubClient, withHub } from './hub-access.ts'
import { renderList } from './list.ts'
import { renderAction } from './render-action.ts'
import { renderValue, rowsOf } from './render-value.ts'
import { printable } from './terminal.ts'

interface Options {
  readonly project?: string
  readonly input?: readonly string[]
  readonly search?: string
  readonly choices?: string
  readonly all?: boolean
  readonly yes?: boolean
  readonly dryRun?: boolean
  readonly json?: boolean
  readonly help?: boolean
}

type Action = Awaited<ReturnType<HubClient['actions']['list']>>['items'][number]
type Done = Awaited<ReturnType<HubClient['actions']['run']>>

const columns = [
  { heading: 'ACTION', show: ({ name }: Action) => name },
  { heading: 'EFFECT', show: ({ effect }: Action) => effect },
  { heading: 'WHAT IT DOES', show: ({ title }: Action) => title },
]
/** No list of a command is longer. */
const mostPages = 10_000

/** `pressroom act`: what can be done on a connection, what an action takes, and doing it. */
export function addAct(program: Command, context: CommandContext): void {
  const { terminal } = context
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
  $ pressroom act blog media.upload --input name=cup.png type=image/png slug=cup bytes=@cup.png
  $ pressroom act blog posts.list --all`,
    )
  command.action((connection: string | undefined, action: string | undefined, options: Options) => {
    if (connection !== undefined) return withHub(context, (client) => start(client, connection, action, options))
    if (options.help === true) return command.outputHelp()
    throw new HubError('bad_input', 'Say which connection: pressroom act <connection> [action]')
  })

  async function start(
    client: HubClient,
    connection: string,
    action: string | undefined,
    options: Options,
  ): Promise<void> {
    const { project } = options
    if (options.choices !== undefined) return showChoices(client, connection, options.choices, options)
    if (action === undefined) return list(client, connection, options)
    const found = await client.actions.get({ connection, action, project })
    if (options.help === true) {
      terminal.out(options.json === true ? JSON.stringify(found) : renderAction(found, connection, terminal))
      return
    }
    const input = await readActionInput(options.input ?? [], found.input, realSources)
    const { yes: confirm, dryRun } = options
    const run = (more: object): Promise<Done> =>
      client.actions.run({ connection, action, project, input: { ...input, ...more }, confirm, dryRun })
    if (options.all === true) return readAll(run)
    tell(await run({}), options)
  }

  async function list(client: HubClient, connection: string, { project, search, json }: Options): Promise<void> {
    const { items } = await client.actions.list({ connection, project, search })
    if (json === true) for (const item of items) terminal.out(JSON.stringify(item))
    else terminal.out(renderList(items, columns, terminal, 'There is no such action'))
  }

  /** A look-up depends on fields of the same name: `--input taxonomy=category`. */
  async function showChoices(client: HubClient, connection: string, lookup: string, options: Options): Promise<void> {
    const { project, search, json } = options
    const { items } = await client.lookups.list({ connection, project })
    const schema = items.find(({ name }) => name === lookup)?.input ?? {}
    const input = await readActionInput(options.input ?? [], schema, realSources)
    const { choices, more } = await client.lookups.choices({ connection, lookup, project, input, search })
    if (json === true) for (const choice of choices) terminal.out(JSON.stringify(choice))
    else terminal.out(renderValue(choices, terminal))
    if (more) terminal.err('There are more: narrow them with --search')
  }

  async function readAll(run: (more: object) => Promise<Done>): Promise<void> {
    let more = {}
    for (let pages = 1; ; pages++) {
      const { output } = await run(more)
      const rows = rowsOf(output)
      if (rows === null) throw new HubError('bad_input', 'This action gives no list: leave out --all')
      for (const row of rows) terminal.out(JSON.stringify(row))
      const next = cursorOf(output)
      if (next === null) return
      if (pages === mostPages) throw new HubError('too_large', `The list has more than ${mostPages} pages`)
      terminal.status(`${pages} pages`)
      more = { cursor: next }
    }
  }

  function tell(done: Done, { json }: Options): void {
    if (json === true) {
      terminal.out(JSON.stringify(done))
      return
    }
    const { output, differences, found, dryRun } = done
    if (dryRun !== null) {
      const [write] = dryRun.writes
      terminal.out(
        write === undefined
          ? `Would write nothing: ${dryRun.effect}`
          : `Would send ${write.method} ${printable(write.url)} (${dryRun.effect}, ${write.bytes} bytes)`,
      )
      if (write?.body) terminal.out(renderValue(write.body, terminal))
      return
    }
    terminal.out(renderValue(output, terminal))
    if (found) terminal.err('The answer was lost; this was found at the site.')
    for (const { field, kind, sent, stored } of differences)
      terminal.err(
        kind === 'dropped'
          ? `The site dropped ${printable(field)}`
          : `The site has another ${printable(field)}: ${printable(stored).slice(0, 200)} instead of ${printable(sent).slice(0, 200)}`,
      )
    if (cursorOf(output) !== null) terminal.err('There is more: --all reads it to the end')
  }
}

function cursorOf(output: unknown): string | null {
  if (typeof output !== 'object' || output === null || !('next' in output)) return null
  return typeof output.next === 'string' ? output.next : null
}
