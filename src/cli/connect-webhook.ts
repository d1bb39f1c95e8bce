import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { readSecretLine } from './credential.ts'
import { withHub } from './hub-access.ts'

interface WebhookOptions {
  readonly passwordStdin?: boolean
  readonly credentialStdin?: boolean
  readonly project?: string
}

interface Wanted {
  readonly kind: 'webhook'
  readonly method: string
  readonly input: Record<string, unknown>
}

/**
 * What an endpoint is connected with. On standard input comes its signing secret (`--password-stdin`), or as JSON whatever
 * the method asks for (`--credential-stdin`): `{"method": "bearer", "token": …, "signingSecret": …}`. On a terminal a secret
 * is made and shown, and the receiver can be given it before the test is sent.
 */
export async function obtainWebhook(
  address: string | undefined,
  { passwordStdin, credentialStdin }: WebhookOptions,
  context: CommandContext,
): Promise<Wanted> {
  if (address === undefined) throw new HubError('bad_input', 'Say where to: pressroom connect <address> --kind webhook')
  if (credentialStdin === true) {
    const { method = 'none', ...input } = readJson(await readSecretLine('JSON'))
    return { kind: 'webhook', method: String(method), input: { ...input, address } }
  }
  const signingSecret = passwordStdin === true ? await readSecretLine('signing secret') : await showSecret(context)
  return { kind: 'webhook', method: 'none', input: { address, signingSecret } }
}

async function showSecret(context: CommandContext): Promise<string> {
  const { terminal } = context
  if (!terminal.interactive) {
    throw new HubError('bad_input', '--kind webhook needs its signing secret where no one can be asked', {
      fix: 'Make one (pressroom webhooks secret), give it to the receiver, and here on standard input with --password-stdin.',
    })
  }
  const { signingSecret } = await withHub(context, (client) => client.webhooks.makeSecret())
  terminal.out(`The signing secret, shown this once:\n\n  ${terminal.paint('bold', signingSecret)}\n`)
  const { askOptionalText } = await import('./prompts.ts')
  await askOptionalText('Give it to the receiver, then press Enter: a test is sent', '')
  return signingSecret
}

function readJson(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new HubError('bad_input', 'What came on standard input is no JSON', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HubError('bad_input', 'What came on standard input is no JSON object')
  return { ...value }
}
