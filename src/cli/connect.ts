import type { Command } from 'commander'
import { type ApprovalOptions, obtainApproval } from './authorize.ts'
import type { CommandContext } from './command-context.ts'
import { type CredentialOptions, readCredential } from './credential.ts'
import { addCredentialOptions } from './diagnose.ts'
import { exitCode } from './exit.ts'
import { withHub } from './hub-access.ts'
import { printable } from './terminal.ts'

interface ConnectOptions extends CredentialOptions, ApprovalOptions {
  readonly project?: string
  readonly name?: string
  readonly group?: string[]
  readonly keepPassword?: boolean
  readonly json?: boolean
  // Of both.
  readonly username?: string
}

interface Login {
  readonly method: 'application-password' | 'jwt'
  readonly username: string
  readonly password: string
}

/** `pressroom connect <address>`: a wizard on a terminal; with --username it asks nothing. */
export function addConnect(program: Command, context: CommandContext): void {
  const command = program
    .command('connect <address>')
    .description('Connect a site to the hub: one click, an application password, or a JWT plugin')
    .option('--project <project>', 'id or name')
    .option('--name <name>', 'what to call the connection; else the title of the site')
    .option('--group <group...>', 'groups to put it into')
    .option('--keep-password', 'with --auth jwt: keep the login password, sealed, to renew the token by itself')
    .option('--paste', 'one click: paste the password instead of waiting for the browser')
    .option('--no-browser', 'one click: only print the address of the approval page')
    .option('--json', 'print connection and diagnosis as JSON')
  addCredentialOptions(command)
  command.action((address: string, options: ConnectOptions) => connectSite(address, options, context))
}

async function connectSite(address: string, options: ConnectOptions, context: CommandContext): Promise<void> {
  const { terminal } = context
  const login = await obtainLogin(address, options, context)
  const name = await chooseName(options, context)
  const { renderDiagnosis } = await import('./render-diagnosis.ts')
  await withHub(context, async (client) => {
    const { connection, diagnosis, sameSite } = await client.connections.connect({
      project: options.project,
      method: login.method,
      input: {
        address,
        username: login.username,
        password: login.password,
        ...(options.allowRoot === undefined ? {} : { allowRoots: options.allowRoot }),
        ...(options.keepPassword === true ? { keepPassword: true } : {}),
      },
      groups: options.group ?? [],
      ...(name === undefined ? {} : { name }),
    })
    if (options.json === true) terminal.out(JSON.stringify({ connection, diagnosis, sameSite }))
    else terminal.out(renderDiagnosis(diagnosis, terminal, false))
    if (connection === null) {
      context.exit(exitCode.failed)
      return
    }
    if (options.json === true) return
    terminal.out(`\n${terminal.paint('bold', 'Kept as')} ${printable(connection.name)} (${connection.id})`)
    for (const other of sameSite)
      terminal.out(`  The same site is connected as ${printable(other.name)} under another account.`)
  })
}

/** What was given; on a terminal without a user name, the wizard asks how to log in. */
async function obtainLogin(address: string, options: ConnectOptions, context: CommandContext): Promise<Login> {
  const given = await readCredential(options, context.terminal)
  if (given.username !== undefined && given.password !== undefined)
    return { method: given.auth, username: given.username, password: given.password }
  const way = context.terminal.interactive ? await chooseWay() : 'one-click'
  if (way === 'one-click') {
    const { approved } = await obtainApproval(address, options, context)
    return { method: 'application-password', ...approved }
  }
  const { askPassword, askText } = await import('./prompts.ts')
  return {
    method: way,
    username: await askText('Login name or e-mail on the site'),
    password: await askPassword('Password'),
  }
}

async function chooseWay(): Promise<'one-click' | Login['method']> {
  const { askChoice } = await import('./prompts.ts')
  return askChoice('How do you want to log in?', [
    { value: 'one-click', label: 'One click', hint: "approve on the site's own page" },
    { value: 'application-password', label: 'Application password', hint: 'from Users → Profile in WordPress' },
    { value: 'jwt', label: 'JWT plugin', hint: 'your account, through a plugin of the site' },
  ] as const)
}

async function chooseName(options: ConnectOptions, context: CommandContext): Promise<string | undefined> {
  if (
    options.name !== undefined ||
    options.json === true ||
    !context.terminal.interactive ||
    options.username !== undefined
  )
    return options.name
  const { askOptionalText } = await import('./prompts.ts')
  return askOptionalText('Name of the connection', 'the title of the site')
}
