import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Commands, connectStack } from './control.ts'
import { passLog } from './nginx.ts'
import { runPhp } from './php-cli.ts'
import type { Quirk } from './quirks/registry.ts'
import { type CompleteOptions, completeOptions, type SiteOptions, type SiteRecord } from './site-options.ts'
import { Stack } from './stack.ts'

/** A request as the site's web server saw it. */
interface SeenRequest {
  readonly method: string
  readonly uri: string
  readonly status: number
  readonly hasAuthorization: boolean
  readonly userAgent: string
}

/** A real WordPress for one test file. */
export interface Site extends SiteRecord {
  readonly options: CompleteOptions
  /**
   * Runs PHP inside this WordPress, on the command line, as its administrator and without its quirks; the value that
   * the code returns comes back as JSON.
   */
  php(code: string): Promise<unknown>
  /** The requests that the web server has answered since the site was made, reset, or `clearLog` was called. */
  log(): Promise<SeenRequest[]>
  clearLog(): Promise<void>
  /** The mails that WordPress wanted to send. */
  mail(): { readonly to: string; readonly subject: string; readonly message: string }[]
  /** Puts everything back to how the site was made, the quirks too. */
  reset(): Promise<void>
  /** Gives the site other quirks, at the same address: how a site breaks, or is repaired. */
  setQuirks(quirks: readonly Quirk[]): Promise<void>
  /** Ends the site early; otherwise it ends with its test file. */
  close(): Promise<void>
}

let commands: Commands | undefined
const shared = new Map<string, Promise<Site>>()

/**
 * A real WordPress, made in about a second. Within one test file the same options give the same site, unless `fresh`;
 * different files never share one. Outside vitest (benchmarks), the servers run in this very process.
 */
export function wordpress(options: SiteOptions & { readonly fresh?: boolean } = {}): Promise<Site> {
  const { fresh = false, ...asked } = options
  const complete = completeOptions(asked)
  if (fresh) return openSite(complete)
  const key = JSON.stringify(Object.entries(complete).sort())
  const site = shared.get(key) ?? openSite(complete, () => shared.delete(key))
  shared.set(key, site)
  return site
}

async function openSite(options: CompleteOptions, forget: () => void = () => undefined): Promise<Site> {
  commands ??= process.env.PRESSROOM_TEST_STACK ? connectStack(process.env.PRESSROOM_TEST_STACK) : new Stack()
  const stack = commands
  const record = await stack.open(options)
  const { id, core, folder } = record
  const logFile = join(folder, 'access.log')
  const mailFile = join(core, 'wp-content/mail.jsonl')
  let logStart = 0
  const clearLog = async () => {
    await passLog(folder)
    logStart = statSync(logFile).size
  }
  return {
    ...record,
    options,
    php: (code) => evaluate(record, code),
    log: async () => {
      await passLog(folder)
      return readLines<SeenRequest>(readFileSync(logFile).subarray(logStart).toString('utf8'))
    },
    clearLog,
    mail: () => readLines(existsSync(mailFile) ? readFileSync(mailFile, 'utf8') : ''),
    reset: async () => {
      await stack.reset(id)
      await clearLog()
    },
    setQuirks: (quirks) => stack.change(id, quirks),
    close: () => {
      forget()
      return stack.close(id)
    },
  }
}

async function evaluate({ core, folder, url }: SiteRecord, code: string): Promise<unknown> {
  const answer = join(folder, `${randomUUID()}.json`)
  try {
    await runPhp(dirname(folder), 'evaluate.php', [core, answer, url], code)
    return JSON.parse(readFileSync(answer, 'utf8')) as unknown
  } finally {
    rmSync(answer, { force: true })
  }
}

function readLines<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}
