import { keepDiagnosis } from '../../../src/connections/keep-diagnosis.ts'
import { insertConnection, newConnectionId } from '../../../src/store/connections.ts'
import { addEvent } from '../../../src/store/events.ts'
import type { Diagnosis } from '../../../src/wordpress/diagnose/diagnosis.ts'
import type { Desk } from '../desk.ts'
import type { ShownPage } from '../shown-page.ts'

/** What a hostile site may call itself. */
const hostile = '<img src=x onerror=alert(1)>\u202Egro.elpmaxe'

async function addConnection(desk: Desk, name: string, verdict: string, code: string | null, groups: string[] = []) {
  const id = newConnectionId()
  const host = `${id.slice(-6).toLowerCase()}.example`
  const { db } = desk.test.hub.store
  const user = { id: 2, name: 'Ada', roles: ['editor'], can: { write: true, publish: true, administer: false } }
  return await insertConnection(db, {
    ...{ id, projectId: desk.project.id, kind: 'wordpress', name, url: `https://${host}`, siteKey: host },
    ...{ method: 'application-password', account: 'ada', sealed: null, createdBy: 'test', verdict, code, groups },
    site: { title: name, version: '7.1.4', php: '8.2.36', timezone: 'Europe/Paris', icon: null, user },
    checkedAt: new Date(Date.now() - 120_000),
    nextCheckAt: new Date(Date.now() + 600_000),
  })
}

export const refused: Diagnosis = {
  verdict: 'refused',
  code: 'auth_header_stripped',
  confidence: 0.95,
  title: 'The server removes the Authorization header',
  cause: 'WordPress never sees the login: the web server drops the header before PHP runs.',
  fix: 'Add this line to the .htaccess file of the site, above the lines of WordPress.',
  snippets: [
    {
      server: 'Apache',
      where: '.htaccess, at the top',
      lines: 'SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1',
    },
    { server: 'nginx', where: 'the location of PHP', lines: 'fastcgi_param HTTP_AUTHORIZATION $http_authorization;' },
  ],
  letter: 'Hello, my site needs the Authorization header of requests to /wp-json/ to reach PHP. Could you allow it?',
  site: null,
  user: null,
  authorize: null,
  withheldFrom: null,
  alternatives: [{ code: 'credentials_wrong', title: 'The user name or the password is wrong', confidence: 0.2 }],
  notes: [],
  attempts: [
    {
      method: 'GET',
      url: 'https://shop.example/',
      purpose: 'home page',
      status: 200,
      ms: 120,
      outcome: 'a page of WordPress',
    },
    {
      method: 'GET',
      url: 'https://shop.example/wp-json/wp/v2/users/me?context=edit',
      purpose: 'who am I',
      status: 401,
      ms: 95,
      outcome: 'rest_not_logged_in',
    },
  ],
}

let made: Promise<string> | undefined

/** A few connections, well and ill; the id of an ill one. */
async function prepare(desk: Desk): Promise<string> {
  made ??= (async () => {
    await addConnection(desk, 'Corner shop', 'connected', null, ['eu', 'shops'])
    await addConnection(desk, hostile, 'unavailable', 'timeout')
    const { id } = await addConnection(desk, 'Magazine', 'refused', 'auth_header_stripped', ['eu'])
    await keepDiagnosis(desk.test.hub.store.db, id, refused, 'test')
    const payload = { before: { verdict: 'connected' }, after: { verdict: 'refused', code: 'auth_header_stripped' } }
    const event = { projectId: desk.project.id, type: 'connection.changed', subject: id, payload }
    await addEvent(desk.test.hub.store.db, event)
    return id
  })()
  return await made
}

export const connectionsPages: readonly ShownPage[] = [
  {
    name: 'connections',
    prepare: async (desk) => {
      await prepare(desk)
      return desk.at('connections')
    },
    arrive: async (page) => {
      await page.getByRole('checkbox', { name: 'Select Corner shop' }).click()
      await page.getByRole('toolbar').waitFor()
    },
  },
  {
    name: 'connection',
    prepare: async (desk) => desk.at(`connections/${await prepare(desk)}`),
    arrive: async (page) => void (await page.getByText('The server removes').waitFor()),
  },
  { name: 'connect', prepare: (desk) => desk.at('connections/new') },
  {
    name: 'connect-webflow',
    prepare: (desk) => desk.at('connections/new'),
    arrive: async (page) => {
      await page.getByRole('radio', { name: /^Webflow/ }).click()
      await page.getByRole('textbox', { name: 'Site token' }).waitFor()
    },
  },
  {
    name: 'connect-webhook',
    prepare: (desk) => desk.at('connections/new'),
    arrive: async (page) => {
      await page.getByRole('radio', { name: /^Webhook/ }).click()
      await page.getByRole('button', { name: 'Make a signing secret' }).click()
      await page.locator('code', { hasText: 'whsec_' }).waitFor()
    },
  },
  {
    name: 'connections-import',
    prepare: (desk) => desk.at('connections/import'),
    arrive: async (page) => {
      const lines = ['https://127.0.0.1,ada,secret', 'not an address,ada,secret']
      await page.getByLabel('The list').fill(['address,username,password', ...lines].join('\n'))
      await page.getByRole('button', { name: 'Connect them' }).click()
      await page.getByText('0 are connected, 2 are not.').waitFor()
    },
  },
  {
    name: 'fleet',
    prepare: async (desk) => {
      await prepare(desk)
      return '/fleet'
    },
    arrive: async (page) => void (await page.getByRole('link', { name: 'Corner shop' }).first().waitFor()),
  },
]
