import type { Logger } from 'pino'
import type { Log } from './log.ts'
import type { Redactor } from './redact.ts'

export interface LoggerOptions {
  readonly level: string
  readonly redactor: Redactor
  /** Where lines go; standard output when absent. */
  readonly destination?: { write(line: string): void }
}

/** The logger of the program. `child` adds fields to every line, such as the id of a request. */
export interface HubLog extends Log {
  child(fields: object): HubLog
}

/**
 * JSON lines by pino. Everything passes the redactor: the message, and every text in the fields, at any depth, errors and
 * their causes included; a field with the name of a secret is masked whatever it holds. pino is loaded when this is called.
 */
export async function createLogger({ level, redactor, destination }: LoggerOptions): Promise<HubLog> {
  const { default: pino } = await import('pino')
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => redactFields(fields, redactor),
    },
    // Ours below has seen errors already.
    serializers: { err: (value: unknown) => value },
  }
  const logger = pino(options, destination ?? pino.destination({ dest: 1, sync: true }))
  return wrap(logger, redactor)
}

function wrap(logger: Logger, redactor: Redactor): HubLog {
  return {
    debug: (fields, message) => logger.debug(fields, redactor.text(message)),
    info: (fields, message) => logger.info(fields, redactor.text(message)),
    warn: (fields, message) => logger.warn(fields, redactor.text(message)),
    error: (fields, message) => logger.error(fields, redactor.text(message)),
    // pino writes a child's fields without asking the formatter.
    child: (fields) => wrap(logger.child(redactFields(fields, redactor)), redactor),
  }
}

const deepest = 6
const mostEntries = 100
const longestText = 16_384
const secretField =
  /^(?:password|passwd|pass|secret|token|jwt|nonce|authorization|cookie|set-cookie|credentials?|sealed|api_?key|key)$/i

function redactFields(fields: object, redactor: Redactor): Record<string, unknown> {
  const out = redactValue(fields, redactor, 0)
  return typeof out === 'object' && out !== null && !Array.isArray(out) ? { ...out } : { value: out }
}

/** A copy with every text redacted, bounded in depth, number and length. */
function redactValue(value: unknown, redactor: Redactor, depth: number): unknown {
  // Redacted before it is cut, so that no half of a secret stands at the end.
  if (typeof value === 'string') return redactor.text(value.slice(0, 4 * longestText)).slice(0, longestText)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? '[function]' : value
  if (value instanceof Date) return value.toISOString()
  if (value instanceof URL) return redactor.url(value)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (depth >= deepest) return '[deeper]'
  if (Array.isArray(value)) return value.slice(0, mostEntries).map((item) => redactValue(item, redactor, depth + 1))
  const out: Record<string, unknown> = {}
  for (const [name, content] of entriesOf(value).slice(0, mostEntries)) {
    const secret = secretField.test(name) && content !== null && content !== undefined && typeof content !== 'boolean'
    out[redactor.text(name)] = secret ? '[redacted]' : redactValue(content, redactor, depth + 1)
  }
  return out
}

/** What there is to say of an object. Of an error: what it is, its stack, why; and what its kind adds, such as a code. */
function entriesOf(value: object): [string, unknown][] {
  if (!(value instanceof Error)) return Object.entries(value)
  const { name, message, stack, cause } = value
  const own = Object.entries(value).filter(([key]) => !['name', 'message', 'stack', 'cause'].includes(key))
  return [
    ['type', name],
    ['message', message],
    ['stack', stack],
    ...(cause === undefined ? [] : [['cause', cause] as [string, unknown]]),
    ...own,
  ]
}
