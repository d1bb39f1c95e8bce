import type { Command } from 'commander'
import type { CommandContext } from './command-context.ts'
import { type HubClient, withHub } from './hub-access.ts'
import { renderList } from './list.ts'
import { type PublishWishes, readPublishWishes } from './publish-wishes.ts'

interface Options {
  readonly project?: string
  readonly set?: readonly string[]
  readonly unset?: readonly string[]
  readonly json?: boolean
}

const columns = [
  { heading: 'OPTION', show: ([name]: [string, unknown]) => name },
  {
    heading: 'VALUE',
    show: ([, value]: [string, unknown]) => (typeof value === 'string' ? value : JSON.stringify(value)),
  },
]

/** `pressroom defaults [connection]`: how articles are wanted where nothing else is said. */
export function addDefaults(program: Command, context: CommandContext): void {
  program
    .command('defaults [connection]')
    .description('Show or change how a project, or a connection, wants articles where nothing else is said')
    .option('--project <project>', 'id or name')
    .option('--set <option=value...>', 'status=draft categories=News author=jane images.maxWidth=1600')
    .option('--unset <option...>', 'options of which nothing is said any more')
    .option('--json', 'print as JSON')
    .action((connection: string | undefined, options: Options) =>
      withHub(context, async (client) => {
        const kept = await run(client, connection, options)
        const { terminal } = context
        terminal.out(
          options.json === true
            ? JSON.stringify(kept)
            : renderList(
                Object.entries(kept),
                columns,
                terminal,
                'Nothing is said: articles go out as they say themselves.',
              ),
        )
      }),
    )
}

async function run(client: HubClient, connection: string | undefined, options: Options): Promise<PublishWishes> {
  const { project, set = [], unset = [] } = options
  const { publications } = client
  const before = await (connection === undefined
    ? publications.projectDefaults({ project })
    : publications.defaults({ project, connection }))
  if (set.length + unset.length === 0) return before.options
  const { images, ...said } = await readPublishWishes(set)
  const wanted: PublishWishes = {
    ...before.options,
    ...said,
    ...(images === undefined ? {} : { images: { ...Object(before.options.images), ...images } }),
  }
  const kept = Object.fromEntries(Object.entries(wanted).filter(([name]) => !unset.includes(name)))
  const after = await (connection === undefined
    ? publications.configureProject({ project, options: kept })
    : publications.configure({ project, connection, options: kept }))
  return after.options
}
