import { ORPCError } from '@orpc/client'
import { catalogueEntry, HubError, toHubError } from '../errors/hub-error.ts'

/** What goes along with an error over oRPC's protocol. */
interface ErrorData {
  /** What the code means. */
  readonly title: string
  readonly fix: string
  readonly retry: HubError['retry']
  readonly evidence: unknown
}

/**
 * An error as oRPC carries it to a client: the catalogue's status, our code, message, advice. What went wrong inside the
 * hub is told to the log alone.
 */
export function toRemoteError(thrown: unknown): ORPCError<string, ErrorData> {
  const { code, message, fix, retry, evidence } = toKnownError(thrown)
  const { status, title } = catalogueEntry(code)
  return new ORPCError(code, {
    status,
    message: code === 'internal' ? title : message,
    data: { title, fix, retry, evidence },
  })
}

/** Anything thrown by an operation or on the way to one, as an error of ours. */
export function toKnownError(thrown: unknown): HubError {
  return readInputError(thrown) ?? readTextError(thrown) ?? readDatabaseError(thrown) ?? toHubError(thrown)
}

/** Whether whoever runs the hub has to look: it goes to the log with its cause. */
export function isOurs({ code }: HubError): boolean {
  return code === 'internal' || code === 'database_unavailable' || code === 'disk_full'
}

/** Node's codes for a database that is not there, and PostgreSQL's for one that is going, coming or full. Sites never raise: what they do is a value. */
const databaseCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', '57P01', '57P02', '57P03', '53300'])

/** PostgreSQL's code for a disk without room, and the system's. */
const fullCodes = new Set(['53100', 'ENOSPC'])

function readDatabaseError(thrown: unknown): HubError | null {
  if (!(thrown instanceof Error) || thrown instanceof HubError) return null
  const code = 'code' in thrown ? String(thrown.code) : ''
  if (fullCodes.has(code)) return new HubError('disk_full', 'There is no room left on the disk', { cause: thrown })
  const gone =
    databaseCodes.has(code) ||
    /^(?:Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
      thrown.message,
    )
  return gone
    ? new HubError('database_unavailable', 'The database cannot be reached at the moment', { cause: thrown })
    : null
}

/** PostgreSQL keeps no zero characters, so nobody has one in a name, and whoever asks for one has mistyped. */
function readTextError(thrown: unknown): HubError | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== '22021') return null
  return new HubError('bad_input', 'The input has a character that cannot be kept: zero', { cause: thrown })
}

/** The error that a client got, as it was raised in the hub. */
export function fromRemoteError(thrown: unknown): HubError {
  if (!(thrown instanceof ORPCError)) return toHubError(thrown)
  const input = readInputError(thrown)
  if (input !== null) return input
  const { fix, retry, evidence } = (thrown.data ?? {}) as Partial<ErrorData>
  return new HubError(statusCode(thrown) ?? thrown.code, thrown.message, {
    cause: thrown,
    evidence,
    ...(fix === undefined ? {} : { fix }),
    ...(retry === undefined ? {} : { retry }),
  })
}

/** oRPC's own codes, for what never reached an operation. */
function statusCode({ code }: ORPCError<string, unknown>): string | null {
  if (code === 'NOT_FOUND' || code === 'METHOD_NOT_SUPPORTED') return 'not_found'
  if (code === 'PAYLOAD_TOO_LARGE') return 'request_too_large'
  return code === 'INTERNAL_SERVER_ERROR' ? 'internal' : null
}

interface Issue {
  readonly message?: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[]
}

/** What a schema refused, or a body that is not JSON, as `bad_input` that names each field. */
function readInputError(thrown: unknown): HubError | null {
  if (!(thrown instanceof ORPCError) || thrown.code !== 'BAD_REQUEST') return null
  const issues = ((thrown.data as { issues?: Issue[] } | undefined)?.issues ?? []).slice(0, 20)
  const errors = issues.map(({ message = '', path = [] }) => ({ field: path.map(nameOf).join('.'), message }))
  const sentence = errors.map(({ field, message }) => (field === '' ? message : `${field}: ${message}`)).join('; ')
  return new HubError('bad_input', sentence === '' ? thrown.message : sentence, { cause: thrown, evidence: { errors } })
}

function nameOf(part: PropertyKey | { readonly key: PropertyKey }): string {
  return String(typeof part === 'object' ? part.key : part)
}
