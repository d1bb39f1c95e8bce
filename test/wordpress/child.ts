import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { requireProgram } from './programs.ts'

/** A server that was started, and ends with the process that started it, however that one ends. */
export interface Child {
  readonly pid: number
  /** False once it has ended, by whatever cause. */
  alive(): boolean
  /** Ends it and waits until it is gone. */
  end(): Promise<void>
}

/**
 * Starts a server in the foreground of its own program, output going to `log`. The kernel sends it `signal` when its
 * parent dies (PDEATHSIG), so that even a killed test run leaves nothing behind.
 */
export function startChild(
  program: string,
  parameters: readonly string[],
  log: string,
  signal: 'KILL' | 'TERM' = 'KILL',
): Child {
  const output = openSync(log, 'a')
  const child = spawn(requireProgram('setpriv'), ['--pdeathsig', signal, program, ...parameters], {
    stdio: ['ignore', output, output],
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
  })
  closeSync(output)
  child.unref()
  let failure: Error | undefined
  child.once('error', (error) => {
    failure = error
  })
  const alive = () => failure === undefined && child.exitCode === null && child.signalCode === null
  return { pid: child.pid ?? -1, alive, end: () => end(child, alive, signal) }
}

async function end(child: ChildProcess, alive: () => boolean, signal: 'KILL' | 'TERM'): Promise<void> {
  if (!alive()) return
  child.ref()
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill(`SIG${signal}`)
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5000)
  await gone
  clearTimeout(impatience)
}

/** Waits until a started server answers, at most 30 s; its log is quoted when it never does. */
export async function untilReady(child: Child, log: string, isReady: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!(await isReady())) {
    if (!child.alive() || Date.now() > deadline) {
      throw new Error(`A server did not start: ${readFileSync(log, 'utf8').slice(-2000)}`)
    }
    await new Promise((resume) => setTimeout(resume, 10))
  }
}

/** Runs a program to its end and gives its standard output; fails with what it said on standard error. */
export function runProgram(program: string, parameters: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { maxBuffer: 64 * 1024 * 1024, timeout: 120_000 }
    const child = execFile(program, parameters, options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout)
      else reject(new Error(`${program} failed: ${`${stderr}\n${stdout}`.trim().slice(-2000) || error.message}`))
    })
    // A program that ends without reading its input is judged by its exit code, not by the broken pipe.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
