import { password } from '../../hub/people.ts'
import type { Desk } from '../desk.ts'
import { sessionOf } from '../session.ts'
import type { ShownPage } from '../shown-page.ts'

async function invitation(desk: Desk): Promise<string> {
  const session = await sessionOf(desk.url, desk.owner)
  const json = { project: desk.project.id, email: 'lin@example.com', role: 'editor' }
  const { link } = (await session.call('/api/v1/members/invitations', { json })).json as { link: string }
  return link.slice(new URL(link).origin.length)
}

export const hubPages: readonly ShownPage[] = [
  { name: 'account', prepare: () => '/account' },
  {
    name: 'account-second-factor',
    prepare: () => '/account',
    async arrive(page) {
      await page.getByRole('button', { name: 'Turn on' }).click()
      await page.getByLabel('Your password').fill(password)
      await page.getByRole('button', { name: 'Go on' }).click()
      await page.getByRole('img', { name: 'The secret' }).waitFor()
    },
  },
  { name: 'instance', prepare: () => '/instance' },
  { name: 'help', prepare: () => '/help' },
  { name: 'help-search', prepare: () => '/help?q=password' },
  { name: 'help-topic', prepare: () => '/help/publishing' },
  { name: 'login', prepare: () => '/login', stranger: true },
  { name: 'welcome', prepare: () => '/', stranger: true },
  { name: 'invitation', prepare: invitation, stranger: true },
  { name: 'approved', prepare: () => '/connect/done', stranger: true },
  { name: 'login-code', prepare: () => '/login/code', stranger: true },
]
