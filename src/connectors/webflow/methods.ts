import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import { authorizeAddress, exchangeCode, type OAuthEndpoints, readCode, type WebflowApp } from '../../webflow/oauth.ts'
import type { ApprovedMethod, TypedMethod } from '../connection-method.ts'
import type { CallContext } from '../connector.ts'
import { probeToken } from './probe.ts'
import type { WebflowSecret } from './secret.ts'

const site = z
  .string()
  .trim()
  .max(300)
  .transform((text) => (text === '' ? undefined : text))
  .optional()
const which = {
  site: site.describe('Which site, where the token reaches several: its id, name or address'),
  address: site.describe('The same, as an address'),
}

const tokenInput = z.object({
  token: z.string().trim().min(1).max(4096).describe('A token of the site, from its settings in Webflow'),
  ...which,
})

/** Somebody made a token in the settings of the site and typed it. */
export const token: TypedMethod<WebflowSecret, z.infer<typeof tokenInput>> = {
  title: 'Site token',
  schema: tokenInput,
  probe: (context, { token: typed, site: named, address }) => probeToken(context, typed, named ?? address),
}

const oauthInput = z.object(which)
const oauthData = z.object({
  site: z.string().optional(),
  state: z.string(),
  redirect: z.string(),
  expiresAt: z.number(),
})
const minutes = 15

/**
 * The person chooses the sites at Webflow and approves our app there. A code is good once: where several sites were approved
 * and none was named, they have to begin again, with `site`.
 */
export const oauth: ApprovedMethod<WebflowSecret, z.infer<typeof oauthInput>> = {
  title: 'One click',
  schema: oauthInput,
  isReady: ({ webflow }) => webflow.app !== null,
  async begin(context, { site: named, address }, { callback }) {
    if (callback === null) {
      throw new HubError('bad_setting', 'Webflow can send people back only to a hub with an address of its own', {
        fix: 'Set PRESSROOM_URL, or connect with a site token.',
      })
    }
    const redirect = new URL(callback.pathname, callback)
    // Apps register their address letter by letter, so that the handshake goes into the state.
    const nonce = randomBytes(24).toString('base64url')
    const state = `${callback.searchParams.get('handshake') ?? ''}.${nonce}`
    const url = authorizeAddress(appOf(context, redirect), state, endpointsOf(context))
    const expiresAt = new Date(Date.now() + minutes * 60_000)
    const wanted = named ?? address
    const data: z.infer<typeof oauthData> = {
      ...(wanted === undefined ? {} : { site: wanted }),
      state,
      redirect: redirect.href,
      expiresAt: expiresAt.getTime(),
    }
    return { url, nonce, mode: 'callback', expiresAt, data }
  },
  async finish(context, kept, returned) {
    const data = oauthData.parse(kept)
    if (returned.kind !== 'address') throw new HubError('bad_input', 'Give the address that the browser ended at')
    if (Date.now() > data.expiresAt) throw new HubError('authorization_expired', 'The approval took too long')
    const code = readCode(returned.url, data.state)
    const session = context.http.session(context.signal === undefined ? {} : { signal: context.signal })
    const app = appOf(context, new URL(data.redirect))
    return probeToken(context, await exchangeCode(session, app, code, endpointsOf(context)), data.site)
  },
}

function appOf({ settings }: CallContext, redirect: URL): WebflowApp {
  const app = settings?.webflow.app ?? null
  if (app !== null) return { ...app, redirect }
  throw new HubError('bad_setting', 'No Webflow app is set up on this hub', {
    fix: 'Connect with a site token, or set PRESSROOM_WEBFLOW_CLIENT_ID and PRESSROOM_WEBFLOW_CLIENT_SECRET.',
  })
}

/** Webflow's own, or those beside another address of the API. */
function endpointsOf({ settings }: CallContext): OAuthEndpoints | undefined {
  const api = settings?.webflow.api ?? null
  if (api === null) return undefined
  return { authorize: new URL('/oauth/authorize', api), token: new URL('/oauth/access_token', api) }
}
