import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { productName } from '../../config/product.ts'
import { HubError } from '../../errors/hub-error.ts'
import { beginAuthorization, finishAuthorization } from '../../wordpress/authorize.ts'
import { isApplicationPasswordForm } from '../../wordpress/credentials.ts'
import { type DiagnosisResult, diagnose } from '../../wordpress/diagnose/diagnose.ts'
import type { Login } from '../../wordpress/diagnose/evidence.ts'
import type { ApprovedMethod, Returned, TypedMethod } from '../connection-method.ts'
import type { CallContext } from '../connector.ts'
import { probed } from './found.ts'
import type { WordPressSecret } from './secret.ts'

const site = {
  address: z.string().min(1).max(2048).describe('The address of the site'),
  allowRoots: z.array(z.string().max(255)).max(10).default([]).describe('Further hosts that may get the credential'),
}
const username = z.string().min(1).max(320).describe('User name or e-mail at the site')
const password = z.string().min(1).max(4096)

const manualInput = z.object({
  ...site,
  username,
  password: password.describe('An application password'),
  fresh: z.boolean().default(false).describe('The site made the password a moment ago'),
})

/** Somebody made an application password at the site and typed it. */
export const manual: TypedMethod<WordPressSecret, z.infer<typeof manualInput>> = {
  title: 'Application password',
  schema: manualInput,
  async probe(context, { address, allowRoots, fresh, ...login }) {
    const secret = { kind: 'application-password', ...login } as const
    return probed(await visit(context, address, { login: secret, fresh, allowRoots }), secret, allowRoots)
  },
}

const jwtInput = z.object({
  ...site,
  username,
  password: password.describe('The password of the account'),
  keepPassword: z
    .boolean()
    .optional()
    .describe('Keep the password, sealed, to log in again when the token ends. An application password is kept anyway'),
})

/** A login by the site's JWT plugin. */
export const jwt: TypedMethod<WordPressSecret, z.infer<typeof jwtInput>> = {
  title: 'JWT',
  schema: jwtInput,
  async probe(context, { address, allowRoots, keepPassword, ...login }) {
    const result = await visit(context, address, { login: { kind: 'jwt-login', ...login }, allowRoots })
    if (result.credential?.kind !== 'jwt') return probed(result, null, allowRoots)
    // Tmeister's plugin takes application passwords, which are made to be kept; the account's own needs a yes.
    const { plugin } = result.credential
    const keep = keepPassword ?? (plugin === 'tmeister' && isApplicationPasswordForm(login.password))
    return probed(result, { ...result.credential, password: keep ? login.password : null }, allowRoots)
  },
}

const authorizeInput = z.object({
  ...site,
  paste: z.boolean().default(false).describe('Show the password at the site, to be pasted here'),
})
const authorizeData = z.object({
  address: z.string(),
  allowRoots: z.array(z.string()),
  home: z.string(),
  expiresAt: z.number(),
})

/** The site's own page asks the person for approval, and makes an application password. */
export const authorize: ApprovedMethod<WordPressSecret, z.infer<typeof authorizeInput>> = {
  title: 'One click',
  schema: authorizeInput,
  async begin(context, { address, allowRoots, paste }, { callback, installationId }) {
    const { diagnosis } = await visit(context, address, { allowRoots })
    if (diagnosis.authorize === null || diagnosis.site === null) {
      const fix = diagnosis.verdict === 'connectable' ? diagnosis.fix : (diagnosis.fix ?? 'Diagnose the site.')
      throw new HubError(diagnosis.code ?? 'remote_refused', diagnosis.cause ?? diagnosis.title, {
        ...(fix === null ? {} : { fix }),
        evidence: diagnosis,
      })
    }
    const request = beginAuthorization({
      page: new URL(diagnosis.authorize),
      // WordPress wants each name of a user's application passwords once.
      appName: `${productName} ${randomBytes(3).toString('hex')}`,
      appId: installationId,
      wordpressVersion: diagnosis.site.version,
      ...(paste || callback === null ? {} : { callback }),
    })
    const data: z.infer<typeof authorizeData> = {
      address,
      allowRoots,
      home: diagnosis.site.home,
      expiresAt: request.expiresAt,
    }
    return { url: request.url, nonce: request.nonce, mode: request.mode, expiresAt: new Date(request.expiresAt), data }
  },
  async finish(context, kept, returned) {
    const data = authorizeData.parse(kept)
    const secret = readReturn(data, returned)
    const { address, allowRoots } = data
    const fresh = returned.kind === 'address'
    return probed(await visit(context, address, { login: secret, fresh, allowRoots }), secret, allowRoots)
  },
}

function readReturn(data: z.infer<typeof authorizeData>, returned: Returned): WordPressSecret {
  if (returned.kind === 'pasted')
    return { kind: 'application-password', username: returned.username, password: returned.password }
  const { url } = returned
  const nonce = url.searchParams.get('nonce') ?? ''
  const request = { url, nonce, mode: 'callback', expiresAt: data.expiresAt } as const
  return { ...finishAuthorization(request, url, new URL(data.home)), kind: 'application-password' }
}

async function visit(
  context: CallContext,
  address: string,
  options: { readonly login?: Login; readonly fresh?: boolean; readonly allowRoots: readonly string[] },
): Promise<DiagnosisResult> {
  return diagnose(context.http, address, {
    ...options,
    ...(context.signal === undefined ? {} : { signal: context.signal }),
    ...(context.onAttempt === undefined ? {} : { onAttempt: context.onAttempt }),
  })
}
