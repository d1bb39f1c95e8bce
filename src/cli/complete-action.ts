import type tab from '@bomb.sh/tab/commander'
import type { Command } from 'commander'

/**
 * Completes names of actions, of every kind of connection: asking the hub which kind it is would start one for a key press.
 * What is needed for it is loaded only when a shell asks.
 */
export function completeActions(program: Command, completion: ReturnType<typeof tab>): void {
  program.hook('preAction', async (_, command) => {
    const argument = completion.commands.get('act')?.arguments.get('action')
    if (command.name() !== 'complete' || argument === undefined) return
    const { actionTitles } = await import('../operations/action-titles.ts')
    argument.handler = (complete) => {
      for (const [name, title] of actionTitles()) complete(name, title)
    }
  })
}
