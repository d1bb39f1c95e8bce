import type { Command } from 'commander'
import type { CommandContext } from './command-context.ts'

/** `pressroom config`: every setting, what it is now, and what it expects. Secrets are masked. */
export function addConfig(program: Command, context: CommandContext): void {
  program
    .command('config')
    .description('Show every setting of this machine, secrets masked')
    .option('--json', 'print it as JSON')
    .action(async (options: { json?: boolean }) => {
      const { describeSettings } = await import('../config/settings.ts')
      const { terminal } = context
      const described = describeSettings(context.operation().settings)
      if (options.json === true) {
        terminal.out(JSON.stringify(described, null, 2))
        return
      }
      for (const { variable, value, about, expected } of described) {
        terminal.out(
          `${terminal.paint('bold', variable)}=${value}\n    ${about}\n    ${terminal.paint('dim', `Expected: ${expected}`)}`,
        )
      }
    })
}
