import { HubError } from '../errors/hub-error.ts'
import { readActionInput, realSources } from './action-input.ts'
import type { CommandContext } from './command-context.ts'
import type { HubClient } from './hub-access.ts'
import { renderList } from './list.ts'
import { renderAction } from './render-action.ts'
import { renderValue, rowsOf } from './render-value.ts'
import { printable, type Terminal } from './terminal.ts'

/** What is given beside the connection and the action. */
export interface ActOptions {
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

export interface Act {
  readonly connection: string
  readonly action: string | undefined
  readonly options: ActOptions
}

/** Lists actions, shows choices or help, or does the action: as the options say. */
export async function actOn(client: HubClient, act: Act, { terminal }: CommandContext): Promise<void> {
  const { connection, action, options } = act
  const { project } = options
  if (options.choices !== undefined) return showChoices(client, act, options.choices, terminal)
  if (action === undefined) return list(client, act, terminal)
  const found = await client.actions.get({ connection, action, project })
  if (options.help === true) {
    terminal.out(options.json === true ? JSON.stringify(found) : renderAction(found, connection, terminal))
    return
  }
  const input = await readActionInput(options.input ?? [], found.input, realSources)
  const { yes: confirm, dryRun } = options
  const run = (more: object): Promise<Done> =>
    client.actions.run({ connection, action, project, input: { ...input, ...more }, confirm, dryRun })
  if (options.all === true) return readAll(run, terminal)
  tell(await run({}), options, terminal)
}

async function list(client: HubClient, { connection, options }: Act, terminal: Terminal): Promise<void> {
  const { project, search, json } = options
  const { items } = await client.actions.list({ connection, project, search })
  if (json === true) for (const item of items) terminal.out(JSON.stringify(item))
  else terminal.out(renderList(items, columns, terminal, 'There is no such action'))
}

/** A look-up depends on fields of the same name: `--input taxonomy=category`. */
async function showChoices(
  client: HubClient,
  { connection, options }: Act,
  lookup: string,
  terminal: Terminal,
): Promise<void> {
  const { project, search, json } = options
  const { items } = await client.lookups.list({ connection, project })
  const schema = items.find(({ name }) => name === lookup)?.input ?? {}
  const input = await readActionInput(options.input ?? [], schema, realSources)
  const { choices, more } = await client.lookups.choices({ connection, lookup, project, input, search })
  if (json === true) for (const choice of choices) terminal.out(JSON.stringify(choice))
  else terminal.out(renderValue(choices, terminal))
  if (more) terminal.err('There are more: narrow them with --search')
}

async function readAll(run: (more: object) => Promise<Done>, terminal: Terminal): Promise<void> {
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

function tell(done: Done, { json }: ActOptions, terminal: Terminal): void {
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
    if (dryRun.effect === 'keyed' && dryRun.key === null)
      terminal.err('Without a key, nothing could tell what became of it, should its answer be lost.')
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

function cursorOf(output: unknown): string | null {
  if (typeof output !== 'object' || output === null || !('next' in output)) return null
  return typeof output.next === 'string' ? output.next : null
}
