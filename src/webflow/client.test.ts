import { expect, test } from 'vitest'
import { client as http, serve } from '../../test/http/servers.ts'
import { openWebflow } from '../../test/webflow/open.ts'
import { posts } from '../../test/webflow/schema.ts'
import { fateOf } from '../connectors/write-fate.ts'
import { HubError } from '../errors/hub-error.ts'
import { createWebflowClient } from './client.ts'
import { getCollection, listCollections } from './collections.ts'
import { createItem } from './items.ts'
import { evidenceOf } from './refusal.ts'
import { getSite, listSites, publishSite } from './sites.ts'
import { introspectToken, missingScopes } from './token.ts'

async function refusal(work: Promise<unknown>): Promise<HubError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof HubError) return error
  throw error ?? new Error('It was not refused')
}

const article = { name: 'Tea', slug: 'tea', 'post-body': '<p>x</p>' }

test('sites, collections and fields are told, references and options with what they point to', async () => {
  const { server, client } = await openWebflow()
  expect(await listSites(client)).toMatchObject([
    { id: server.siteId, name: 'Tea house', domains: [{ url: 'tea.example' }] },
  ])
  const collections = await listCollections(client, server.siteId)
  expect(collections.map(({ slug }) => slug)).toContain('blog-posts')
  const { fields } = await getCollection(client, posts.id)
  const field = (slug: string) => fields.find((one) => one.slug === slug)
  expect(field('post-body')).toMatchObject({ type: 'RichText', isRequired: true, collectionId: null })
  expect(field('categories')?.collectionId).toMatch(/^[0-9a-f]{24}$/)
  expect(field('level')?.options.map(({ name }) => name)).toEqual(['Easy', 'Hard'])
})

test('a token tells its scopes, and what of them is missing', async () => {
  const { server, client } = await openWebflow()
  const info = await introspectToken(client)
  expect(info).toMatchObject({ siteIds: [server.siteId], application: 'Pressroom' })
  expect(missingScopes(info ?? { scopes: [] })).toEqual([])
  expect(missingScopes({ scopes: ['CMS:read', 'sites:read'] })).toEqual(['cms:write', 'assets:read', 'assets:write'])
})

test('a site token that may not be introspected is no error: the list of sites says whether it is good', async () => {
  const { server, client } = await openWebflow()
  server.settings.introspects = false
  expect(await introspectToken(client)).toBe(null)
  expect(await listSites(client)).toHaveLength(1)
})

test.each([
  ['a wrong token', { token: 'another-token' }, 'not_authorized', 401],
  ['a missing scope', { scopes: [] as string[] }, 'missing_scopes', 403],
])(
  "%s is refused with Webflow's own code and our advice, and no evidence shows the token",
  async (_, change, code, status) => {
    const { server, session } = await openWebflow()
    const client = createWebflowClient(session, 'planted-webflow-token', { base: server.base })
    Object.assign(server.settings, change)
    const error = await refusal(listSites(client))
    expect(error).toMatchObject({ code, retry: 'after-change' })
    expect(error.fix).toContain('token')
    expect(evidenceOf(error).status).toBe(status)
    expect(JSON.stringify([error, error.message, session.attempts])).not.toContain('planted')
  },
)

test('field errors are told one by one', async () => {
  const { client } = await openWebflow()
  const bad = { ...article, 'post-body': '', minutes: 'three', gone: 1 }
  const error = await refusal(createItem(client, posts.id, bad, 'draft'))
  expect(error.code).toBe('validation_error')
  expect(evidenceOf(error).problems).toEqual([
    { field: 'gone', problem: 'Field not described in schema: undefined', kind: 'unknown-field' },
    { field: 'post-body', problem: 'Field is required', kind: 'other' },
    { field: 'minutes', problem: 'Expected value to be a number', kind: 'other' },
  ])
  expect(error.message).toContain('minutes: Expected value to be a number')
  expect(fateOf(error)).toBe('refused')
})

test.each([
  [{ details: ["slug: Unique value is already in database: 'tea'"] }, 'slug', 'not-unique'],
  [{ details: ["Field 'slug': Unique value is already in database"] }, 'slug', 'not-unique'],
  [{ details: [{ name: 'fieldData.slug', message: 'Invalid' }] }, 'slug', 'other'],
  [{ details: [{ odd: true }] }, null, 'other'],
])('details of other forms are read as well: %j', async (body, field, kind) => {
  const server = await serve((_, response) =>
    response.writeHead(400).end(JSON.stringify({ code: 'validation_error', message: 'Validation Error', ...body })),
  )
  const client = createWebflowClient(http().session(), 'a-token', { base: server.url('/v2/') })
  const [problem] = evidenceOf(await refusal(client.get('sites'))).problems
  expect(problem).toMatchObject({ field, kind })
})

