import { type Command, Option } from 'commander'
import type { CommandContext } from './command-context.ts'
import { type CredentialOptions, readCredential } from './credential.ts'
import { exitCode } from './exit.ts'

interface DiagnoseOptions extends CredentialOptions {
  readonly allowRoot?: string[]
  readonly thorough?: boolean
  readonly json?: boolean
  readonly verbose?: boolean
}

/** `pressroom diagnose <address>`: exit 0 for connected and connectable, 1 otherwise. */
export function addDiagnose(program: Command, context: CommandContext): void {
  const command = program
    .command('diagnose <address>')
    .description('Say whether a site can be connected and, if not, which layer refuses and what to change')
    .option('--thorough', 'ask some more: blocked methods, blocked routes')
    .option('--verbose', 'show every attempt, every kind of server, and a letter to the host')
    .option('--json', 'print the diagnosis as JSON')
  addCredentialOptions(command)
  command.action(async (address: string, options: DiagnoseOptions) => {
    const credential = await readCredential(options, context.terminal)
    const { createRouterClient } = await import('@orpc/server')
    const { sites } = await import('../operations/sites.ts')
    const { renderDiagnosis } = await import('./render-diagnosis.ts')
    const { terminal } = context
    const client = createRouterClient(
      { sites },
      { context: context.operation({ onAttempt: ({ method, url }) => terminal.status(`${method} ${url}`) }) },
    )
    const diagnosis = await client.sites.diagnose({
      address,
      ...credential,
      allowRoots: options.allowRoot ?? [],
      thorough: options.thorough ?? false,
    })
    terminal.status('')
    if (options.json === true) terminal.out(JSON.stringify(diagnosis, null, 2))
    else terminal.out(renderDiagnosis(diagnosis, terminal, options.verbose === true))
    context.exit(
      diagnosis.verdict === 'connected' || diagnosis.verdict === 'connectable' ? exitCode.well : exitCode.failed,
    )
  })
}

/** The options by which every command that talks to a site is given its credential. */
export function addCredentialOptions(command: Command): void {
  command
    .option('--username <name>', 'login name or e-mail of the user on the site')
    .option('--password-stdin', 'read the password from standard input')
    .option('--credential-stdin', 'read what `pressroom authorize --json` printed from standard input')
    .addOption(
      new Option('--auth <kind>', 'what the password is')
        .choices(['application-password', 'jwt'])
        .default('application-password'),
    )
    .option('--allow-root <host...>', 'another host that may receive the credential')
}
