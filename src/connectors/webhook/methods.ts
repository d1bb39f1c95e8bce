import { createHash } from 'node:crypto'
import { z } from 'zod'
import { HubError } from '../../errors/hub-error.ts'
import { type Authentication, endpointSchema, type WebhookEndpoint } from '../../webhook/endpoint.ts'
import { signingSecret } from '../../webhook/secret.ts'
import type { TypedMethod } from '../connection-method.ts'
import type { CallContext, Found, Probed } from '../connector.ts'
import { createWebhookClient } from './client.ts'
import { diagnosisOf } from './diagnosis.ts'
import { exampleProject, testMessage } from './test-message.ts'

const shared = {
  address: z.string().min(1).max(2048).describe('Where deliveries go'),
  httpMethod: z.enum(['POST', 'PUT', 'PATCH']).default('POST'),
  headers: z.record(z.string(), z.string()).default({}).describe('Further headers, which are not secret'),
  signingSecret: signingSecret
    .nullable()
    .describe('From `webhooks.makeSecret`, and given to the receiver before; null: deliveries are not signed'),
}
const secretText = z.string().min(1).max(4096)

/** The ways to connect an endpoint: each is how the receiver knows us, beside the signature. */
export const methods: Readonly<Record<string, TypedMethod<WebhookEndpoint>>> = {
  none: method('No credential', {}, () => ({ kind: 'none' })),
  bearer: method('Bearer token', { token: secretText }, ({ token }) => ({ kind: 'bearer', token })),
  basic: method(
    'User name and password',
    { username: z.string().min(1).max(320), password: secretText },
    ({ username, password }) => ({ kind: 'basic', username, password }),
  ),
  header: method('API key in a header', { name: z.string(), value: secretText }, ({ name, value }) => ({
    kind: 'header',
    name,
    value,
  })),
  query: method('API key in the address', { name: z.string(), value: secretText }, ({ name, value }) => ({
    kind: 'query',
    name,
    value,
  })),
}

function method<Shape extends z.ZodRawShape>(
  title: string,
  shape: Shape,
  authenticate: (input: z.output<z.ZodObject<Shape>>) => Authentication,
): TypedMethod<WebhookEndpoint> {
  const own = z.object(shape)
  return {
    title,
    schema: z.object({ ...shared, ...shape }),
    probe: async (context, input) => {
      const { address, httpMethod, headers, signingSecret: current } = z.object(shared).parse(input)
      const signing = current === null ? null : { current, previous: [] }
      const authentication = authenticate(own.parse(input))
      return tryEndpoint(context, readEndpoint({ url: address, method: httpMethod, authentication, headers, signing }))
    },
  }
}

/** Throws `bad_input` that says what is wrong, and never repeats the value. */
function readEndpoint(input: z.input<typeof endpointSchema>): WebhookEndpoint {
  const { data, error } = endpointSchema.safeParse(input)
  if (data !== undefined) return data
  const [issue] = error.issues
  throw new HubError('bad_input', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`)
}

async function tryEndpoint(context: CallContext, endpoint: WebhookEndpoint): Promise<Probed<WebhookEndpoint>> {
  const client = createWebhookClient(context, async () => endpoint)
  const sent = await client.send(testMessage(exampleProject, new Date()))
  return { diagnosis: diagnosisOf(sent), found: sent.outcome === 'delivered' ? foundAt(endpoint) : null }
}

/** The query is not shown: keys are often kept in it. A path that is secret, as chat services have it, is. */
function foundAt(endpoint: WebhookEndpoint): Found<WebhookEndpoint> {
  const url = new URL(endpoint.url)
  const query = url.search === '' ? '' : `?${createHash('sha256').update(url.search).digest('hex').slice(0, 16)}`
  const site = { title: url.host, httpMethod: endpoint.method, signed: endpoint.signing !== null }
  return {
    url: `${url.origin}${url.pathname}`,
    siteKey: `${url.host}${url.pathname}${query}`,
    name: url.host,
    account: null,
    site,
    secret: endpoint,
    expiresAt: null,
    caches: {},
  }
}
