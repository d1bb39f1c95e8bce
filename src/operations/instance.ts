import { z } from 'zod'
import { countUsers } from '../accounts/users.ts'
import { version } from '../config/product.ts'
import { describeSettings } from '../config/settings.ts'
import { hubOperation } from './operation.ts'
import { moment } from './pages.ts'

const startedAt = new Date(Date.now() - process.uptime() * 1000)

export const instance = {
  status: hubOperation({ permission: 'admin', effect: 'read' })
    .route({ method: 'GET', path: '/instance', tags: ['Instance'], summary: 'Say how this hub is doing' })
    .output(
      z.object({
        version: z.string(),
        url: z.string(),
        installation: z.string(),
        role: z.enum(['all', 'web', 'worker']),
        startedAt: moment,
        database: z.enum(['embedded', 'own']),
        key: z
          .object({ id: z.string(), source: z.enum(['file', 'setting']) })
          .describe('What seals credentials: the file in the data folder, or PRESSROOM_KEY'),
        users: z.number(),
        projects: z.number(),
        connections: z.number(),
      }),
    )
    .handler(async ({ context }) => {
      const { store, vault, publicUrl, installationId } = await context.hub()
      const [users, projects, connections] = await Promise.all([
        countUsers(store.db),
        countRows('projects'),
        countRows('connections'),
      ])
      return {
        version,
        url: publicUrl,
        installation: installationId,
        role: context.settings.role,
        startedAt: startedAt.toISOString(),
        key: { id: vault.keyId, source: context.settings.key === null ? ('file' as const) : ('setting' as const) },
        database: store.embedded ? ('embedded' as const) : ('own' as const),
        users,
        projects,
        connections,
      }

      async function countRows(table: 'projects' | 'connections'): Promise<number> {
        const query = store.db.selectFrom(table).select((is) => is.fn.countAll<number>().as('count'))
        return (await query.executeTakeFirstOrThrow()).count
      }
    }),

  settings: hubOperation({ permission: 'admin', effect: 'read' })
    .route({
      method: 'GET',
      path: '/instance/settings',
      tags: ['Instance'],
      summary: 'Read the settings of this hub, secrets masked',
    })
    .output(
      z.object({
        items: z.array(z.object({ variable: z.string(), about: z.string(), expected: z.string(), value: z.string() })),
      }),
    )
    .handler(({ context }) => ({ items: describeSettings(context.settings) })),
}
