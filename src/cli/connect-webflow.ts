import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { readSecretLine } from './credential.ts'

/**
 * The token of a Webflow site: from standard input, or typed without echo. It is never an option, since those show in
 * process lists. `site` says which one is meant, where the token reaches several.
 */
export async function obtainWebflow(
  site: string | undefined,
  { passwordStdin }: { readonly passwordStdin?: boolean },
  { terminal }: CommandContext,
): Promise<{ readonly kind: 'webflow'; readonly method: 'token'; readonly input: Record<string, unknown> }> {
  const token = passwordStdin === true ? await readSecretLine('token') : await askToken(terminal.interactive)
  return { kind: 'webflow', method: 'token', input: { token, ...(site === undefined ? {} : { site }) } }
}

async function askToken(interactive: boolean): Promise<string> {
  if (!interactive)
    throw new HubError('bad_input', '--kind webflow needs --password-stdin where no one can be asked', {
      fix: 'Give the token on standard input.',
    })
  const { askPassword } = await import('./prompts.ts')
  return askPassword('Token of the site (Site settings → Apps & integrations → API access)')
}
