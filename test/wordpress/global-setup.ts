import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveStack } from './control.ts'
import { removeFolder } from './run-folder.ts'
import { Stack } from './stack.ts'

/** The variable by which test files find the stack of their run. */
const variable = 'PRESSROOM_TEST_STACK'

/**
 * For vitest: offers real WordPress to all test files of a run. It costs nothing until a test asks for a site; the
 * servers end with the run.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir().length > 40 ? '/tmp' : tmpdir(), `pressroom-wp-${process.pid}-control-`))
  process.once('exit', () => removeFolder(folder))
  const stack = new Stack()
  const socket = join(folder, 'control.sock')
  const stopServing = await serveStack(stack, socket)
  process.env[variable] = socket
  return async () => {
    await stopServing()
    await stack.end()
    removeFolder(folder)
  }
}
