import { password } from '../../hub/people.ts'
import type { ShownPage } from '../shown-page.ts'

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
  { name: 'login-code', prepare: () => '/login/code', stranger: true },
]
