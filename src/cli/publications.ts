import { type Command, Option } from 'commander'
import { addChanges } from './change-publications.ts'
import type { CommandContext } from './command-context.ts'
import { followPublications, type Publication } from './follow-publications.ts'
import { everyItem, type HubClient, withHub } from './hub-access.ts'
import { renderList } from './list.ts'
import { addChosen, type Choice, selectionOf } from './publication-choice.ts'
import { addConflicts } from './publication-conflicts.ts'
import { printable, type Terminal } from './terminal.ts'

const states = [
  ...['planned', 'sending', 'unknown', 'live', 'scheduled', 'draft'],
  ...['trashed', 'gone', 'failed', 'conflict', 'paused', 'cancelled'],
] as const

/** `pressroom publications`: what is where, and what is done with it while it is under way and once it is there. */
export function addPublications(program: Command, context: CommandContext): void {
  const { terminal } = context
  const publications = program
    .command('publications')
    .description('List what is published where; pause, cancel, retry, unpublish, trash, restore and delete it')

  publications
    .command('list', { isDefault: true })
    .description('List publications')
    .option('--project <project>', 'id or name')
    .option('--article <article>', 'only of this article, by id')
    .option('--connection <connection>', 'only on this connection')
    .addOption(new Option('--state <state>', 'only in this state').choices(states))
    .option('--json', 'one JSON object a line')
    .action(
      (options: {
        project?: string
        article?: string
        connection?: string
        state?: Publication['state']
        json?: boolean
      }) =>
        withHub(context, async (client) => {
          const { json, ...filter } = options
          const isNarrow = [filter.article, filter.connection, filter.state].some((one) => one !== undefined)
          const all = everyItem((cursor) => client.publications.list({ ...filter, cursor, limit: 500 }))
          if (json === true) for await (const item of all) terminal.out(JSON.stringify(item))
          else
            terminal.out(
              renderList(
                await Array.fromAsync(all),
                columns,
                terminal,
                isNarrow
                  ? 'No publication is like that'
                  : 'Nothing is published yet: pressroom publish <files> --to <connection>',
              ),
            )
        }),
    )

  publications
    .command('show <publication>')
    .description('Show a publication with its receipt')
    .option('--project <project>', 'id or name')
    .option('--json', 'print as JSON')
    .action((publication: string, { project, json }: Choice) =>
      withHub(context, async (client) => {
        const found = await client.publications.get({ publication, project })
        terminal.out(json === true ? JSON.stringify(found) : describe(found, terminal))
      }),
    )

  const controls = {
    pause: 'Let what is not sent yet rest until it is resumed',
    resume: 'Go on with what was paused',
    cancel: 'Take back what is not sent yet, failed, or is in conflict',
    retry: 'Try again what failed, and at once what waits for its next try',
  } as const
  for (const name of ['pause', 'resume', 'cancel', 'retry'] as const) {
    const wakes = name === 'resume' || name === 'retry'
    addChosen(publications, name, controls[name]).action((ids: string[], options: Choice) =>
      withHub(
        context,
        async (client, via) => {
          const done: { readonly changed: number; readonly pending?: number } = await client.publications[name](
            selectionOf(ids, options),
          )
          terminal.out(options.json === true ? JSON.stringify(done) : tell(name, done))
          // Where no hub runs, nobody else would do the work.
          if (wakes && via === 'own') await finishAll(client, options)
        },
        { working: wakes },
      ),
    )
  }
  async function finishAll(client: HubClient, { project }: Choice): Promise<void> {
    const left = everyItem((cursor) => client.publications.list({ project, state: 'planned', cursor, limit: 500 }))
    const follow = { project, names: new Map<string, string>() }
    for await (const one of followPublications(await Array.fromAsync(left), client, follow, context))
      terminal.out(describe(one, terminal))
  }

  addChanges(publications, context)
  addConflicts(publications, context)
}

const told = { pause: 'Paused', resume: 'Resumed', cancel: 'Cancelled', retry: 'Trying again' } as const

function tell(
  name: keyof typeof told,
  { changed, pending = 0 }: { readonly changed: number; readonly pending?: number },
): string {
  const more = pending === 0 ? '' : `; ${pending} under way will be when that is settled`
  return `${told[name]}: ${changed}${more}`
}

const columns = [
  { heading: 'ID', show: ({ id }: Publication) => id },
  { heading: 'STATE', show: ({ state }: Publication) => state },
  { heading: 'ARTICLE', show: ({ article }: Publication) => article },
  { heading: 'CONNECTION', show: ({ connection }: Publication) => connection },
  { heading: 'UPDATED', show: ({ updatedAt }: Publication) => updatedAt.slice(0, 16).replace('T', ' ') },
  { heading: 'URL', show: ({ url }: Publication) => url ?? '' },
]

function describe(publication: Publication, terminal: Terminal): string {
  const { id, state, action, version, result, remoteId, url, status, receipt, error, requests, updatedAt } = publication
  const line = (name: string, value: unknown): string[] =>
    value === null || value === undefined || value === ''
      ? []
      : [`  ${name.padEnd(9)} ${printable(typeof value === 'string' ? value : JSON.stringify(value)).slice(0, 500)}`]
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
  return [
    `${terminal.paint('bold', id)} ${state}${result === null ? '' : `, ${result}`}`,
    ...line('article', `${publication.article}, version ${version}`),
    ...line('wanted', `${action} on ${publication.connection}`),
    ...line('there', remoteId === null ? null : `${remoteId}${status === null ? '' : `, ${status}`}`),
    ...line('url', url),
    ...line('updated', `${updatedAt}, after ${requests} requests`),
    ...(error === null
      ? []
      : [...line('why', String(error.message ?? error.code ?? '')), ...line('fix', String(error.fix ?? ''))]),
    ...list(receipt?.dropped).flatMap((one) => line('dropped', one)),
    ...list(receipt?.changed).flatMap((one) => line('changed', one)),
  ].join('\n')
}
