import { addProject } from '../../hub/people.ts'
import type { Desk } from '../desk.ts'
import type { ShownPage } from '../shown-page.ts'

async function freshProject(desk: Desk): Promise<string> {
  return `/projects/${(await addProject(desk.test)).id}`
}

export const startPages: readonly ShownPage[] = [
  {
    // The first of all pages: a window that has read the list of projects does not know this one.
    name: 'start',
    prepare: freshProject,
    arrive: async (page) => void (await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor()),
  },
  {
    name: 'navigation',
    prepare: (desk) => desk.at('settings'),
    async arrive(page) {
      await page.setViewportSize({ width: 390, height: 900 })
      await page.getByRole('button', { name: 'Open the navigation' }).click()
      await page.getByRole('link', { name: 'Connections' }).waitFor()
    },
  },
  {
    name: 'account-menu',
    prepare: (desk) => desk.at('settings'),
    async arrive(page) {
      await page.getByRole('button', { name: 'Your account' }).click()
      await page.getByRole('menuitem', { name: 'Log out' }).waitFor()
    },
  },
  {
    name: 'new-project',
    prepare: (desk) => desk.at('activity'),
    async arrive(page) {
      await page.getByRole('button', { name: 'Project' }).click()
      await page.getByRole('menuitem', { name: 'New project' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
]
