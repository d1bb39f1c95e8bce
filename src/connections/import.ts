import { toHubError } from '../errors/hub-error.ts'
import { listConnections } from '../store/connections.ts'
import { connect, isSameAccount } from './connect.ts'
import type { CallOptions, ConnectionsDeps } from './deps.ts'
import type { BadLine, ImportLine } from './import-lines.ts'
import { createLanes } from './lanes.ts'

/**
 * What became of one line. `connected`; `already`: the project has this site under this account; `refused`: the site or a
 * layer before it said no, and the diagnosis says why; `failed`: it could not be tried. Holds no password.
 */
export interface LineReport {
  readonly line: number
  readonly address: string | null
  readonly account: string | null
  readonly outcome: 'connected' | 'already' | 'refused' | 'failed'
  /** The connection, where there is one. */
  readonly connection: string | null
  readonly code: string | null
  readonly title: string
  readonly cause: string | null
  readonly fix: string | null
}

export interface ImportOptions extends CallOptions {
  readonly projectId: string
  readonly actor: string
  /** Told after each line, in the order they end. */
  readonly onLine?: (report: LineReport, done: number) => void
}

/** Sites at once; of one host one, since many connections to a host at the same moment look like an attack. */
const atOnce = 6

/**
 * Connects the sites of a list, and says of each line what became of it, in their order. A line never stops the others; a
 * list that was interrupted is simply given again: what is connected is recognised, without asking the site where address
 * and account are the same. Throws `cancelled`; what was connected until then stays.
 */
export async function importConnections(
  deps: ConnectionsDeps,
  lines: readonly (ImportLine | BadLine)[],
  options: ImportOptions,
): Promise<LineReport[]> {
  const lanes = createLanes(atOnce)
  const hosts = new Map<string, ReturnType<typeof createLanes>>()
  let done = 0
  return Promise.all(
    lines.map((line) => {
      const host = 'address' in line ? hostOf(line.address) : ''
      const alone = hosts.get(host) ?? createLanes(1)
      hosts.set(host, alone)
      return alone.run(() =>
        lanes.run(async () => {
          options.signal?.throwIfAborted()
          const report = await importLine(deps, line, options)
          options.onLine?.(report, ++done)
          return report
        }),
      )
    }),
  )
}

function hostOf(address: string): string {
  const url = URL.parse(/^https?:\/\//i.test(address) ? address : `https://${address}`)
  return url?.host ?? address
}

async function importLine(
  deps: ConnectionsDeps,
  line: ImportLine | BadLine,
  options: ImportOptions,
): Promise<LineReport> {
  if ('message' in line) return failed(line.line, null, null, { code: 'bad_input', message: line.message, fix: null })
  const { address, username, password, name, groups, kind, method } = line
  const about = { line: line.line, address: address.slice(0, 2048), account: username.slice(0, 320) }
  const none = { code: null, cause: null, fix: null }
  try {
    const known = await findKnown(deps, options.projectId, line)
    if (known !== null) return { ...about, ...none, outcome: 'already', connection: known, title: 'Connected already' }
    const input = { address, username, password, token: password }
    const { projectId, actor } = options
    const request = { projectId, kind, method, input, name, groups, actor }
    const { connection, diagnosis } = await connect(deps, request, options)
    const { title, code, cause, fix } = diagnosis
    const outcome = connection === null ? 'refused' : 'connected'
    return { ...about, outcome, connection: connection?.id ?? null, title, code, cause, fix }
  } catch (error) {
    options.signal?.throwIfAborted()
    const known = toHubError(error)
    const existing = existingOf(known.evidence)
    if (known.code === 'already_exists' && existing !== null) {
      return { ...about, ...none, outcome: 'already', connection: existing, title: 'Connected already' }
    }
    if (known.code === 'internal') deps.log.error({ err: error }, 'A line of an import failed')
    return failed(about.line, about.address, about.account, known)
  }
}

/** A connection that was made from the same line: nothing has to be asked. */
async function findKnown(deps: ConnectionsDeps, projectId: string, line: ImportLine): Promise<string | null> {
  const typed = `${hostOf(line.address)}`
  const { items } = await listConnections(deps.store.db, { projectId, search: typed }, { limit: 500 })
  const path = pathOf(line.address)
  const same = items.find(
    ({ url, account }) => hostOf(url) === typed && pathOf(url) === path && isSameAccount(account, line.username),
  )
  return same?.id ?? null
}

function pathOf(address: string): string {
  const url = URL.parse(/^https?:\/\//i.test(address) ? address : `https://${address}`)
  return (url?.pathname ?? '').replace(/\/+$/, '')
}

function existingOf(evidence: unknown): string | null {
  if (typeof evidence !== 'object' || evidence === null || !('connection' in evidence)) return null
  return typeof evidence.connection === 'string' ? evidence.connection : null
}

function failed(
  line: number,
  address: string | null,
  account: string | null,
  { code, message, fix }: { readonly code: string; readonly message: string; readonly fix: string | null },
): LineReport {
  const title = 'It could not be tried'
  return { line, address, account, outcome: 'failed', connection: null, code, title, cause: message, fix }
}
