import { z } from 'zod'
import { redeliver, redeliverFailed } from '../deliveries/repeat.ts'
import { getDelivery, listDeliveries } from '../store/deliveries.ts'
import { connectionInput } from './connection-view.ts'
import { connectionsDeps, resolveConnection } from './connections-deps.ts'
import { deliveriesDeps } from './deliveries-deps.ts'
import { deliveryState, deliveryView, viewDelivery } from './delivery-view.ts'
import { projectOperation } from './operation.ts'
import { moment, pageInput, pageOf, viewPage } from './pages.ts'

const one = connectionInput.extend({ delivery: z.string().min(1).max(100) })
const tags = ['Webhooks']

export const deliveries = {
  list: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/deliveries',
      tags,
      summary: 'List what was and will be sent to a webhook, the newest first',
    })
    .input(
      connectionInput.extend(pageInput.shape).extend({
        states: z.array(deliveryState).max(5).optional(),
        type: z.string().max(100).optional(),
      }),
    )
    .output(pageOf(deliveryView))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const { id: connectionId } = await resolveConnection(deps, context.project, input.connection)
      const { states, type } = input
      return viewPage(await listDeliveries(deps.store.db, { connectionId, states, type }, input), viewDelivery)
    }),

  get: projectOperation({ permission: 'viewer', effect: 'read', connections: 'one' })
    .route({
      method: 'GET',
      path: '/connections/{connection}/deliveries/{delivery}',
      tags,
      summary: 'Read a delivery with what is sent',
    })
    .input(one)
    .output(deliveryView.extend({ body: z.string().describe('As it is sent, byte for byte') }))
    .handler(async ({ input, context }) => {
      const deps = await connectionsDeps(context)
      const { id } = await resolveConnection(deps, context.project, input.connection)
      const found = await getDelivery(deps.store.db, id, input.delivery)
      return { ...viewDelivery(found), body: found.body }
    }),

  redeliver: projectOperation({ permission: 'editor', effect: 'append', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/deliveries/{delivery}/redeliver',
      tags,
      summary: 'Send a delivery again, whatever became of it',
      description: 'Under the same `webhook-id`, so that a receiver that has it already takes it for a repeat.',
    })
    .input(one)
    .output(deliveryView)
    .handler(async ({ input, context }) => {
      const deps = await deliveriesDeps(context)
      const { jobs } = await context.hub()
      const { id } = await resolveConnection(deps, context.project, input.connection)
      await redeliver(deps, jobs, id, input.delivery)
      return viewDelivery(await getDelivery(deps.store.db, id, input.delivery))
    }),

  redeliverFailed: projectOperation({ permission: 'editor', effect: 'append', connections: 'one' })
    .route({
      method: 'POST',
      path: '/connections/{connection}/deliveries/redeliver',
      tags,
      summary: 'Send all again that ended badly since a moment',
      description: 'But for those that a later delivery about the same made pointless, and for tests.',
    })
    .input(connectionInput.extend({ since: moment }))
    .output(z.object({ count: z.number() }))
    .handler(async ({ input, context }) => {
      const deps = await deliveriesDeps(context)
      const { jobs } = await context.hub()
      const { id } = await resolveConnection(deps, context.project, input.connection)
      return { count: await redeliverFailed(deps, jobs, id, new Date(input.since)) }
    }),
}
