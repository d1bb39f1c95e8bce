import { z } from 'zod'
import { changeSecret } from '../connections/change-secret.ts'
import { rotateSigning } from '../connectors/webhook/rotate.ts'
import { webhook } from '../connectors/webhook.ts'
import { testEndpoint } from '../deliveries/send-test.ts'
import { subscribe } from '../deliveries/subscribe.ts'
import { readWebhookEndpoint } from '../store/webhook-endpoints.ts'
import { hubEventTypes } from '../webhook/hub-event-types.ts'
import { createSecret } from '../webhook/secret.ts'
import { actorName } from './actor.ts'
import { connectionInput, connectionView, viewConnection } from './connection-view.ts'
import { connectionsDeps, resolveConnection } from './connections-deps.ts'
import { deliveriesDeps } from './deliveries-deps.ts'
import { deliveryView, viewDelivery } from './delivery-view.ts'
import { hubOperation, projectOperation } from './operation.ts'
import { moment } from './pages.ts'

const signingSecret = z.string().describe('Give it to the receiver. Shown once')
const eventType = z.enum(Object.keys(hubEventTypes) as [keyof typeof hubEventTypes])
const subscription = z.object({
  events: z.array(z.string()).describe('The types that are sent to it'),
  available: z.array(z.object({ type: z.string(), about: z.string() })),
  failingSince: moment.nullable().describe('The first failure after the last success; null while all is well'),
})

/** What webhook connections have beside what all have. */
export const webhooks = {
  makeSecret: hubOperation({ permission: 'user', effect: 'append', secretOutput: true })
    .route({
      method: 'POST',
      path: '/webhooks/secret',
      tags: ['Webhooks'],
      summary: 'Make a signing secret for an endpoint that is to be connected',
      description:
        'Nothing is kept of it. Give it to the receiver, then connect with it as `signingSecret`: so the receiver can verify the test that connecting sends.',
    })
    .output(z.object({ signingSecret }))
    .handler(() => ({ signingSecret: createSecret() })),

  rotateSecret: projectOperation({ permission: 'editor', effect: 'append', connections: 'one', secretOutput: true })
    .route({
      method: 'POST',
      path: '/connections/{connection}/webhook/rotate-secret',
      tags: ['Webhooks'],
      summary: 'Sign deliveries with a new secret; for a day, the former one signs as well',
      description: 'Where deliveries are not signed yet, they are from now on.',
    })
    .input(connectionInput)
    .output(
      z.object({
        connection: connectionView,
        signingSecret,
        formerUntil: moment.nullable().describe('Until then, the former secret signs too; null where there was none'),
      }),
    )
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      let made: ReturnType<typeof rotateSigning>['signing'] | undefined
      const told = { credential: 'the signing secret', actor: actorName(context.actor) }
      const connection = await changeSecret(
        deps,
        webhook,
        ref,
        (secret, site) => {
          const { endpoint, signing } = rotateSigning(secret, Date.now())
          made = signing
          return { secret: endpoint, site: { ...site, signed: true } }
        },
        told,
      )
      const until = made?.previous[0]?.until
      return {
        connection: viewConnection(connection),
        signingSecret: made?.current ?? '',
        formerUntil: until === undefined ? null : new Date(until).toISOString(),
      }
    }),

  test: projectOperation({ permission: 'editor', effect: 'append', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/webhook/test',
      tags: ['Webhooks'],
      summary: 'Send an example to an endpoint and show what it answers',
      description: 'Sent once, and never tried again; it is listed among the deliveries.',
    })
    .input(connectionInput)
    .output(deliveryView)
    .handler(async ({ input, context }) => {
      const deps = await deliveriesDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      const signal = context.signal ?? new AbortController().signal
      return viewDelivery(await testEndpoint(deps, ref, { actor: actorName(context.actor), signal }))
    }),

  subscription: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/webhook/events',
      tags: ['Webhooks'],
      summary: "List which of the hub's events are sent to an endpoint, and which there are",
    })
    .input(connectionInput)
    .output(subscription)
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const { id } = await resolveConnection(deps, context.project, input.connection)
      return viewSubscription(await readWebhookEndpoint(deps.store.db, id))
    }),

  subscribe: projectOperation({ permission: 'editor', effect: 'idempotent', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/webhook/events',
      tags: ['Webhooks'],
      summary: "Send an endpoint these types of the hub's events and no others",
      description: 'From now on, within seconds. Events of the whole project: sites, articles, publications.',
    })
    .input(connectionInput.extend({ events: z.array(eventType).max(50) }))
    .output(subscription)
    .handler(async ({ input, context }) => {
      const deps = await deliveriesDeps(context)
      const ref = await resolveConnection(deps, context.project, input.connection)
      await subscribe(deps, ref, input.events)
      return viewSubscription(await readWebhookEndpoint(deps.store.db, ref.id))
    }),
}

function viewSubscription({
  events,
  failingSince,
}: Awaited<ReturnType<typeof readWebhookEndpoint>>): z.infer<typeof subscription> {
  return {
    events,
    available: Object.entries(hubEventTypes).map(([type, about]) => ({ type, about })),
    failingSince: failingSince?.toISOString() ?? null,
  }
}
