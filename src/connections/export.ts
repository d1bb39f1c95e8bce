import { type Connection, listConnections } from '../store/connections.ts'
import type { ConnectionsDeps } from './deps.ts'

/** One connection as a file says it: enough to connect it again elsewhere, but for its password. */
export interface ExportedConnection {
  readonly address: string
  readonly username: string
  readonly name: string
  readonly groups: string
  readonly method: string
  readonly kind: string
  readonly state: string
  readonly verdict: string
  readonly code: string
  readonly checked: string
}

const header = [
  'address',
  'username',
  'name',
  'groups',
  'method',
  'kind',
  'state',
  'verdict',
  'code',
  'checked',
] as const satisfies readonly (keyof ExportedConnection)[]

/** All connections of a project in pieces, so that thousands of them never stand in memory at once. */
export async function* exportConnections(
  deps: ConnectionsDeps,
  filter: {
    readonly projectId: string
    readonly group?: string | undefined
    readonly ids?: readonly string[] | undefined
  },
): AsyncGenerator<ExportedConnection[], void> {
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof listConnections>> = await listConnections(deps.store.db, filter, {
      limit: 500,
      cursor,
    })
    yield page.items.map(toExported)
    cursor = page.next
  } while (cursor !== null)
}

function toExported(connection: Connection): ExportedConnection {
  const { url, account, name, groups, method, kind, state, verdict, code, checkedAt } = connection
  const shown = { state, verdict: verdict ?? '', code: code ?? '', checked: checkedAt?.toISOString() ?? '' }
  return { address: url, username: account ?? '', name, groups: groups.join(';'), method, kind, ...shown }
}

/** As CSV with a header; it can be imported again once passwords are added. */
export function toCsv(connections: readonly ExportedConnection[]): string {
  const lines = connections.map((connection) => header.map((name) => cell(connection[name])).join(','))
  return [header.join(','), ...lines, ''].join('\r\n')
}

/** A cell that begins like a formula would be run by spreadsheets: what is in it was chosen by a site. */
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
