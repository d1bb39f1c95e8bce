import { z } from 'zod'
import { signingSecretsSchema } from './secret.ts'

/** Shorter ones cannot be found in what a receiver echoes, so they could not be kept out of evidence. */
const secret = z
  .string()
  .min(4)
  .max(4096)
  .regex(/^[\x20-\x7e\u0080-\uffff]*$/, 'may hold no control characters')
const asciiSecret = z
  .string()
  .min(4)
  .max(4096)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'must be printable ASCII')

/** Headers that are ours or the protocol's. */
const reservedHeader =
  /^(?:webhook-.*|content-.*|host|connection|transfer-encoding|te|trailer|upgrade|keep-alive|expect|user-agent|referer|accept(?:-encoding)?|authorization|cookie|proxy-.*)$/i

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, 'is not the name of a header')
  .refine((name) => !reservedHeader.test(name), 'is a header that cannot be set')

/** How a receiver knows us, beside the signature. */
const authenticationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('bearer'), token: asciiSecret }),
  z.strictObject({
    kind: z.literal('basic'),
    username: z
      .string()
      .min(1)
      .max(320)
      .regex(/^[^:\p{Cc}]*$/u, 'may hold no colon and no control characters'),
    password: secret,
  }),
  z.strictObject({
    kind: z.literal('header'),
    name: headerName,
    value: asciiSecret,
  }),
  z.strictObject({
    kind: z.literal('query'),
    name: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[\w.~[\]-]+$/, 'may hold letters, digits, and . _ ~ - [ ] alone'),
    value: secret,
  }),
])

export type Authentication = z.infer<typeof authenticationSchema>

/** Further headers, the same for each delivery. Not secret: they are not looked for in what is shown. */
const staticHeaders = z
  .record(
    headerName,
    z
      .string()
      .max(1000)
      .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII'),
  )
  .refine((headers) => Object.keys(headers).length <= 20, 'holds more than 20 headers')

const webAddress = z
  .url({ protocol: /^https?$/, hostname: /./ })
  .max(2048)
  .refine((value) => {
    const url = URL.parse(value)
    return url !== null && url.username === '' && url.password === ''
  }, 'may hold no user name and password: choose the authentication "basic"')

/** Where deliveries go, and with what. `authentication` and `signing` hold secrets and are to be sealed. */
export const endpointSchema = z
  .strictObject({
    url: webAddress,
    method: z.enum(['POST', 'PUT', 'PATCH']).default('POST'),
    authentication: authenticationSchema.default({ kind: 'none' }),
    headers: staticHeaders.default({}),
    /** Null: deliveries are not signed. */
    signing: signingSecretsSchema.nullable().default(null),
  })
  .refine(
    ({ url, authentication }) =>
      authentication.kind !== 'query' || URL.parse(url)?.searchParams.has(authentication.name) !== true,
    { path: ['authentication', 'name'], message: 'is in the address already' },
  )

export type WebhookEndpoint = z.infer<typeof endpointSchema>

/** What of a request authentication decides. */
export interface Presented {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly authorization?: string
  /** What must never be shown. */
  readonly secrets: readonly string[]
}

/** The address, headers and credential of an endpoint's requests. */
export function present(endpoint: Pick<WebhookEndpoint, 'url' | 'authentication' | 'headers'>): Presented {
  const { url, authentication, headers } = endpoint
  const target = new URL(url)
  target.hash = ''
  switch (authentication.kind) {
    case 'none':
      return { url: target, headers, secrets: [] }
    case 'bearer':
      return {
        url: target,
        headers,
        authorization: `Bearer ${authentication.token}`,
        secrets: [authentication.token],
      }
    case 'basic': {
      const { username, password } = authentication
      const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
      return { url: target, headers, authorization, secrets: [password] }
    }
    case 'header':
      return {
        url: target,
        headers: { ...headers, [authentication.name]: authentication.value },
        secrets: [authentication.value],
      }
    case 'query': {
      // Written behind what is there, since URLSearchParams would spell the other parameters anew.
      const pair = `${encodeURIComponent(authentication.name)}=${encodeURIComponent(authentication.value)}`
      target.search = target.search === '' ? pair : `${target.search.slice(1)}&${pair}`
      return { url: target, headers, secrets: [authentication.value] }
    }
  }
}
