import { type Command, Option } from 'commander'
import { confirm } from './change-publications.ts'
import type { CommandContext } from './command-context.ts'
import { followPublications } from './follow-publications.ts'
import { type HubClient, withHub } from './hub-access.ts'
import { printable, type Terminal } from './terminal.ts'

type Conflict = Awaited<ReturnType<HubClient['publications']['conflict']>>

interface Options {
  readonly project?: string
  readonly json?: boolean
}

const who = {
  theirs: 'changed there',
  ours: 'changed here',
  both: 'changed on both sides',
  alike: 'changed to the same',
  differs: 'differs',
} as const

/** `pressroom publications conflict` shows both sides, `resolve` ends it. */
export function addConflicts(publications: Command, context: CommandContext): void {
  const { terminal } = context
  publications
    .command('conflict <publication>')
    .description('Compare what was sent last, what is on the site now, and what is wanted')
    .option('--project <project>', 'id or name')
    .option('--json', 'print as JSON')
    .action((publication: string, { project, json }: Options) =>
      withHub(context, async (client) => {
        const found = await client.publications.conflict({ publication, project })
        terminal.out(json === true ? JSON.stringify(found) : describe(found, terminal))
      }),
    )
  publications
    .command('resolve <publication>')
    .description('End a conflict')
    .addOption(
      new Option(
        '--keep <side>',
        'theirs: as a new version of the article; ours: written over theirs; leave: both as they are',
      )
        .choices(['theirs', 'ours', 'leave'])
        .makeOptionMandatory(),
    )
    .option('--yes', 'do not ask before writing over theirs')
    .option('--project <project>', 'id or name')
    .option('--json', 'print as JSON')
    .action((publication: string, options: Options & { keep: 'theirs' | 'ours' | 'leave'; yes?: boolean }) =>
      withHub(
        context,
        async (client) => {
          const { keep, project, json } = options
          if (keep === 'ours' && options.yes !== true) await confirm('Write over what is on the site?', terminal)
          const { publication: row, adopted } = await client.publications.resolve({ publication, project, keep })
          for await (const one of followPublications([row], client, { project, names: new Map() }, context))
            terminal.out(
              json === true
                ? JSON.stringify({ publication: one, adopted })
                : `${one.id}: ${one.state}${adopted === null ? '' : `, theirs is version ${adopted} of the article`}`,
            )
        },
        { working: true },
      ),
    )
}

function describe(conflict: Conflict, terminal: Terminal): string {
  const { publication, modified, knowsBase, fields, contentTheirs, contentOurs } = conflict
  const { error } = publication
  const diff = (heading: string, { lines, cut }: Conflict['contentOurs']): string[] =>
    lines.length === 0 && !cut
      ? []
      : [
          '',
          terminal.paint('bold', heading),
          ...lines.map((line) => paintLine(line, terminal)),
          ...(cut ? ['  …'] : []),
        ]
  const side = (name: string, value: string | null): string[] =>
    value === null ? [] : [`    ${name.padEnd(6)} ${printable(value).replace(/\s+/g, ' ').slice(0, 300)}`]
  return [
    `${terminal.paint('bold', publication.id)} ${printable(String(error?.message ?? 'conflict'))}`,
    `  ${printable(publication.url ?? '')}${modified === null ? '' : `, changed there at ${printable(modified)} UTC`}`,
    ...(knowsBase ? [] : ['  What was sent last is not known, so nobody knows who changed what.']),
    ...fields.flatMap(({ field, changed, base, theirs, ours }) => [
      `  ${terminal.paint('bold', printable(field))} ${who[changed]}`,
      ...side('before', base),
      ...side('there', theirs),
      ...side('wanted', ours),
    ]),
    ...diff(
      knowsBase ? 'The content, as they changed it' : 'The content, from what is wanted to what is there',
      contentTheirs,
    ),
    ...diff('The content, as it is wanted', contentOurs),
    '',
    `  pressroom publications resolve ${publication.id} --keep theirs|ours|leave`,
  ].join('\n')
}

function paintLine(line: string, terminal: Terminal): string {
  const text = printable(line)
  if (line.startsWith('+')) return terminal.paint('green', text)
  if (line.startsWith('-')) return terminal.paint('red', text)
  return terminal.paint('dim', text)
}