test('a read is repeated after a cut connection, a 5xx and a 429', async () => {
  const { server, client } = await openWebflow()
  server.faults.push({ do: 'cut' }, { do: 503 })
  expect(await listSites(client)).toHaveLength(1)
  server.faults.push({ do: 429, retryAfter: 1 })
  expect(await listSites(client)).toHaveLength(1)
  expect(server.requests).toHaveLength(5)
})

test('a read that keeps failing is given up after three tries', async () => {
  const { server, client } = await openWebflow()
  server.faults.push({ do: 500 }, { do: 500 }, { do: 500 })
  const error = await refusal(listSites(client))
  expect(error).toMatchObject({ code: 'internal_error', retry: 'later' })
  expect(server.requests).toHaveLength(3)
})

test('a write waits for the limit to pass, since nothing was done, and is done once', async () => {
  const { server, client } = await openWebflow()
  server.faults.push({ on: /POST/, do: 429, retryAfter: 1 })
  const started = Date.now()
  await createItem(client, posts.id, article, 'draft')
  expect(Date.now() - started).toBeGreaterThanOrEqual(1000)
  expect(server.items(posts)).toHaveLength(1)
})

test('a limit that lasts longer than the patience is thrown, with the time to wait', async () => {
  const { server, client } = await openWebflow({ patienceMs: 500 })
  server.settings.rateLimit = 0
  const error = await refusal(createItem(client, posts.id, article, 'draft'))
  expect(error).toMatchObject({ code: 'too_many_requests', retry: 'later' })
  expect(evidenceOf(error).retryAfterMs).toBe(60_000)
  expect(fateOf(error)).toBe('not-sent')
})

test('a write whose answer was lost is not repeated: it may have happened', async () => {
  const { server, client } = await openWebflow()
  server.faults.push({ on: /POST/, do: 'lost' })
  const error = await refusal(createItem(client, posts.id, article, 'draft'))
  expect(error.code).toBe('answer_lost')
  expect(fateOf(error)).toBe('unknown')
  expect(server.items(posts)).toHaveLength(1)
  server.faults.push({ on: /POST/, do: 500 })
  expect(fateOf(await refusal(createItem(client, posts.id, article, 'draft')))).toBe('unknown')
})

test('a site is published once a minute: the second time nothing is sent, and the time to wait is told', async () => {
  const { server, client } = await openWebflow()
  await publishSite(client, server.siteId)
  const error = await refusal(publishSite(client, server.siteId))
  expect(error.code).toBe('too_many_requests')
  expect(evidenceOf(error).retryAfterMs).toBeGreaterThan(55_000)
  expect(server.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  expect(Date.parse((await getSite(client, server.siteId)).lastPublished ?? '')).toBeGreaterThan(Date.now() - 5000)
})

test('the token goes to the API alone, not where it redirects', async () => {
  const elsewhere = await serve((_, response) => response.end('{}'))
  const server = await serve((_, response) => response.writeHead(307, { location: elsewhere.url().href }).end())
  const client = createWebflowClient(http().session(), 'a-token', { base: server.url('/v2/') })
  expect((await refusal(client.get('sites'))).code).toBe('remote_refused')
  expect(elsewhere.requests).toHaveLength(0)
})

test.each(['../sites', 'a/b', '', 'x?y', '%2e'])('%j is no id, and is not asked for', async (id) => {
  const { server, client } = await openWebflow()
  expect((await refusal(getCollection(client, id))).code).toBe('bad_input')
  expect(server.requests).toHaveLength(0)
})

test.each([
  ['no JSON', '<html>', 'unexpected_answer'],
  ['a list', '[]', 'unexpected_answer'],
  ['null', 'null', 'unexpected_answer'],
])('a good answer that is %s is unexpected', async (_, body, code) => {
  const server = await serve((_, response) => response.end(body))
  const client = createWebflowClient(http().session(), 'a-token', { base: server.url('/v2/') })
  expect((await refusal(getSite(client, 'abc'))).code).toBe(code)
})
