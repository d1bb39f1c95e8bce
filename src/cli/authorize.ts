import type { Command } from 'commander'
import { HubError } from '../errors/hub-error.ts'
import type { OneClick } from '../operations/one-click.ts'
import type { CommandContext } from './command-context.ts'
import { exitCode } from './exit.ts'
import type { Terminal } from './terminal.ts'

export interface ApprovalOptions {
  readonly paste?: boolean
  readonly browser: boolean
  readonly allowRoot?: string[]
  readonly username?: string
}

interface AuthorizeOptions extends ApprovalOptions {
  readonly json?: boolean
}

interface Approved {
  readonly username: string
  readonly password: string
}

/**
 * `pressroom authorize <address>`: the site's own approval page makes an application password for us. Where WordPress will
 * not send people back to this machine (before 7.0 it refuses http), they paste the password that it shows.
 */
export function addAuthorize(program: Command, context: CommandContext): void {
  program
    .command('authorize <address>')
    .description("Get an application password through the site's own approval page, and print it once")
    .option('--paste', 'never wait for the browser to come back; paste the password instead')
    .option('--no-browser', 'only print the address of the approval page')
    .option('--username <name>', 'your login name or e-mail on the site, where it has to be pasted')
    .option('--allow-root <host...>', 'another host that may receive the credential')
    .option('--json', 'print {site, username, password} as JSON, for the next command')
    .action((address: string, options: AuthorizeOptions) => authorize(address, options, context))
}

async function authorize(address: string, options: AuthorizeOptions, context: CommandContext): Promise<void> {
  const { oneClick, approved } = await obtainApproval(address, options, context)
  await proveAndPrint(oneClick, approved, options, context)
}

/** Sends a person to the site's approval page and gets what it made for them, by the browser's return or pasted. */
export async function obtainApproval(
  address: string,
  options: ApprovalOptions,
  context: CommandContext,
): Promise<{ oneClick: OneClick; approved: Approved }> {
  const { terminal } = context
  const { beginOneClick, finishOneClick } = await import('../operations/one-click.ts')
  const { listenForReturn } = await import('./return-listener.ts')
  const listener = await listenForReturn()
  try {
    const input = { address, allowRoots: options.allowRoot ?? [], paste: options.paste ?? false }
    const oneClick = await beginOneClick(context.operation(), input, async () => listener.url)
    const { mode, expiresAt } = oneClick.request
    await showApprovalPage(oneClick, options, terminal)
    const accept = (returned: URL): Approved => finishOneClick(oneClick, returned)
    const approved =
      mode === 'callback'
        ? await listener.wait(accept, context.signal, expiresAt - Date.now())
        : await askForPaste(options, terminal)
    return { oneClick, approved }
  } finally {
    listener.close()
  }
}

async function showApprovalPage(oneClick: OneClick, options: ApprovalOptions, terminal: Terminal): Promise<void> {
  const { request, site } = oneClick
  terminal.err(`${terminal.paint('bold', `Approve on ${site.host}:`)}\n\n  ${request.url.href}\n`)
  if (request.mode === 'paste') {
    terminal.err(
      'Log in there, choose "Yes, I approve of this connection", and copy the password that the site shows.\n',
    )
  } else {
    terminal.err(
      'Log in there and choose "Yes, I approve of this connection". This command goes on by itself (Ctrl-C stops it).\n',
    )
  }
  if (!options.browser || !terminal.interactive) return
  const { default: openInBrowser } = await import('open')
  // No browser on this machine is normal; the address is printed above.
  await openInBrowser(request.url.href).catch(() =>
    terminal.err('No browser could be opened here: open the address above in yours.\n'),
  )
}

/** From a terminal by prompts; from a pipe as lines: the user name, unless it is an option, then the password. */
async function askForPaste(options: ApprovalOptions, terminal: Terminal): Promise<Approved> {
  if (terminal.interactive) {
    const { askPassword, askText } = await import('./prompts.ts')
    const password = await askPassword('Paste the password that the site shows')
    return { password, username: options.username ?? (await askText('Your login name or e-mail on the site')) }
  }
  const { createInterface } = await import('node:readline')
  const lines: string[] = []
  const wanted = options.username === undefined ? 2 : 1
  for await (const line of createInterface({ input: process.stdin })) {
    if (lines.push(line.trim()) === wanted) break
  }
  const [first, second] = options.username === undefined ? lines : [options.username, ...lines]
  if (first === undefined || second === undefined) {
    throw new HubError(
      'bad_input',
      'This site shows the password to be pasted: give the user name and the password as two lines on standard input',
    )
  }
  return { username: first, password: second }
}

/** A credential is printed only after the site has taken it. */
async function proveAndPrint(
  oneClick: OneClick,
  approved: Approved,
  options: AuthorizeOptions,
  context: CommandContext,
): Promise<void> {
  const { terminal } = context
  const { diagnoseSite } = await import('../operations/sites.ts')
  const { renderDiagnosis } = await import('./render-diagnosis.ts')
  const fresh = oneClick.request.mode === 'callback'
  const { diagnosis } = await diagnoseSite(context.operation(), {
    address: oneClick.site.href,
    ...approved,
    auth: 'application-password',
    fresh,
    allowRoots: options.allowRoot ?? [],
  })
  terminal.err(renderDiagnosis(diagnosis, terminal, false))
  if (diagnosis.verdict !== 'connected') {
    context.exit(exitCode.failed)
    // A fresh password is worth keeping although a layer still refuses it: it exists on the site.
    if (!fresh) return
  }
  const site = oneClick.site.href
  if (options.json === true) {
    terminal.out(JSON.stringify({ site, ...approved }))
    return
  }
  terminal.err(
    `\n${terminal.paint('bold', 'Keep this password now: it is shown once.')} It is in your WordPress profile under the name Pressroom, where you can revoke it.\n`,
  )
  terminal.out(`User name: ${approved.username}\nPassword:  ${approved.password}`)
  terminal.err(`\nNext: pressroom publish article.md --to ${site} --username ${approved.username}`)
}
