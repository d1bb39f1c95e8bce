import type { Desk } from '../desk.ts'
import { sessionOf } from '../session.ts'
import type { ShownPage } from '../shown-page.ts'

async function busyProject(desk: Desk): Promise<string> {
  const session = await sessionOf(desk.url, desk.owner)
  const { id: project } = desk.project
  for (const name of ['Deploy', 'Agent'])
    await session.call('/api/v1/keys', { json: { project, name, role: 'viewer' } })
  // Refused, and written down with a subject that nobody should have to look at.
  const id = `<img src=x onerror=alert(1)>${'x'.repeat(60)}`
  await session.call('/api/rpc/keys/revoke', { json: { json: { project, id } } })
  return desk.at('activity')
}

export const activityPages: readonly ShownPage[] = [
  { name: 'activity', prepare: busyProject },
  { name: 'activity-nothing', prepare: (desk) => desk.at('activity?operation=nothing') },
  {
    name: 'activity-hub',
    prepare: () => '/instance/activity',
    arrive: async (page) => void (await page.getByRole('rowheader', { name: 'login', exact: true }).first().waitFor()),
  },
  { name: 'not-found', prepare: () => '/no/such/page' },
]
