import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { exitCode } from './exit.ts'
import { followPublications, type Publication } from './follow-publications.ts'
import { everyItem, type HubClient } from './hub-access.ts'
import { importFiles } from './import-files.ts'
import { readPublishWishes } from './publish-wishes.ts'
import { renderPreview } from './render-preview.ts'
import { printable } from './terminal.ts'

export interface HubPublishOptions {
  readonly to: readonly string[]
  readonly project?: string
  readonly status?: 'draft' | 'publish' | 'pending' | 'private' | 'future' | undefined
  readonly set?: readonly string[]
  readonly original?: string
  readonly source?: string
  readonly dryRun?: boolean
  readonly json?: boolean
}

type Connection = Awaited<ReturnType<HubClient['connections']['get']>>

/** One article, as it was taken in. */
interface Taken {
  readonly id: string
  readonly path: string
  /** What became of the file on the way in, in sentences. */
  readonly notes: readonly string[]
}

/** One wish carries at most so many publications. */
const publicationsAtOnce = 500

const well = new Set(['live', 'scheduled', 'draft', 'trashed', 'gone'])

/** Takes the files in, has them published, and waits for each: Ctrl-C leaves what is wanted to a hub that runs later. */
export async function publishByHub(
  paths: readonly string[],
  options: HubPublishOptions,
  client: HubClient,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context
  const connections = await findConnections(client, options)
  const { taken, failed } = await takeIn(paths, options, client, context)
  if (failed > 0) context.exit(exitCode.failed)
  if (taken.length === 0) throw new HubError('bad_input', 'There is no article to publish')
  const names = new Map(connections.map(({ id, name }) => [id, name]))
  const wanted = {
    ...(await readPublishWishes(options.set ?? [])),
    ...(options.status === undefined ? {} : { status: options.status }),
  }
  const publications: Publication[] = []
  const step = Math.max(1, Math.floor(publicationsAtOnce / connections.length))
  for (let at = 0; at < taken.length; at += step) {
    const wish = {
      project: options.project,
      articles: taken.slice(at, at + step).map(({ id }) => id),
      connections: connections.map(({ id }) => id),
      options: wanted,
      original: options.original,
    }
    if (options.dryRun === true) {
      const { previews } = await client.publications.preview({ ...wish, changes: true })
      for (const preview of previews)
        terminal.out(
          options.json === true
            ? JSON.stringify(preview)
            : renderPreview(preview, pathOf(preview.article, taken), nameOf(preview.connection, connections)),
        )
    } else publications.push(...(await client.publications.publish(wish)).publications)
  }
  const following = { project: options.project, names }
  for await (const publication of followPublications(publications, client, following, context)) {
    if (!well.has(publication.state)) context.exit(exitCode.failed)
    terminal.out(
      options.json === true
        ? JSON.stringify(line(publication, taken, connections))
        : describe(publication, taken, connections, context),
    )
  }
}

/** By name, id, group, or `all`. */
async function findConnections(client: HubClient, { to, project }: HubPublishOptions): Promise<Connection[]> {
  const all = await Array.fromAsync(everyItem((cursor) => client.connections.list({ project, cursor, limit: 500 })))
  const found = new Map<string, Connection>()
  for (const name of to) {
    const same = (text: string): boolean => text.toLowerCase() === name.toLowerCase()
    const named = all.filter((connection) => connection.id === name || same(connection.name))
    const matched = named.length > 0 ? named : all.filter(({ groups }) => name === 'all' || groups.some(same))
    if (matched.length === 0) {
      throw new HubError('not_found', `There is no connection or group ${name}`, {
        fix: 'pressroom connections lists them. For a site that is not connected, give --username as well.',
      })
    }
    for (const connection of matched) found.set(connection.id, connection)
  }
  return [...found.values()]
}

async function takeIn(
  paths: readonly string[],
  options: HubPublishOptions,
  client: HubClient,
  context: CommandContext,
): Promise<{ taken: Taken[]; failed: number }> {
  const { terminal } = context
  const taken: Taken[] = []
  let failed = 0
  const { project, source } = options
  const files = importFiles(paths, { project, source }, client, context)
  for await (const { path, article, notes, error } of files) {
    if (article !== null) taken.push({ id: article.id, path, notes })
    if (options.json !== true) for (const note of notes) terminal.err(`  ${printable(path)}: ${printable(note)}`)
    if (error === null) continue
    failed++
    const { code, message, fix } = error
    if (options.json === true) terminal.out(JSON.stringify({ article: path, error: { code, message, fix } }))
    else terminal.err(`${terminal.paint('red', '✗')} ${printable(path)}: ${printable(message)}\n  ${printable(fix)}`)
  }
  return { taken, failed }
}

function line(publication: Publication, taken: readonly Taken[], connections: readonly Connection[]): object {
  const { state, remoteId, url, result, receipt, error, requests } = publication
  return {
    article: pathOf(publication.article, taken),
    connection: nameOf(publication.connection, connections),
    ...{ state, id: remoteId, url, result },
    receipt: { dropped: receipt?.dropped ?? [], changed: receipt?.changed ?? [] },
    notes: [...(taken.find(({ id }) => id === publication.article)?.notes ?? []), ...notesOf(publication)],
    ...(error === null ? {} : { error }),
    requests,
  }
}

/** What became of the content on the way to the site, in sentences. */
function notesOf({ receipt }: Publication): string[] {
  const notes: readonly unknown[] = Array.isArray(receipt?.notes) ? receipt.notes : []
  return notes.flatMap((note) =>
    typeof note === 'object' && note !== null && 'sentence' in note ? [String(note.sentence)] : [],
  )
}

function describe(
  publication: Publication,
  taken: readonly Taken[],
  connections: readonly Connection[],
  { terminal }: CommandContext,
): string {
  const { state, url, result, error, receipt } = publication
  const mark = well.has(state) ? terminal.paint('green', '✓') : terminal.paint('red', '✗')
  const head = `${mark} ${printable(pathOf(publication.article, taken))} → ${printable(nameOf(publication.connection, connections))}: ${state}${result === null ? '' : `, ${result}`}`
  const why =
    error === null
      ? []
      : [`    ${printable(String(error.message ?? error.code ?? ''))}`, `    ${printable(String(error.fix ?? ''))}`]
  const dropped = Array.isArray(receipt?.dropped) ? receipt.dropped : []
  return [
    head,
    ...(url === null ? [] : [`    ${printable(url)}`]),
    ...why,
    ...dropped.map((one) => `    dropped: ${printable(JSON.stringify(one)).slice(0, 200)}`),
    ...notesOf(publication).map((note) => `    ${printable(note)}`),
  ].join('\n')
}

function pathOf(id: string, taken: readonly Taken[]): string {
  return taken.find((one) => one.id === id)?.path ?? id
}

function nameOf(id: string, connections: readonly Connection[]): string {
  return connections.find((one) => one.id === id)?.name ?? id
}
