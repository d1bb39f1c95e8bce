import { createConnection } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type Child, startChild, untilReady } from './child.ts'
import { accepts, asParameters, cacheSettings, phpSettings } from './fpm.ts'
import { requirePhp } from './programs.ts'

/** Where the PHP of the command line listens in the folder of a run. */
const socketOf = (run: string): string => join(run, 'cli.sock')

/** Starts the one that runs all scripts of a run; see `php/fork.php`. */
export async function startPhp(run: string): Promise<Child> {
  const log = join(run, 'cli.log')
  const settings = { ...phpSettings, ...cacheSettings, 'opcache.enable_cli': '1', display_errors: 'stderr' }
  const program = [...asParameters(settings), join(import.meta.dirname, 'php/fork.php'), socketOf(run)]
  const child = startChild(requirePhp().cli, program, log)
  await untilReady(child, log, () => accepts(socketOf(run)))
  return child
}

/** Runs a script of `php/` on the command line, with the settings that the server has; gives what it printed. */
export function runPhp(run: string, script: string, parameters: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new Error(`${script} failed: ${why.trim().slice(-2000)}`))
    const socket = createConnection(socketOf(run))
    socket.setTimeout(120_000, () => {
      fail('no answer')
      socket.destroy()
    })
    socket.once('error', ({ message }) => fail(message))
    socket.once('close', () => fail('it ended without an answer'))
    const lines = createInterface(socket)
    // It repeats what the socket says, which is heard above.
    lines.on('error', () => undefined)
    lines.once('line', (line) => {
      socket.destroy()
      const { printed, error } = JSON.parse(line) as { printed?: string; error?: string }
      if (printed === undefined) fail(error ?? line)
      else resolve(printed)
    })
    socket.write(`${JSON.stringify({ script, parameters, input })}\n`)
  })
}
