import { expect, test } from 'vitest'
import { insertUser } from '../../src/accounts/users.ts'
import { insertConnection, newConnectionId } from '../../src/store/connections.ts'
import { putMember } from '../../src/store/members.ts'
import { createProject } from '../../src/store/projects.ts'
import { password } from '../hub/people.ts'
import { provideDesk } from './desk.ts'
import { sessionOf } from './session.ts'

const desk = provideDesk()
const script = '<img src=x onerror="planted=1"><script>planted=1</script>'
/** Turns what follows around, and is not seen. */
const turned = 'safe\u202Eexe.txt\u200B'

test('names and errors that others wrote run nothing, and pose as nothing, on any page', async () => {
  const { db } = desk.test.hub.store
  const project = await createProject(db, { name: `P ${script}` })
  const user = await insertUser(db, { email: 'm@example.com', name: `${script} ${turned}`, password, admin: false })
  await putMember(db, { projectId: project.id, userId: user.id, role: 'editor' })
  const session = await sessionOf(desk.url, desk.owner)
  await session.call('/api/v1/keys', { json: { project: project.id, name: script, role: 'viewer' } })
  await insertConnection(db, {
    ...{
      id: newConnectionId(),
      projectId: project.id,
      kind: 'wordpress',
      method: 'application-password',
      sealed: null,
    },
    ...{ name: `${script} ${turned}`, url: 'https://evil.example/', siteKey: 'evil.example', createdBy: 'test' },
    ...{ site: { title: script, version: script }, verdict: 'refused', code: script },
  })
  const page = await desk.open(`/projects/${project.id}`)
  page.on('dialog', (dialog) => void dialog.dismiss())
  for (const path of ['', '/connections', '/settings', '/settings/members', '/settings/keys', '/activity']) {
    await page.goto(`/projects/${project.id}${path}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('onerror').first().waitFor()
    expect([path, await page.evaluate('typeof planted')]).toEqual([path, 'undefined'])
    expect([path, await page.locator('img[src="x"], script:not([nonce])').count()]).toEqual([path, 0])
    expect([path, await page.evaluate('/[\\u202E\\u200B]/.test(document.body.innerText)')]).toEqual([path, false])
  }
  await page.goto('/settings/%3Cscript%3Eplanted=1%3C/script%3E?next=javascript:planted=1')
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
  expect(await page.evaluate('typeof planted')).toBe('undefined')
})

test('even a script that got into a page would not run', async () => {
  const page = await desk.open('/help')
  await page.getByRole('heading', { name: 'Help' }).waitFor()
  await page.evaluate(`{
    const holder = document.createElement('div')
    holder.innerHTML = '<img src="data:," onerror="planted=1"><a id="planted-link" href="javascript:planted=1">x</a>'
    document.body.append(holder)
    const script = document.createElement('script')
    script.textContent = 'planted=1'
    document.body.append(script)
    document.getElementById('planted-link').click()
  }`)
  await page.getByRole('link', { name: 'Activity' }).click()
  await page.getByRole('heading', { name: 'Activity' }).waitFor()
  expect(await page.evaluate('typeof planted')).toBe('undefined')
  expect(desk.complaints.filter((line) => line.includes('Content Security Policy')).length).toBeGreaterThan(0)
})
