import type { Command } from 'commander'
import type { CommandContext } from './command-context.ts'
import { exitCode } from './exit.ts'
import { withHub } from './hub-access.ts'
import { type ImportedFile, importFiles } from './import-files.ts'
import { printable } from './terminal.ts'

interface Options {
  readonly project?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

/** `pressroom articles import`: files and folders as articles, without publishing them. */
export function addImportArticles(articles: Command, context: CommandContext): void {
  articles
    .command('import <files...>')
    .description('Take in Markdown, HTML, CSV and JSON files, or folders of the first two, without publishing them')
    .option('--project <project>', 'id or name')
    .option('--dry-run', 'only say what would become of each')
    .option('--json', 'one JSON object a line')
    .action((files: readonly string[], options: Options) =>
      withHub(context, async (client) => {
        for await (const imported of importFiles(files, options, client, context)) {
          if (imported.error !== null) context.exit(exitCode.failed)
          context.terminal.out(options.json === true ? JSON.stringify(imported) : describe(imported, context))
        }
      }),
    )
}

function describe({ path, article, change, notes, error }: ImportedFile, { terminal }: CommandContext): string {
  const lines = [...notes, ...(error === null ? [] : [error.message, error.fix])]
  const mark = error === null ? terminal.paint('green', '✓') : terminal.paint('red', '✗')
  const head = `${mark} ${printable(path)}: ${change}${article === null ? '' : `  ${terminal.paint('dim', article.id)}`}`
  return [head, ...lines.map((line) => `    ${printable(line)}`)].join('\n')
}
