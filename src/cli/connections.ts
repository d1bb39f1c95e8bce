import { readFile } from 'node:fs/promises'
import { type Command, Option } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { exitCode } from './exit.ts'
import { everyItem, type HubClient, withHub } from './hub-access.ts'
import { renderList } from './list.ts'
import { printable, type Terminal } from './terminal.ts'

type Connection = Awaited<ReturnType<HubClient['connections']['get']>>

interface Options {
  readonly project?: string
  readonly json?: boolean
}

const largestImport = 1024 * 1024

/** `pressroom connections`: list, show, change, import and export. */
export function addConnections(program: Command, context: CommandContext): void {
  const { terminal } = context
  const connections = program.command('connections').description('List, change, import and export connections')
  const command = (usage: string, about: string): Command =>
    connections
      .command(usage)
      .description(about)
      .option('--project <project>', 'id or name')
      .option('--json', 'print as JSON')
  const tell = (connection: Connection, options: Options): void =>
    terminal.out(options.json === true ? JSON.stringify(connection) : describe(connection, terminal))

  connections
    .command('list', { isDefault: true })
    .description('List connections')
    .option('--project <project>', 'id or name')
    .option('--kind <kind>', 'only of this kind: wordpress, webflow, webhook')
    .option('--group <group>', 'only of this group')
    .addOption(new Option('--state <state>', 'only in this state').choices(['active', 'paused', 'needs-login']))
    .option('--search <text>', 'only with this in name or address')
    .option('--json', 'one JSON object a line')
    .action((options: Options & { kind?: string; group?: string; state?: Connection['state']; search?: string }) =>
      withHub(context, async (client) => {
        const { project, kind, group, state, search } = options
        const items = await Array.fromAsync(
          everyItem((cursor) => client.connections.list({ project, kind, group, state, search, cursor, limit: 500 })),
        )
        if (options.json === true) for (const item of items) terminal.out(JSON.stringify(item))
        else terminal.out(renderList(items, columns, terminal, 'Nothing is connected yet: pressroom connect <address>'))
      }),
    )

  command('show <connection>', 'Show a connection').action((connection: string, options: Options) =>
    withHub(context, async (client) =>
      tell(await client.connections.get({ connection, project: options.project }), options),
    ),
  )
  command('rename <connection> <name>', 'Rename a connection').action(
    (connection: string, name: string, options: Options) =>
      withHub(context, async (client) =>
        tell(await client.connections.rename({ connection, name, project: options.project }), options),
      ),
  )
  command('group <connection> [groups...]', 'Put a connection into these groups and no others').action(
    (connection: string, groups: string[], options: Options) =>
      withHub(context, async (client) =>
        tell(await client.connections.group({ connection, groups, project: options.project }), options),
      ),
  )
  command('move <connection> <project>', 'Move a connection to another project').action(
    (connection: string, to: string, options: Options) =>
      withHub(context, async (client) =>
        tell(await client.connections.move({ connection, to, project: options.project }), options),
      ),
  )
  command('pause <connection>', 'Neither check nor use a connection until it is resumed').action(
    (connection: string, options: Options) =>
      withHub(context, async (client) =>
        tell(await client.connections.pause({ connection, project: options.project }), options),
      ),
  )
  command('resume <connection>', 'Use a connection again').action((connection: string, options: Options) =>
    withHub(context, async (client) =>
      tell(await client.connections.resume({ connection, project: options.project }), options),
    ),
  )
  command('revoke <connection>', 'Delete the credential at the site and here').action(
    (connection: string, options: Options) =>
      withHub(context, async (client) => {
        const { connection: left, atSite } = await client.connections.revoke({ connection, project: options.project })
        terminal.out(
          options.json === true ? JSON.stringify({ connection: left, atSite }) : `Revoked; at the site it is ${atSite}`,
        )
      }),
  )
  command('delete <connection>', 'Forget a connection with its history, and delete its credential at the site')
    .option('--keep-credential', 'leave the credential at the site')
    .action((connection: string, options: Options & { keepCredential?: boolean }) =>
      withHub(context, async (client) => {
        const { atSite } = await client.connections.delete({
          connection,
          project: options.project,
          revoke: options.keepCredential !== true,
        })
        terminal.out(
          options.json === true
            ? JSON.stringify({ deleted: true, atSite })
            : `Deleted; the credential at the site is ${atSite}`,
        )
      }),
    )
  command('history <connection>', 'List what checks and diagnoses saw, the newest first').action(
    (connection: string, options: Options) =>
      withHub(context, async (client) => {
        const { items } = await client.diagnoses.history({ connection, project: options.project })
        if (options.json === true) for (const item of items) terminal.out(JSON.stringify(item))
        else
          for (const { at, kind, verdict, code, cause } of items)
            terminal.out(
              `${at}  ${kind.padEnd(9)}  ${verdict}${code === null ? '' : ` (${printable(code)})`}  ${terminal.paint('dim', cause)}`,
            )
      }),
  )
  command('import <file>', 'Connect the sites of a CSV or JSON file: address, username, password, name, groups').action(
    (file: string, options: Options) => withHub(context, (client) => importFile(client, file, options)),
  )
  command('export', 'Print all connections without secrets')
    .addOption(new Option('--format <format>', 'of the output').choices(['csv', 'json']).default('csv'))
    .action((options: Options & { format: 'csv' | 'json' }) =>
      withHub(context, async (client) =>
        terminal.out(
          (await client.connections.export({ project: options.project, format: options.format })).content.trimEnd(),
        ),
      ),
    )

  /** Fifty sites at a call, each told as it is done; a file that was interrupted is simply given again. */
  async function importFile(client: HubClient, file: string, options: Options): Promise<void> {
    const content = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new HubError('bad_input', `There is no file ${file}`, { cause })
    })
    if (content.length > largestImport) throw new HubError('bad_input', `${file} is larger than 1 MB`)
    const format = /^\s*[[{]/.test(content) ? 'json' : 'csv'
    let failed = 0
    for (let after: number | null = 0; after !== null; ) {
      const { lines, next, total } = await client.connections.import({
        project: options.project,
        format,
        content,
        after,
      })
      for (const line of lines) {
        const well = line.outcome === 'connected' || line.outcome === 'already'
        if (!well) failed++
        if (options.json === true) terminal.out(JSON.stringify(line))
        else
          terminal.out(
            `${well ? terminal.paint('green', '✓') : terminal.paint('red', '✗')} ${line.line}  ${printable(line.address ?? '')}  ${printable(line.title)}${line.fix === null || well ? '' : `\n     ${printable(line.fix)}`}`,
          )
      }
      terminal.status(next === null ? '' : `${next} of ${total}`)
      after = next
    }
    if (failed > 0) context.exit(exitCode.failed)
  }
}

