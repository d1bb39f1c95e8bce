import { join } from 'node:path'
import { runProgram } from './child.ts'
import { phpSettings } from './fpm.ts'
import { requirePhp } from './programs.ts'

/** Runs a script of `php/` on the command line, with the settings that the server has; gives what it printed. */
export function runPhp(script: string, parameters: readonly string[], input = ''): Promise<string> {
  const settings = Object.entries({ ...phpSettings, display_errors: 'stderr' }).flatMap(([name, value]) => [
    '-d',
    `${name}=${value}`,
  ])
  return runProgram(requirePhp().cli, [...settings, join(import.meta.dirname, 'php', script), ...parameters], input)
}
