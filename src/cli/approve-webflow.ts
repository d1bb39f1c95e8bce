import { setTimeout as sleep } from 'node:timers/promises'
import { HubError } from '../errors/hub-error.ts'
import type { CommandContext } from './command-context.ts'
import { readSecretLine } from './credential.ts'
import { isHubGone } from './events.ts'
import type { HubAccess, HubClient } from './hub-access.ts'

interface Wanted {
  readonly project: string | undefined
  readonly groups: string[]
  readonly name?: string
  /** Which site, where several are approved. */
  readonly address: string | undefined
}

interface Options {
  readonly paste?: boolean
  readonly browser: boolean
}

type Outcome = Awaited<ReturnType<HubClient['connections']['finish']>>

/**
 * A person approves the hub's app at Webflow, which sends the browser to the hub's own address: apps register it letter by
 * letter, so that it cannot come back to this command. Where that is not the hub that runs, or with --paste, they paste the
 * address that the browser ended at.
 */
export async function approveWebflow(
  { client, via }: Pick<HubAccess, 'client' | 'via'>,
  wanted: Wanted,
  options: Options,
  context: CommandContext,
): Promise<Outcome> {
  const { terminal } = context
  const { handshake, url, expiresAt } = await client.connections.begin({ ...wanted, kind: 'webflow', method: 'oauth' })
  const { project } = wanted
  const isPasted = options.paste === true || via === 'own'
  terminal.err(`${terminal.paint('bold', 'Approve one site at Webflow:')}\n\n  ${url}\n`)
  terminal.err(
    isPasted
      ? 'Then paste the whole address that the browser ends at, whatever it shows there.\n'
      : 'This command goes on by itself (Ctrl-C stops it).\n',
  )
  if (options.browser && terminal.interactive) {
    const { default: openInBrowser } = await import('open')
    // No browser on this machine is normal; the address is printed above.
    await openInBrowser(url).catch(() => undefined)
  }
  if (isPasted)
    return client.connections.finish({ project, handshake, address: await askAddress(terminal.interactive) })
  await waitForReturn(client, project, handshake, Date.parse(expiresAt), context.signal)
  return client.connections.finish({ project, handshake })
}

/** It is asked without echo: the address holds a code. */
async function askAddress(interactive: boolean): Promise<string> {
  if (!interactive) return (await readSecretLine('address')).trim()
  const { askPassword } = await import('./prompts.ts')
  return (await askPassword('The address that the browser ended at')).trim()
}

/** An approval is no older than this, in seconds. */
const longestApproval = 15 * 60

/** Until the hub took the browser's return. Streams end, and hubs restart meanwhile. */
async function waitForReturn(
  client: HubClient,
  project: string | undefined,
  handshake: string,
  expiresAt: number,
  cancelled: AbortSignal,
): Promise<void> {
  const expired = AbortSignal.timeout(Math.max(0, expiresAt - Date.now()))
  const signal = AbortSignal.any([cancelled, expired])
  const wanted = { project, types: ['connection.approved'], within: longestApproval }
  while (!signal.aborted) {
    try {
      for await (const { subject } of await client.events.follow(wanted, { signal })) if (subject === handshake) return
    } catch (thrown) {
      if (!signal.aborted && !isHubGone(thrown)) throw thrown
    }
    await sleep(1000, undefined, { signal }).catch(() => undefined)
  }
  if (cancelled.aborted) throw new HubError('cancelled', 'Cancelled')
  throw new HubError('authorization_expired', 'Nobody came back from Webflow in time')
}
