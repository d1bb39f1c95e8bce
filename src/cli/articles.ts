import { type Command, Option } from 'commander'
import { addArticleVersions } from './article-versions.ts'
import type { CommandContext } from './command-context.ts'
import { everyItem, type HubClient, withHub } from './hub-access.ts'
import { addImportArticles } from './import-articles.ts'
import { renderList } from './list.ts'
import { printable } from './terminal.ts'

type Article = Awaited<ReturnType<HubClient['articles']['list']>>['items'][number]
type State = Article['state']
type Order = NonNullable<Parameters<HubClient['articles']['list']>[0]['order']>

interface Options {
  readonly project?: string
  readonly json?: boolean
}

const columns = [
  { heading: 'TITLE', show: ({ title }: Article) => title },
  { heading: 'STATE', show: ({ state }: Article) => state },
  { heading: 'VERSION', show: ({ version }: Article) => String(version) },
  { heading: 'FILE', show: ({ path }: Article) => path ?? '' },
  { heading: 'ID', show: ({ id }: Article) => id },
]

/** `pressroom articles`: list, show, their versions, and say what state they are in. */
export function addArticles(program: Command, context: CommandContext): void {
  const { terminal } = context
  const articles = program
    .command('articles')
    .description('List articles, show one with where it is, its versions, change its state')
  articles
    .command('list', { isDefault: true })
    .description('List the articles of a project')
    .option('--project <project>', 'id or name')
    .addOption(new Option('--state <state>', 'only in this state').choices(['draft', 'ready', 'archived']))
    .option('--search <words>', 'only with these words in the title or the path')
    .addOption(
      new Option('--order <order>', 'created, updated (the newest first) or title')
        .choices(['created', 'updated', 'title'])
        .default('created'),
    )
    .option('--json', 'one JSON object a line')
    .action((options: Options & { state?: State; search?: string; order?: Order }) =>
      withHub(context, async (client) => {
        const { project, state, search, order } = options
        const items = await Array.fromAsync(
          everyItem((cursor) => client.articles.list({ project, state, search, order, cursor, limit: 500 })),
        )
        if (options.json === true) for (const item of items) terminal.out(JSON.stringify(item))
        else
          terminal.out(
            renderList(
              items,
              columns,
              terminal,
              'There is no article yet: pressroom publish <files…> --to <connection>',
            ),
          )
      }),
    )

  articles
    .command('show <article>')
    .description('Show an article, and where it is published')
    .option('--project <project>', 'id or name')
    .option('--json', 'print as JSON')
    .action((article: string, options: Options) =>
      withHub(context, async (client) => {
        const { project } = options
        const found = await client.articles.get({ article, project })
        const publications = await Array.fromAsync(
          everyItem((cursor) => client.publications.list({ project, article, cursor })),
        )
        if (options.json === true) {
          terminal.out(JSON.stringify({ ...found, publications }))
          return
        }
        terminal.out(
          `${terminal.paint('bold', printable(found.title))} ${terminal.paint('dim', `${found.id}, version ${found.version}, ${found.state}`)}`,
        )
        for (const { connection, state, url } of publications)
          terminal.out(`  ${connection}  ${state}  ${printable(url ?? '')}`)
      }),
    )

  articles
    .command('state <article> <state>')
    .description('Say that an article is ready, a draft, or archived')
    .option('--project <project>', 'id or name')
    .action((article: string, state: State, options: Options) =>
      withHub(context, async (client) => {
        const changed = await client.articles.setState({ article, state, project: options.project })
        terminal.out(`${printable(changed.title)} is ${changed.state}`)
      }),
    )

  addArticleVersions(articles, context)
  addImportArticles(articles, context)
}
