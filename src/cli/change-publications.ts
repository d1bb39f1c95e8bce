import type { Command } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { exitCode } from './exit.ts'
import { followPublications } from './follow-publications.ts'
import { type HubClient, withHub } from './hub-access.ts'
import { askYes } from './prompts.ts'
import { addChosen, type Choice, selectionOf } from './publication-choice.ts'
import { printable, type Terminal } from './terminal.ts'

type Change = Awaited<ReturnType<HubClient['publications']['change']>>['changes'][number]

interface ChangeOptions extends Choice {
  readonly dryRun?: boolean
  readonly yes?: boolean
}

const changes = {
  unpublish: { about: 'Make drafts of what is live', asks: true },
  trash: { about: 'Move to the trash of the site', asks: true },
  restore: { about: 'Take out of the trash of the site', asks: false },
  delete: { about: 'Delete from the site for ever', asks: true },
} as const
type ChangeName = keyof typeof changes

/** `pressroom publications unpublish|trash|restore|delete`: told beforehand, asked where something goes away, waited for. */
export function addChanges(publications: Command, context: CommandContext): void {
  const { terminal } = context
  for (const action of Object.keys(changes) as ChangeName[])
    addChosen(publications, action, changes[action].about)
      .option('--dry-run', 'say what would be done, and do nothing')
      .option('--yes', 'do not ask')
      .action((ids: string[], options: ChangeOptions) =>
        withHub(
          context,
          async (client) => {
            const wish = { ...selectionOf(ids, options), action }
            const planned = (await client.publications.change({ ...wish, dryRun: true })).changes
            const count = planned.filter(({ does }) => does !== null).length
            if (options.dryRun === true || count === 0) return tellPlan(planned, options, terminal)
            if (changes[action].asks && options.yes !== true)
              await confirm(`${action} ${count === 1 ? 'one publication' : `${count} publications`}?`, terminal)
            await carryOut(client, (await client.publications.change(wish)).changes, options)
          },
          { working: true },
        ),
      )

  async function carryOut(client: HubClient, made: readonly Change[], { project, json }: ChangeOptions): Promise<void> {
    const under = made.filter(({ does }) => does !== null).map(({ publication }) => publication)
    for await (const one of followPublications(under, client, { project, names: new Map() }, context)) {
      const isWell = one.error === null
      if (!isWell) context.exit(exitCode.failed)
      if (json === true) terminal.out(JSON.stringify(one))
      else
        terminal.out(
          `${isWell ? terminal.paint('green', '✓') : terminal.paint('red', '✗')} ${one.id}: ${one.state}  ${printable(String(one.error?.message ?? one.url ?? ''))}`,
        )
    }
  }
}

/** Throws `bad_input` where nobody can be asked, and `cancelled` for a no. */
export async function confirm(question: string, { interactive }: Terminal): Promise<void> {
  if (!interactive)
    throw new HubError('bad_input', 'This takes something away', { fix: 'Add --yes to do it without being asked.' })
  if (!(await askYes(question))) throw new HubError('cancelled', 'Nothing was done')
}

function tellPlan(planned: readonly Change[], { json }: Choice, terminal: Terminal): void {
  for (const { publication, does, why } of planned) {
    const { id, article, connection, url } = publication
    if (json === true) terminal.out(JSON.stringify({ publication: id, article, connection, url, does, why }))
    else if (does === null) terminal.out(terminal.paint('dim', `- ${id}: nothing to do, ${printable(why)}`))
    else terminal.out(`${id}: would ${does}  ${printable(url ?? '')}`)
  }
}
