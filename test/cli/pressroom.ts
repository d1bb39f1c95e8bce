import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

const main = join(resolve(import.meta.dirname, '../..'), 'src/main.ts')

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** The command line as a real process, with nothing of this one's environment that could change what it does. */
export function pressroom(
  args: readonly string[],
  options: { readonly input?: string; readonly env?: Record<string, string> } = {},
): Promise<Ended> {
  const running = start(args, options.env)
  running.child.stdin?.end(options.input ?? '')
  return running.ended
}

export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** Resolves as soon as standard error matches, with the first group. */
  waitForErr(pattern: RegExp): Promise<string>
}

/** The same, for commands that are talked to while they run. */
export function start(args: readonly string[], env: Record<string, string> = {}): Running {
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH, HOME, NODE_COMPILE_CACHE, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  const listeners = new Set<() => void>()
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text
    for (const listener of listeners) listener()
  })
  const ended = new Promise<Ended>((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => done({ code, out, err }))
  })
  return {
    child,
    ended,
    waitForErr: (pattern) =>
      new Promise((found, fail) => {
        const look = (): void => {
          const match = pattern.exec(err)
          if (match !== null) found(match[1] ?? match[0])
        }
        listeners.add(look)
        look()
        ended.then(
          () => fail(new Error(`pressroom ended before it said ${pattern}: ${err}`)),
          () => undefined,
        )
      }),
  }
}
