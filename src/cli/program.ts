import tab from '@bomb.sh/tab/commander'
import { Command, CommanderError } from 'commander'
import { productName, version } from '../config/product.ts'
import type { HubError } from '../errors/hub-error.ts'
import { addAct } from './act.ts'
import { addArticles } from './articles.ts'
import { addAuthorize } from './authorize.ts'
import { addBackup } from './backup.ts'
import { addCheck } from './check.ts'
import type { CommandContext } from './command-context.ts'
import { completeActions } from './complete-action.ts'
import { addConfig } from './config.ts'
import { addConnect } from './connect.ts'
import { addConnections } from './connections.ts'
import { addDefaults } from './defaults.ts'
import { addDeliveries } from './deliveries.ts'
import { addDiagnose } from './diagnose.ts'
import { addEvents } from './events.ts'
import { type ExitCode, exitCode } from './exit.ts'
import { addKeys } from './keys.ts'
import { addMapping } from './mapping.ts'
import { addProjects } from './projects.ts'
import { addPublications } from './publications.ts'
import { addPublish } from './publish.ts'
import { addStart } from './start.ts'
import { printable, type Terminal } from './terminal.ts'
import { addWebhooks } from './webhooks.ts'

const usageErrors = new Set(['bad_input', 'address_invalid', 'bad_setting'])

/** The whole command line, without running anything. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('pressroom')
    .description(`${productName} ${version}: connects to WordPress sites, says why one refuses, and publishes to them.`)
    .version(version)
    .configureHelp({ sortSubcommands: true, showGlobalOptions: true })
    .showSuggestionAfterError()
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ pressroom start
  $ pressroom diagnose example.com
  $ pressroom diagnose example.com --username jane --password-stdin < password.txt
  $ pressroom authorize example.com
  $ pressroom start
  $ pressroom connect example.com
  $ pressroom publish article.md --to example.com --username jane
  $ source <(pressroom complete bash)`,
    )
  addDiagnose(program, context)
  addAct(program, context)
  addArticles(program, context)
  addAuthorize(program, context)
  addBackup(program, context)
  addCheck(program, context)
  addConfig(program, context)
  addConnect(program, context)
  addConnections(program, context)
  addDefaults(program, context)
  addDeliveries(program, context)
  addEvents(program, context)
  addKeys(program, context)
  addMapping(program, context)
  addProjects(program, context)
  addPublications(program, context)
  addPublish(program, context)
  addStart(program, context)
  addWebhooks(program, context)
  // Adds `complete <shell>`, which prints the shell's completion script.
  completeActions(program, tab(program))
  return program
}

/** Runs a command line. Never throws: what goes wrong is told on standard error, with what to do. */
export async function runProgram(
  program: Command,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode | null> {
  try {
    await program.parseAsync(args, { from: 'user' })
    return null
  } catch (thrown) {
    // commander has told the user already.
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCode.well : exitCode.usage
    const { fromRemoteError } = await import('../operations/remote-error.ts')
    return tell(fromRemoteError(thrown), args.includes('--json'), terminal)
  }
}

function tell(error: HubError, json: boolean, terminal: Terminal): ExitCode {
  if (error.code === 'cancelled') return exitCode.interrupted
  const { code, message, fix } = error
  if (json) terminal.out(JSON.stringify({ error: { code, message, fix } }))
  terminal.err(`${terminal.paint('red', '✗')} ${printable(message)}\n  ${printable(fix)}`)
  return usageErrors.has(code) ? exitCode.usage : exitCode.failed
}
