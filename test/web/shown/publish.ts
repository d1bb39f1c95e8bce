import { insertConnection, newConnectionId } from '../../../src/store/connections.ts'
import { wantPublications } from '../../../src/store/publications.ts'
import type { Desk } from '../desk.ts'
import type { ShownPage } from '../shown-page.ts'
import { makeArticles } from './articles.ts'

const receipt = {
  dropped: [
    {
      field: 'meta.subtitle',
      why: 'The site does not show this field to the REST API.',
      snippet: "register_post_meta('post', 'subtitle', ['show_in_rest' => true, 'single' => true]);",
    },
  ],
  changed: [{ field: 'slug', sent: 'how-tea-grows', stored: 'how-tea-grows-2' }],
  notes: [{ code: 'removed_style', what: 'style="color: red"', times: 2 }],
}
const error = {
  code: 'role_too_low',
  message: 'Refused: POST https://magazine.example/wp-json/wp/v2/posts <script>alert(1)</script>',
  fix: 'Give the user the role Author or above.',
}
const sites = [
  {
    name: 'Tea blog',
    change: { state: 'live', result: 'created', remoteUrl: 'https://blog.example/how-tea-grows', receipt },
  },
  { name: 'Tea shop', change: { state: 'scheduled', result: 'created', remoteUrl: 'https://shop.example/?p=7' } },
  { name: 'Tea magazine', change: { state: 'failed', error } },
  { name: 'Tea <b>club</b>', change: { state: 'planned' } },
] as const

let made: Promise<{ article: string; live: string; failed: string }> | undefined

async function prepare(desk: Desk): Promise<{ article: string; live: string; failed: string }> {
  made ??= (async () => {
    const { db } = desk.test.hub.store
    const { article } = await makeArticles(desk)
    const ids: string[] = []
    for (const { name, change } of sites) {
      const connectionId = newConnectionId()
      const host = `${connectionId.slice(-6).toLowerCase()}.example`
      await insertConnection(db, {
        ...{ id: connectionId, projectId: desk.project.id, kind: 'wordpress', name, url: `https://${host}` },
        ...{ siteKey: host, method: 'application-password', account: 'ada', sealed: null, createdBy: 'test' },
        ...{ verdict: 'connected', groups: ['tea'], nextCheckAt: new Date(Date.now() + 600_000) },
      })
      const wish = { projectId: desk.project.id, articleId: article, connectionId, siteKey: host, by: 'test' }
      const [row] = await wantPublications(db, [
        {
          ...wish,
          mark: connectionId,
          action: 'publish',
          version: 2,
          options: {},
          wantedHash: connectionId,
          alone: false,
        },
      ])
      const remote = 'remoteUrl' in change ? { remoteId: 7, remoteStatus: 'publish', remoteType: 'post' } : {}
      const json = Object.fromEntries(
        Object.entries({ ...change, ...remote }).map(([key, value]) => [
          key,
          typeof value === 'object' ? JSON.stringify(value) : value,
        ]),
      )
      await db
        .updateTable('publications')
        .set({ ...json, requests: 2 })
        .where('id', '=', row?.id ?? '')
        .execute()
      ids.push(row?.id ?? '')
    }
    return { article, live: ids[0] ?? '', failed: ids[2] ?? '' }
  })()
  return await made
}

export const publishPages: readonly ShownPage[] = [
  {
    name: 'publish',
    prepare: async (desk) => desk.at(`articles/${(await prepare(desk)).article}/publish`),
    arrive: async (page) => void (await page.getByRole('button', { name: /^Publish on/ }).waitFor()),
  },
  {
    name: 'publish-own-settings',
    prepare: async (desk) => desk.at(`articles/${(await prepare(desk)).article}/publish`),
    arrive: async (page) => {
      await page.getByRole('button', { name: 'Own settings of Tea shop' }).click()
      await page.getByRole('dialog').getByText('More: author').click()
      await page.getByRole('dialog').getByLabel('Canonical address').waitFor()
    },
  },
  {
    name: 'board',
    prepare: async (desk) => {
      await prepare(desk)
      return desk.at('board')
    },
    arrive: async (page) => {
      await page.getByRole('checkbox', { name: /Select .* on Tea magazine/ }).click()
      await page.getByRole('toolbar').waitFor()
    },
  },
  {
    name: 'receipt',
    prepare: async (desk) => desk.at(`publications/${(await prepare(desk)).live}`),
    arrive: async (page) => void (await page.getByText('meta.subtitle').waitFor()),
  },
  {
    name: 'receipt-failed',
    prepare: async (desk) => desk.at(`publications/${(await prepare(desk)).failed}`),
    arrive: async (page) => void (await page.getByRole('link', { name: 'Tea magazine' }).waitFor()),
  },
]
