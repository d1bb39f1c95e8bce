import type { Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { provideSetupToken } from '../../../src/accounts/setup-link.ts'
import { openTestHub } from '../../hub/in-process.ts'
import { addUser, password } from '../../hub/people.ts'
import type { Desk } from '../desk.ts'
import { sessionOf } from '../session.ts'
import type { ShownPage } from '../shown-page.ts'

async function invitation(desk: Desk, email = 'lin@example.com'): Promise<string> {
  const session = await sessionOf(desk.url, desk.owner)
  const json = { project: desk.project.id, email, role: 'editor' }
  const { link } = (await session.call('/api/v1/members/invitations', { json })).json as { link: string }
  return link.slice(new URL(link).origin.length)
}

/** A hub that nobody has an account on: the page behind the link that it prints. */
async function setUp(): Promise<string> {
  const empty = await openTestHub()
  onTestFinished(() => empty.close())
  return `${empty.url}/setup?token=${await provideSetupToken(empty.hub.store)}`
}

const seeError = async (page: Page) => void (await page.getByRole('alert').waitFor())

/** The way in: pages of the server, which need no script. */
const wayIn: readonly ShownPage[] = [
  { name: 'login', prepare: () => '/login' },
  {
    name: 'login-wrong',
    prepare: () => '/login?next=/help',
    async arrive(page) {
      await page.getByLabel('E-mail address').fill('nobody@example.com')
      await page.getByLabel('Password').fill('not this one at all')
      await page.getByRole('button', { name: 'Log in' }).click()
      await seeError(page)
    },
  },
  { name: 'login-refused', prepare: () => '/login?error=access_denied', arrive: seeError },
  { name: 'login-code', prepare: () => '/login/code' },
  {
    name: 'login-code-wrong',
    prepare: () => '/login/code',
    async arrive(page) {
      await page.getByLabel('Code').fill('000000')
      await page.getByRole('button', { name: 'Log in' }).click()
      await seeError(page)
    },
  },
  { name: 'welcome', prepare: () => '/' },
  { name: 'setup', prepare: setUp },
  { name: 'setup-not-yet', prepare: async () => new URL('/', await setUp()).href },
  { name: 'setup-over', prepare: () => '/setup?token=used', arrive: seeError },
  { name: 'invitation', prepare: (desk) => invitation(desk) },
  {
    name: 'invitation-known',
    prepare: async (desk) => await invitation(desk, (await addUser(desk.test)).email),
  },
  { name: 'invitation-over', prepare: () => '/invitation/inv_gone?secret=used', arrive: seeError },
  { name: 'approved', prepare: () => '/connect/done' },
  { name: 'not-approved', prepare: () => '/connect/return?handshake=none&nonce=none', arrive: seeError },
]

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
  ...wayIn.map((page) => ({ ...page, stranger: true })),
]
