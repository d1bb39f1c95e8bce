import { putConnectionCache } from '../../../src/store/connection-caches.ts'
import { insertConnection, newConnectionId } from '../../../src/store/connections.ts'
import { insertDelivery } from '../../../src/store/deliveries.ts'
import type { Desk } from '../desk.ts'
import type { ShownPage } from '../shown-page.ts'

/** A name and an answer that a hostile site or endpoint may give. */
export const hostile = '<img src=x onerror="planted=1"><script>planted=1</script>\u202Egpj.exe'

type Rest = Partial<Parameters<typeof insertConnection>[1]>

/** A connection whose site nobody asks: what its page shows is kept by the hub. */
async function plantConnection(desk: Desk, kind: string, name: string, rest: Rest = {}): Promise<string> {
  const id = newConnectionId()
  const host = `${id.slice(-6).toLowerCase()}.example`
  await insertConnection(desk.test.hub.store.db, {
    ...{ id, projectId: desk.project.id, kind, name, url: `https://${host}`, siteKey: host, sealed: null },
    ...{ method: 'application-password', account: 'ada', createdBy: 'test', verdict: 'unavailable', code: 'timeout' },
    site: {},
    ...rest,
  })
  return id
}

const field = (name: string, type: string, isRequired = false) => ({
  ...{ id: `f-${name}`, slug: name.toLowerCase().replaceAll(' ', '-'), name, type, isRequired },
  ...{ isEditable: true, collectionId: null, options: [] },
})

/** A Webflow connection with two collections, as learned from Webflow. */
export async function plantWebflow(desk: Desk, name: string): Promise<string> {
  const site = {
    ...{ id: 's1', title: name, shortName: 'bakery', timezone: 'Europe/Paris', lastPublished: '2026-11-01T10:00:00Z' },
    ...{ domains: [], application: null, fingerprint: 'planted' },
  }
  const id = await plantConnection(desk, 'webflow', name, { site, method: 'token', account: null })
  const posts = [
    field('Name', 'PlainText', true),
    field('Slug', 'PlainText', true),
    field('Post Body', 'RichText'),
    field('Main Image', 'Image', true),
    field('Summary', 'PlainText'),
    field(hostile, 'PlainText'),
  ]
  await putConnectionCache(desk.test.hub.store.db, id, 'collections', [
    { id: 'c1', name: 'Blog posts', singularName: 'Blog post', slug: 'blog-posts', fields: posts },
    { id: 'c2', name: 'Teams', singularName: 'Team', slug: 'teams', fields: [field('Name', 'PlainText', true)] },
  ])
  return id
}

let webhook: Promise<string> | undefined

/** An endpoint with a delivery that came, one that was given up, and one that waits. */
async function plantWebhook(desk: Desk): Promise<string> {
  webhook ??= (async () => {
    const { db } = desk.test.hub.store
    const connection = await plantConnection(desk, 'webhook', 'Warehouse', { method: 'bearer', site: { signed: true } })
    const now = new Date()
    const attempt = (status: number | null, answer: string | null) => ({
      ...{
        at: now.toISOString(),
        outcome: status === 204 ? 'delivered' : 'later',
        code: null,
        ms: 84,
        truncated: false,
      },
      ...{ reason: status === null ? 'The endpoint did not answer' : `It answered ${status}`, status, answer },
    })
    const plant = async (type: string, state: string, log: readonly object[]) => {
      const body = JSON.stringify({ type, data: { article: { title: hostile } } })
      const base = { connectionId: connection, type, version: 1, body, by: 'user:test', now }
      const made = await insertDelivery(db, { ...base, messageId: `msg_${type}`, subject: 'art_1' })
      const ended = { state: state as 'waiting', log: JSON.stringify(log), attempts: log.length, finishedAt: now }
      if (made !== null && state !== 'waiting')
        await db.updateTable('deliveries').set(ended).where('id', '=', made.id).execute()
    }
    await plant('article.published', 'delivered', [attempt(503, hostile), attempt(204, '')])
    await plant('article.updated', 'exhausted', [attempt(500, hostile), attempt(null, null)])
    await plant('connection.changed', 'waiting', [])
    return connection
  })()
  return await webhook
}

let wordpress: Promise<string> | undefined
const plantWordPress = (desk: Desk) => (wordpress ??= plantConnection(desk, 'wordpress', 'Gazette'))

export const connectionPartsPages: readonly ShownPage[] = [
  {
    name: 'connection-actions',
    prepare: async (desk) => desk.at(`connections/${await plantWordPress(desk)}/actions`),
    arrive: async (page) => void (await page.getByText(/^\d+ actions$/).waitFor()),
  },
  {
    name: 'connection-action',
    prepare: async (desk) => desk.at(`connections/${await plantWordPress(desk)}/actions?action=posts.create`),
    arrive: async (page) => void (await page.getByRole('textbox', { name: 'Title' }).waitFor()),
  },
  {
    name: 'connection-publishing',
    prepare: async (desk) => desk.at(`connections/${await plantWordPress(desk)}`),
    arrive: async (page) => {
      await page.getByText('More: author').click()
      await page.getByRole('group', { name: 'Images' }).waitFor()
    },
  },
  {
    name: 'connection-login-again',
    prepare: async (desk) => {
      const id = await plantConnection(desk, 'wordpress', 'Away')
      const { db } = desk.test.hub.store
      await db.updateTable('connections').set({ state: 'needs-login' }).where('id', '=', id).execute()
      return desk.at(`connections/${id}`)
    },
    arrive: async (page) => void (await page.getByRole('textbox', { name: 'Username' }).waitFor()),
  },
  {
    name: 'connection-webflow',
    prepare: async (desk) => desk.at(`connections/${await plantWebflow(desk, 'Bakery')}`),
    arrive: async (page) => void (await page.getByRole('rowheader', { name: 'Post Body' }).waitFor()),
  },
  {
    name: 'connection-webhook',
    prepare: async (desk) => desk.at(`connections/${await plantWebhook(desk)}`),
    arrive: async (page) => void (await page.getByRole('rowheader', { name: 'article.published' }).waitFor()),
  },
  {
    name: 'connection-delivery',
    prepare: async (desk) => desk.at(`connections/${await plantWebhook(desk)}`),
    async arrive(page) {
      await page.getByRole('button', { name: 'Details of article.published' }).click()
      await page.getByText('What is sent').waitFor()
    },
  },
]
