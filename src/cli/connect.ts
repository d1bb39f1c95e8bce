import { type Command, Option } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import { approveWebflow } from './approve-webflow.ts'
import { type ApprovalOptions, obtainApproval } from './authorize.ts'
import type { CommandContext } from './command-context.ts'
import { obtainWebflow } from './connect-webflow.ts'
import { obtainWebhook } from './connect-webhook.ts'
import { type CredentialOptions, readCredential } from './credential.ts'
import { addCredentialOptions } from './diagnose.ts'
import { exitCode } from './exit.ts'
import { withHub } from './hub-access.ts'
import { printable } from './terminal.ts'

interface ConnectOptions extends CredentialOptions, ApprovalOptions {
  readonly kind: keyof typeof kinds
  readonly project?: string
  readonly name?: string
  readonly group?: string[]
  readonly keepPassword?: boolean
  readonly oauth?: boolean
  readonly json?: boolean
  // Of both.
  readonly username?: string
}

interface Login {
  readonly method: 'application-password' | 'jwt'
  readonly username: string
  readonly password: string
}

/** What to connect with, and how. */
interface Wanted {
  readonly kind: string
  readonly method: string
  readonly input: Record<string, unknown>
}

type Obtain = (address: string | undefined, options: ConnectOptions, context: CommandContext) => Promise<Wanted>

/** How the credential of each kind is come by. */
const kinds = { wordpress: obtainWordPress, webflow: obtainWebflow, webhook: obtainWebhook } satisfies Record<
  string,
  Obtain
>

/** `pressroom connect [address]`: a wizard on a terminal; with --username it asks nothing. */
export function addConnect(program: Command, context: CommandContext): void {
  const command = program
    .command('connect [address]')
    .description(
      'Connect a site to the hub: WordPress by one click, an application password, or a JWT plugin; Webflow by a token or an app; any endpoint as a webhook',
    )
    .addOption(new Option('--kind <kind>', 'what the site is').choices(Object.keys(kinds)).default('wordpress'))
    .option('--project <project>', 'id or name')
    .option('--name <name>', 'what to call the connection; else the title of the site')
    .option('--group <group...>', 'groups to put it into')
    .option('--keep-password', 'with --auth jwt: keep the login password, sealed, to renew the token by itself')
    .option('--oauth', "with --kind webflow: approve the hub's app there instead of giving a token")
    .option('--paste', 'one click: paste what it ends with instead of waiting for the browser')
    .option('--no-browser', 'one click: only print the address of the approval page')
    .option('--json', 'print connection and diagnosis as JSON')
  addCredentialOptions(command)
  command.action((address: string | undefined, options: ConnectOptions) => connectSite(address, options, context))
}

async function connectSite(
  address: string | undefined,
  options: ConnectOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context
  if (options.oauth === true && options.kind !== 'webflow')
    throw new HubError('bad_input', '--oauth goes with --kind webflow')
  const wanted = options.oauth === true ? null : await kinds[options.kind](address, options, context)
  const name = await chooseName(options, context)
  const { renderDiagnosis } = await import('./render-diagnosis.ts')
  const place = { project: options.project, groups: options.group ?? [], ...(name === undefined ? {} : { name }) }
  await withHub(context, async (client, via) => {
    const { connection, diagnosis, sameSite } =
      wanted === null
        ? await approveWebflow({ client, via }, { ...place, address }, options, context)
        : await client.connections.connect({ ...place, ...wanted })
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

async function obtainWordPress(
  address: string | undefined,
  options: ConnectOptions,
  context: CommandContext,
): Promise<Wanted> {
  if (address === undefined) throw new HubError('bad_input', 'Say which site: pressroom connect <address>')
  const { method, username, password } = await obtainLogin(address, options, context)
  const input = {
    ...{ address, username, password },
    ...(options.allowRoot === undefined ? {} : { allowRoots: options.allowRoot }),
    ...(options.keepPassword === true ? { keepPassword: true } : {}),
  }
  return { kind: 'wordpress', method, input }
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
