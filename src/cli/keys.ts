import type { Command } from 'commander'
import { Option } from 'commander'
import type { CommandContext } from './command-context.ts'
import { everyItem, withHub } from './hub-access.ts'
import { renderList } from './list.ts'

interface CreateOptions {
  readonly project?: string
  readonly role: 'owner' | 'editor' | 'viewer'
  readonly operation?: string[]
  readonly connection?: string[]
  readonly days: string
  readonly json?: boolean
}

/** `pressroom keys`: API keys of a project, and the rotation of the key that seals credentials. */
export function addKeys(program: Command, context: CommandContext): void {
  const { terminal } = context
  const keys = program.command('keys').description('API keys of a project; rotate the key that seals credentials')
  keys
    .command('list', { isDefault: true })
    .description('List the API keys of a project')
    .option('--project <project>', 'id or name')
    .option('--json', 'one JSON object a line')
    .action((options: { project?: string; json?: boolean }) =>
      withHub(context, async (client) => {
        const { project } = options
        const items = await Array.fromAsync(everyItem((cursor) => client.keys.list({ project, cursor })))
        if (options.json === true) {
          for (const item of items) terminal.out(JSON.stringify(item))
          return
        }
        const columns = [
          { heading: 'NAME', show: (key: (typeof items)[number]) => key.name },
          { heading: 'KEY', show: (key: (typeof items)[number]) => `${key.start}…` },
          { heading: 'ROLE', show: (key: (typeof items)[number]) => key.role },
          { heading: 'EXPIRES', show: (key: (typeof items)[number]) => key.expiresAt?.slice(0, 10) ?? 'never' },
          { heading: 'LAST USED', show: (key: (typeof items)[number]) => key.lastUsedAt?.slice(0, 16) ?? 'never' },
          { heading: 'ID', show: (key: (typeof items)[number]) => key.id },
        ]
        terminal.out(renderList(items, columns, terminal, 'There is no key yet: pressroom keys create <name>'))
      }),
    )

  keys
    .command('create <name>')
    .description('Make an API key; it is shown once')
    .option('--project <project>', 'id or name')
    .addOption(
      new Option('--role <role>', 'what it may do at the most')
        .choices(['owner', 'editor', 'viewer'])
        .default('viewer'),
    )
    .option('--operation <name...>', 'only these operations')
    .option('--connection <id...>', 'only these connections')
    .option('--days <number>', 'days until it expires', '90')
    .option('--json', 'print it as JSON')
    .action((name: string, options: CreateOptions) =>
      withHub(context, async (client) => {
        const made = await client.keys.create({
          name,
          project: options.project,
          role: options.role,
          operations: options.operation,
          connections: options.connection,
          expiresInDays: Number(options.days),
        })
        if (options.json === true) {
          terminal.out(JSON.stringify(made))
          return
        }
        terminal.err(terminal.paint('bold', 'Keep this key now: it is shown once.'))
        terminal.out(made.key)
      }),
    )

  keys
    .command('revoke <id>')
    .description('Revoke an API key')
    .option('--project <project>', 'id or name')
    .action((id: string, options: { project?: string }) =>
      withHub(context, async (client) => {
        await client.keys.revoke({ id, project: options.project })
        terminal.out('Revoked')
      }),
    )

  keys
    .command('rotate')
    .description('Seal every credential with a new key, and forget the old one')
    .action(() =>
      withHub(context, async (client) => {
        const { keyId, resealed } = await client.safekeeping.rotateKey()
        terminal.out(`Sealed ${resealed} values with the new key ${keyId}`)
      }),
    )
}
