import type { Command } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { type HubClient, withHub } from './hub-access.ts'
import { renderList } from './list.ts'
import { printable } from './terminal.ts'

interface Options {
  readonly project?: string
  readonly collection?: string
  readonly set?: readonly string[]
  readonly unset?: readonly string[]
  readonly guess?: boolean
  readonly withSite?: boolean
  readonly refresh?: boolean
  readonly json?: boolean
}

type Mapping = Awaited<ReturnType<HubClient['mappings']['get']>>
type Field = Mapping['fields'][number]

const columns = [
  { heading: 'FIELD', show: ({ slug, isRequired }: Field) => `${slug}${isRequired ? ' *' : ''}` },
  { heading: 'TYPE', show: ({ type }: Field) => type },
  { heading: 'GETS', show: ({ source, isUncertain }: Field) => `${nameOf(source)}${isUncertain ? ' ?' : ''}` },
  { heading: 'CAN TAKE', show: ({ parts }: Field) => parts.join(', ') },
]

/** `pressroom mapping <connection>`: which part of an article goes into which field of a Webflow collection. */
export function addMapping(program: Command, context: CommandContext): void {
  program
    .command('mapping <connection>')
    .description('Show or change which part of an article goes into which field of a Webflow collection')
    .option('--project <project>', 'id or name')
    .option('--collection <collection>', 'id or slug of the collection that articles go into')
    .option('--set <field=part...>', 'what goes into a field: post-body=body, or minutes=field:reading_time')
    .option('--unset <field...>', 'fields that get nothing')
    .option('--guess', 'go back to the guess by names and types')
    .option('--with-site', 'let what is published wait for the next publication of the whole site')
    .option('--no-with-site', 'let it go live at once')
    .option('--refresh', 'first ask Webflow for its collections and fields anew')
    .option('--json', 'print as JSON')
    .action((connection: string, options: Options) =>
      withHub(context, async (client) => show(await run(client, connection, options), options, context)),
    )
}

async function run(client: HubClient, connection: string, options: Options): Promise<Mapping> {
  const { project, collection, set = [], unset = [], guess, withSite, refresh } = options
  const asked = { connection, project, collection }
  const isChange = set.length + unset.length > 0 || guess === true || refresh === true || withSite !== undefined
  if (!isChange && collection === undefined) return client.mappings.get(asked)
  const fields = Object.fromEntries([...set.map(readSource), ...unset.map((slug) => [slug, null] as const)])
  return client.mappings.set({
    ...asked,
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    ...(guess === undefined ? {} : { guess }),
    ...(withSite === undefined ? {} : { withSite }),
    ...(refresh === undefined ? {} : { refresh }),
  })
}

function readSource(text: string): readonly [string, NonNullable<Field['source']>] {
  const [, slug = '', own, name = ''] = /^([^=]+)=(field:)?(.+)$/.exec(text) ?? []
  if (slug === '') throw new HubError('bad_input', `"${printable(text)}" is not written as field=part`)
  // What is no part is refused by the hub, which lists them.
  return [slug, own === undefined ? ({ part: name } as NonNullable<Field['source']>) : { field: name }]
}

function show(mapping: Mapping, { json }: Options, { terminal }: CommandContext): void {
  if (json === true) {
    terminal.out(JSON.stringify(mapping))
    return
  }
  const { collection, collections, isGuess, withSite, fields, missing, problems } = mapping
  terminal.out(
    `${terminal.paint('bold', printable(collection.name))} (${collection.slug})${isGuess ? ', guessed' : ''}`,
  )
  terminal.out(renderList(fields, columns, terminal, 'The collection has no fields.'))
  if (withSite) terminal.out('What is published waits for the next publication of the whole site.')
  for (const slug of missing) terminal.out(`${terminal.paint('yellow', slug)} is required, and nothing goes into it.`)
  for (const { field, why } of problems) terminal.out(`${terminal.paint('red', field)}: ${why}`)
  const others = collections.filter(({ id }) => id !== collection.id).map(({ slug }) => printable(slug))
  if (others.length > 0) terminal.out(terminal.paint('dim', `Other collections: ${others.join(', ')}`))
}

function nameOf(source: Field['source']): string {
  if (source === null) return '–'
  return 'part' in source ? source.part : `field ${printable(source.field)}`
}
