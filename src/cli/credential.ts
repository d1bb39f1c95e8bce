import { HubError } from '../errors/hub-error.ts'
import type { Terminal } from './terminal.ts'

/** The options by which a command is given a site's credential. */
export interface CredentialOptions {
  readonly username?: string
  readonly passwordStdin?: boolean
  readonly credentialStdin?: boolean
  readonly auth?: 'application-password' | 'jwt'
}

export interface GivenCredential {
  readonly username?: string
  readonly password?: string
  readonly auth: 'application-password' | 'jwt'
}

/** No password is longer than this; more on standard input is a mistake, such as a piped file. In bytes. */
const longest = 16 * 1024

/**
 * The credential that the options name: none, a user name with the password from standard input, or the JSON that
 * `pressroom authorize --json` printed. A terminal is asked without echo. Passwords are never options: those show in process lists.
 */
export async function readCredential(options: CredentialOptions, terminal: Terminal): Promise<GivenCredential> {
  const auth = options.auth ?? 'application-password'
  if (options.credentialStdin === true) return { ...parseCredential(await readStandardInput()), auth }
  if (options.username === undefined) {
    if (options.passwordStdin === true) throw new HubError('bad_input', '--password-stdin needs --username')
    return { auth }
  }
  if (options.passwordStdin === true) {
    return { username: options.username, password: await readSecretLine('password'), auth }
  }
  if (!terminal.interactive)
    throw new HubError('bad_input', '--username needs --password-stdin where no one can be asked')
  const { askPassword } = await import('./prompts.ts')
  return { username: options.username, password: await askPassword(`Password of ${options.username}`), auth }
}

/** A secret from standard input, without the line's end. */
export async function readSecretLine(what: string): Promise<string> {
  const secret = (await readStandardInput()).replace(/\r?\n$/, '')
  if (secret === '') throw new HubError('bad_input', `No ${what} came on standard input`)
  return secret
}

async function readStandardInput(): Promise<string> {
  let text = ''
  process.stdin.setEncoding('utf8')
  for await (const chunk of process.stdin as AsyncIterable<string>) {
    text += chunk
    if (text.length > longest)
      throw new HubError('bad_input', `More than ${longest} bytes came on standard input, which is no password`)
  }
  return text
}

function parseCredential(text: string): { username: string; password: string } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new HubError('bad_input', 'Standard input is not the JSON that pressroom authorize --json prints', { cause })
  }
  if (typeof value === 'object' && value !== null && 'username' in value && 'password' in value) {
    if (typeof value.username === 'string' && typeof value.password === 'string')
      return { username: value.username, password: value.password }
  }
  throw new HubError('bad_input', 'The JSON on standard input has no username and password')
}
