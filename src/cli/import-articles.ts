import type { Command } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { exitCode } from './exit.ts'
import { type HubClient, withHub } from './hub-access.ts'
import { type ImportedFile, importFiles } from './import-files.ts'
import { printable } from './terminal.ts'

interface Options {
  readonly project?: string
  readonly source?: string
  readonly dryRun?: boolean
  readonly json?: boolean
  readonly from?: string
  readonly type: string
  readonly ids?: readonly string[]
  readonly urls?: readonly string[]
  readonly search?: string
  readonly limit: string
}

/** `pressroom articles import`: files and folders as articles, without publishing them. */
export function addImportArticles(articles: Command, context: CommandContext): void {
  articles
    .command('import [files...]')
    .description(
      'Take in files (Markdown, HTML, CSV, JSON), folders, or posts of a WordPress site, without publishing them',
    )
    .option('--project <project>', 'id or name')
    .option('--source <name>', 'what the files are known by, in place of the git remote or the name of the folder')
    .option('--from <connection>', 'posts of this site; publishing them there changes them in place')
    .option('--type <type>', 'post, page or another type of the site', 'post')
    .option('--ids <ids...>', 'only posts with these ids')
    .option('--urls <addresses...>', 'only posts at these addresses')
    .option('--search <words>', 'only posts with these words')
    .option('--limit <number>', 'so many of the newest at most', '20')
    .option('--dry-run', 'only say what would become of each')
    .option('--json', 'one JSON object a line')
    .action((files: readonly string[], options: Options) =>
      withHub(context, async (client) => {
        if (options.from !== undefined) return await importPosts(options.from, options, client, context)
        if (files.length === 0) throw new HubError('bad_input', 'Name files or folders, or a connection with --from')
        for await (const imported of importFiles(files, options, client, context)) {
          if (imported.error !== null) context.exit(exitCode.failed)
          context.terminal.out(options.json === true ? JSON.stringify(imported) : describe(imported, context))
        }
      }),
    )
}

async function importPosts(
  connection: string,
  options: Options,
  client: HubClient,
  { terminal, exit }: CommandContext,
): Promise<void> {
  const { project, dryRun, type, ids, urls, search, limit } = options
  const { posts } = await client.articles.importFromSite({
    ...{ connection, project, dryRun, type, urls: urls === undefined ? undefined : [...urls], search },
    ids: ids?.map(Number),
    limit: Number(limit),
  })
  for (const post of posts) {
    if (post.error !== null) exit(exitCode.failed)
    if (options.json === true) terminal.out(JSON.stringify(post))
    else terminal.out(describe({ ...post, path: `${post.title} (${post.id})` }, { terminal }))
  }
  if (posts.length === 0) terminal.err('The site has no such post')
}

function describe(
  { path, article, change, notes, error }: ImportedFile,
  { terminal }: Pick<CommandContext, 'terminal'>,
): string {
  const lines = [...notes, ...(error === null ? [] : [error.message, error.fix])]
  const mark = error === null ? terminal.paint('green', '✓') : terminal.paint('red', '✗')
  const head = `${mark} ${printable(path)}: ${change}${article === null ? '' : `  ${terminal.paint('dim', article.id)}`}`
  return [head, ...lines.map((line) => `    ${printable(line)}`)].join('\n')
}
