import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WorkerOrders } from './worker.ts'

/** Worker processes by name, to be ended and stopped without warning. */
export interface Herd {
  start(name: string): Promise<void>
  /** SIGKILL, and a new one of the same name. */
  kill(name: string): Promise<void>
  /** SIGSTOP, and SIGCONT after so many ms. */
  pause(name: string, ms: number): Promise<void>
  readonly running: ReadonlySet<string>
  /** Everything the workers complained of. */
  readonly complaints: readonly string[]
  end(): Promise<void>
}

export function createHerd(orders: Omit<WorkerOrders, 'name'>): Herd {
  const children = new Map<string, ChildProcess>()
  const running = new Set<string>()
  const complaints: string[] = []
  const end = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  const herd: Herd = {
    running,
    complaints,
    async start(name) {
      const script = join(import.meta.dirname, 'worker.ts')
      const child = spawn(process.execPath, [script, JSON.stringify({ ...orders, name })], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      children.set(name, child)
      child.stderr?.on('data', (data: Buffer) => complaints.push(data.toString('utf8')))
      await once(child.stdout ?? child, 'data')
      running.add(name)
    },
    async kill(name) {
      const child = children.get(name)
      running.delete(name)
      if (child !== undefined) await end(child)
      await herd.start(name)
    },
    async pause(name, ms) {
      const child = children.get(name)
      running.delete(name)
      child?.kill('SIGSTOP')
      await sleep(ms)
      child?.kill('SIGCONT')
      running.add(name)
    },
    async end() {
      for (const child of children.values()) await end(child)
    },
  }
  return herd
}
