import { diff } from 'node:util'
import type { Command } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { everyItem, type HubClient, withHub } from './hub-access.ts'
import { renderList } from './list.ts'
import { printable } from './terminal.ts'

type Version = Awaited<ReturnType<HubClient['articles']['versions']>>['items'][number]

interface Options {
  readonly project?: string
  readonly json?: boolean
}

const columns = [
  { heading: 'VERSION', show: ({ version }: Version) => String(version) },
  { heading: 'AT', show: ({ at }: Version) => at.slice(0, 19).replace('T', ' ') },
  { heading: 'BY', show: ({ by, byName }: Version) => byName ?? by },
  { heading: 'FROM', show: ({ via }: Version) => via },
  { heading: 'TITLE', show: ({ title }: Version) => title },
]

/** Comparing takes quadratic time in what differs. */
const mostLines = 20_000

/** `pressroom articles versions | text | diff | restore`. */
export function addArticleVersions(articles: Command, context: CommandContext): void {
  const { terminal } = context
  articles
    .command('versions <article>')
    .description('List the versions of an article, the newest first')
    .option('--project <project>', 'id or name')
    .option('--json', 'one JSON object a line')
    .action((article: string, { project, json }: Options) =>
      withHub(context, async (client) => {
        const items = await Array.fromAsync(
          everyItem((cursor) => client.articles.versions({ article, project, cursor, limit: 500 })),
        )
        if (json === true) for (const item of items) terminal.out(JSON.stringify(item))
        else terminal.out(renderList(items, columns, terminal, 'There is no version'))
      }),
    )

  articles
    .command('text <article> [version]')
    .description('Print an article as the file that it could be: front matter and body')
    .option('--project <project>', 'id or name')
    .action((article: string, version: string | undefined, { project }: Options) =>
      withHub(context, async (client) => terminal.out(await readText(client, { article, project, version }))),
    )

  articles
    .command('diff <article> [from] [to]')
    .description('Show what differs between two versions: the last two, or one and the newest')
    .option('--project <project>', 'id or name')
    .action((article: string, from: string | undefined, to: string | undefined, { project }: Options) =>
      withHub(context, async (client) => {
        const newest = (await client.articles.get({ article, project })).version
        const before = await readText(client, { article, project, version: from ?? String(Math.max(1, newest - 1)) })
        const after = await readText(client, { article, project, version: to ?? String(newest) })
        for (const line of compareLines(before, after)) {
          const text = printable(line)
          terminal.out(
            line.startsWith('+')
              ? terminal.paint('green', text)
              : line.startsWith('-')
                ? terminal.paint('red', text)
                : text,
          )
        }
      }),
    )

  articles
    .command('restore <article> <version>')
    .description('Make an old version the newest; those between stay in the history')
    .option('--project <project>', 'id or name')
    .action((article: string, version: string, { project }: Options) =>
      withHub(context, async (client) => {
        const row = await client.articles.restore({ article, project, version: readVersion(version) })
        terminal.out(`${printable(row.title)} is at version ${row.version} now, which is version ${version} again`)
      }),
    )
}

async function readText(
  client: HubClient,
  wanted: { readonly article: string; readonly project: string | undefined; readonly version: string | undefined },
): Promise<string> {
  const { article, project, version } = wanted
  const number = version === undefined ? undefined : readVersion(version)
  return (await client.articles.text({ article, project, version: number })).text
}

function readVersion(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new HubError('bad_input', `"${text}" is not the number of a version`)
  return Number(text)
}

/** Lines that differ, each with three of what is around them. */
function compareLines(before: string, after: string): string[] {
  const [from, to] = [before.split('\n'), after.split('\n')]
  if (from.length + to.length > mostLines)
    throw new HubError('too_large', `The two have more than ${mostLines} lines`, {
      fix: 'Write both into files (pressroom articles text), and compare those.',
    })
  const signs = { '1': '-', '-1': '+', '0': ' ' } as const
  const lines = diff(from, to).map(([kind, text]) => `${signs[`${kind}`]} ${text}`)
  const near = (at: number): boolean => lines.slice(Math.max(0, at - 3), at + 4).some((line) => !line.startsWith(' '))
  return lines.flatMap((line, at) => (near(at) ? [line] : near(at + 1) ? ['…'] : []))
}
