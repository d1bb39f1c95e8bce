import type { Command } from 'commander'
import type { CommandContext } from './command-context.ts'
import { everyItem, type HubClient, withHub } from './hub-access.ts'
import { renderList } from './list.ts'

interface Options {
  readonly json?: boolean
}

/** `pressroom projects`: list, create, rename, delete. */
export function addProjects(program: Command, context: CommandContext): void {
  const { terminal } = context
  const projects = program.command('projects').description('List, make, rename and delete projects')
  projects
    .command('list', { isDefault: true })
    .description('List the projects that you may see')
    .option('--json', 'one JSON object a line')
    .action((options: Options) => withHub(context, (client) => list(client, options)))

  projects
    .command('create <name>')
    .description('Make a project')
    .option('--json', 'print it as JSON')
    .action((name: string, options: Options) =>
      withHub(context, async (client) => {
        const project = await client.projects.create({ name })
        terminal.out(
          options.json === true ? JSON.stringify(project) : `Made the project ${project.name} (${project.id})`,
        )
      }),
    )

  projects
    .command('rename <project> <name>')
    .description('Rename a project')
    .action((project: string, name: string) =>
      withHub(context, async (client) => {
        await client.projects.rename({ project, name })
        terminal.out(`Renamed to ${name}`)
      }),
    )

  projects
    .command('delete <project>')
    .description('Delete a project with everything in it; say its name once more with --yes')
    .requiredOption('--yes <name>', 'the name of the project, to be sure')
    .action((project: string, options: { yes: string }) =>
      withHub(context, async (client) => {
        await client.projects.delete({ project, name: options.yes })
        terminal.out(`Deleted ${options.yes}`)
      }),
    )

  async function list(client: HubClient, options: Options): Promise<void> {
    const items = await Array.fromAsync(everyItem((cursor) => client.projects.list({ cursor })))
    if (options.json === true) {
      for (const item of items) terminal.out(JSON.stringify(item))
      return
    }
    const columns = [
      { heading: 'NAME', show: ({ name }: (typeof items)[number]) => name },
      { heading: 'ROLE', show: ({ role }: (typeof items)[number]) => role },
      { heading: 'ID', show: ({ id }: (typeof items)[number]) => id },
    ]
    terminal.out(renderList(items, columns, terminal, 'There is no project yet: pressroom projects create <name>'))
  }
}
