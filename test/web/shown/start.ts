import { addProject } from '../../hub/people.ts'
import type { Desk } from '../desk.ts'
import type { ShownPage } from '../shown-page.ts'

async function freshProject(desk: Desk): Promise<string> {
  return `/projects/${(await addProject(desk.test)).id}`
}

export const startPages: readonly ShownPage[] = [
  { name: 'start', prepare: freshProject },
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
