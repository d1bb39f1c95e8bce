import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

const main = resolve(import.meta.dirname, '../../src/main.ts')

/** `pressroom start` as a process of its own. */
export interface HubProcess {
  readonly url: string
  /** Null when there is an account already. */
  readonly setupLink: string | null
  readonly pid: number
  /** From the beginning of the process until it said that it is ready. */
  readonly milliseconds: number
  /** All that it wrote, to both streams. */
  output(): string
  signal(name: NodeJS.Signals): void
  /** How it ended: its exit code, or the signal. */
  readonly ended: Promise<number | string>
}

/** A data folder that is removed at the end of the test, with the database that a killed hub left running in it. */
export function useDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pressroom-process-'))
  onTestFinished(() => {
    endPostmaster(folder)
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  })
  return folder
}

function endPostmaster(folder: string): void {
  try {
    process.kill(Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT')
  } catch {
    // None is running.
  }
}

/**
 * Starts one and waits until it is ready. Killed at the end of the test, if it still runs.
 * @param program the `main.ts` of another copy than this one
 */
export async function startHub(
  environment: Record<string, string>,
  args: readonly string[] = [],
  program = main,
): Promise<HubProcess> {
  const { child, output, ended, began } = run(['start', ...args], environment, program)
  for (;;) {
    const text = output()
    const url = /Pressroom is ready: (.+)\n/.exec(text)?.[1]
    if (url !== undefined && (text.includes('/setup?token=') || text.includes('"The hub is ready"'))) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      return {
        url,
        setupLink: /\S+\/setup\?token=\S+/.exec(output())?.[0] ?? null,
        pid: child.pid ?? 0,
        milliseconds: performance.now() - began - 50,
        output,
        ended,
        signal: (name) => void child.kill(name),
      }
    }
    const early = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20, null))])
    if (early !== null) throw new Error(`The hub ended with ${early}: ${output()}`)
  }
}

/** Runs a command to its end. */
export async function runCommand(args: readonly string[], environment: Record<string, string>) {
  const { ended, output } = run(args, environment)
  return { ended: await ended, output: output() }
}

function run(args: readonly string[], environment: Record<string, string>, program = main) {
  const began = performance.now()
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env
  const child: ChildProcess = spawn(process.execPath, [program, ...args], {
    env: { PATH, HOME, NODE_COMPILE_CACHE, PRESSROOM_PORT: '0', NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => chunks.push(text))
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, ended, began, output: () => chunks.join('') }
}
