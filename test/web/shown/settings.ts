import { addUser } from '../../hub/people.ts'
import type { Desk } from '../desk.ts'
import { sessionOf } from '../session.ts'
import type { ShownPage } from '../shown-page.ts'

async function members(desk: Desk): Promise<string> {
  await addUser(desk.test, { project: desk.project, role: 'editor' })
  const session = await sessionOf(desk.url, desk.owner)
  const json = { project: desk.project.id, email: 'grace@example.com', role: 'viewer' }
  await session.call('/api/v1/members/invitations', { json })
  return desk.at('settings/members')
}

async function keys(desk: Desk): Promise<string> {
  const session = await sessionOf(desk.url, desk.owner)
  for (const name of ['Deploy', 'A key with a name that is so long that it hardly fits anywhere, and <b>bold</b>'])
    await session.call('/api/v1/keys', { json: { project: desk.project.id, name, role: 'editor' } })
  return desk.at('settings/keys')
}

export const settingsPages: readonly ShownPage[] = [
  { name: 'settings', prepare: (desk) => desk.at('settings') },
  {
    name: 'settings-publishing',
    prepare: (desk) => desk.at('settings/publishing'),
    arrive: async (page) => void (await page.getByText('More: author').click()),
  },
  {
    name: 'settings-members',
    prepare: members,
    arrive: async (page) => void (await page.getByRole('rowheader', { name: 'grace@example.com' }).waitFor()),
  },
  { name: 'settings-keys', prepare: keys },
  {
    name: 'settings-new-key',
    prepare: (desk) => desk.at('settings/keys'),
    async arrive(page) {
      await page.getByRole('textbox', { name: 'Name' }).fill('Agent')
      await page.getByRole('button', { name: 'Make a key' }).click()
      await page.getByText('shown only now').waitFor()
    },
  },
]
