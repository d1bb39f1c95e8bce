import { type Command, Option } from 'commander'
import type { Terminal } from './terminal.ts'

/** What the composition root does for `start`: runs a hub until Ctrl-C. */
export type StartHub = (options: {
  readonly role?: 'all' | 'web' | 'worker'
  readonly onStarted: (started: { readonly url: string | null; readonly setupLink: string | null }) => void
}) => Promise<void>

/** `pressroom start`: the hub in this process, until it is told to stop. */
export function addStart(
  program: Command,
  { terminal, startHub }: { readonly terminal: Terminal; readonly startHub: StartHub },
): void {
  program
    .command('start')
    .description('Run the hub: database, web, API and workers in one process, until Ctrl-C')
    .addOption(new Option('--role <role>', 'what this process does (PRESSROOM_ROLE)').choices(['all', 'web', 'worker']))
    .action(async (options: { role?: 'all' | 'web' | 'worker' }) => {
      await startHub({
        ...options,
        onStarted({ url, setupLink }) {
          terminal.err(`\n${terminal.paint('bold', 'Pressroom is ready:')} ${url ?? 'a worker, without pages'}`)
          if (setupLink !== null) {
            terminal.err(`\nMake the first account within a day. This link works once:\n\n  ${setupLink}\n`)
          }
        },
      })
    })
}