const columns = [
  { heading: 'NAME', show: ({ name }: Connection) => name },
  { heading: 'KIND', show: ({ kind }: Connection) => kind },
  { heading: 'ADDRESS', show: ({ url }: Connection) => url },
  { heading: 'METHOD', show: ({ method }: Connection) => method },
  { heading: 'USER', show: ({ account }: Connection) => account ?? '' },
  { heading: 'STATE', show: ({ state }: Connection) => state },
  {
    heading: 'HEALTH',
    show: ({ verdict, code }: Connection) => (code === null ? (verdict ?? '') : `${verdict} (${code})`),
  },
  { heading: 'CHECKED', show: ({ checkedAt }: Connection) => checkedAt?.slice(0, 16).replace('T', ' ') ?? '' },
]

/** A connection in some lines. */
export function describe(connection: Connection, terminal: Terminal): string {
  const { name, id, kind, url, account, method, groups, state, verdict, code, checkedAt } = connection
  const health = code === null ? (verdict ?? 'not checked yet') : `${verdict} (${code})`
  return [
    `${terminal.paint('bold', printable(name))} ${terminal.paint('dim', id)}`,
    `  ${kind}: ${printable(url)}${account === null ? '' : ` as ${printable(account)}`} by ${method}`,
    `  ${state}, ${health}${checkedAt === null ? '' : terminal.paint('dim', ` at ${checkedAt}`)}`,
    ...(groups.length === 0 ? [] : [`  groups: ${groups.map(printable).join(', ')}`]),
  ].join('\n')
}
