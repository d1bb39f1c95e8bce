import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { serve, type TestServer } from '../http/servers.ts'
import { authors, categories, idOf, posts, problemsOf, type ServedCollection, tags } from './schema.ts'

/*
 * Webflow's Data API v2 as its public description has it (github.com/webflow/openapi-spec, developers.webflow.com, webflow-api
 * 3.3), with the answers that people have reported where the description is silent: the form of `details`, the words of the
 * 409s, and both behaviours for a slug that is taken. The real service may differ. One long file, since all routes share the
 * state of one site.
 */

interface ServedItem {
  readonly id: string
  lastPublished: string | null
  lastUpdated: string
  readonly createdOn: string
  isArchived: boolean
  isDraft: boolean
  fieldData: Record<string, unknown>
}

/** What happens to the next request that it matches. `lost`: it is done, and the answer is cut. `cut`: it is not done. A function: something else happens just before. */
interface Fault {
  readonly on?: RegExp
  readonly do: 'lost' | 'cut' | 500 | 503 | 429 | (() => void)
  /** Seconds, for a 429. */
  readonly retryAfter?: number
}

export interface WebflowServer extends Pick<TestServer, 'requests'> {
  readonly base: URL
  readonly siteId: string
  /** Items by collection. */
  items(collection: ServedCollection): ServedItem[]
  readonly uploads: Map<string, Buffer>
  /** Files, also those whose upload was not finished. */
  readonly assets: { readonly id: string }[]
  /** Names of the files that are there whole. */
  files(): string[]
  readonly faults: Fault[]
  /** As somebody does in Webflow's designer. */
  addField(collection: ServedCollection, slug: string, type: string): void
  /** A code of OAuth, good for the token once. */
  issueCode(): string
  /** May be changed while it runs. */
  readonly settings: {
    token: string
    scopes: string[]
    /** Requests a minute. */
    rateLimit: number
    takenSlug: 'refuse' | 'suffix'
    published: boolean
    clientSecret: string
    /** Where files are uploaded to: a proxy, say. */
    storage: string | null
    /** The site was deleted in Webflow. */
    deleted: boolean
    /** Also good. */
    otherTokens: string[]
    /** Further sites that the token reaches, by name. */
    otherSites: string[]
    /** By its description the API introspects tokens of apps alone. */
    introspects: boolean
  }
}

class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly details: unknown[]
  readonly headers: Record<string, string>
  constructor(
    status: number,
    code: string,
    message: string,
    details: unknown[] = [],
    headers: Record<string, string> = {},
  ) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
    this.headers = headers
  }
}

const notFound = () => new Refusal(404, 'resource_not_found', 'Requested resource not found')

export async function startWebflow(): Promise<WebflowServer> {
  const siteId = idOf('site')
  // Copies: fields may be added.
  const all = [posts, categories, tags, authors].map((one) => ({ ...one, fields: [...one.fields] }))
  const stored = new Map(all.map(({ id }) => [id, [] as ServedItem[]]))
  const assets: {
    id: string
    originalFileName: string
    displayName: string
    hostedUrl: string
    size: number
    md5: string
  }[] = []
  const uploads = new Map<string, Buffer>()
  const faults: Fault[] = []
  const codes = new Set<string>()
  const settings: WebflowServer['settings'] = {
    token: 'planted-webflow-token',
    scopes: ['sites:read', 'sites:write', 'cms:read', 'cms:write', 'assets:read', 'assets:write'],
    rateLimit: 1000,
    takenSlug: 'refuse',
    published: true,
    clientSecret: 'planted-client-secret',
    storage: null,
    deleted: false,
    otherTokens: [],
    otherSites: [],
    introspects: true,
  }
  const asked: number[] = []
  let lastSitePublish = Date.now() - 3_600_000

  const server = await serve(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    const body = await buffer(request)
    const fault = takeFault(faults, `${request.method} ${url.pathname}`)
    if (typeof fault?.do === 'function') fault.do()
    if (fault?.do === 'cut') return void request.socket.destroy()
    try {
      if (fault?.do === 429) {
        throw new Refusal(
          429,
          'too_many_requests',
          'Too Many Requests',
          [],
          fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) },
        )
      }
      if (fault?.do === 500 || fault?.do === 503)
        throw new Refusal(fault.do, 'internal_error', 'An Internal Error Has Occurred')
      const answer = url.pathname.startsWith('/s3/')
        ? storage(request, body)
        : url.pathname === '/oauth/access_token'
          ? grant(new URLSearchParams(body.toString()))
          : await api(request, url, body)
      if (fault?.do === 'lost') return void request.socket.destroy()
      send(response, answer.status, answer.body)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value)
      send(response, error.status, {
        message: error.message,
        code: error.code,
        externalReference: null,
        details: error.details,
      })
    }
  })

  async function api(request: IncomingMessage, url: URL, raw: Buffer): Promise<{ status: number; body: unknown }> {
    const tokens = [settings.token, ...settings.otherTokens]
    if (!tokens.some((token) => request.headers.authorization === `Bearer ${token}`))
      throw new Refusal(401, 'not_authorized', 'Request not authorized')
    const now = Date.now()
    asked.push(now)
    if (asked.filter((at) => now - at < 60_000).length > settings.rateLimit)
      throw new Refusal(429, 'too_many_requests', 'Too Many Requests', [], { 'retry-after': '60' })
    const path = url.pathname.replace(/^\/v2\//, '')
    const input = raw.length === 0 ? {} : parse(raw)
    for (const [pattern, scope, handle] of routes) {
      const match = pattern.exec(`${request.method} ${path}`)
      if (match === null) continue
      if (scope !== '' && !settings.scopes.includes(scope))
        throw new Refusal(403, 'missing_scopes', `OAuthForbidden: You are missing the following scopes - ${scope}`)
      return handle(match.slice(1).map(String), url.searchParams, input)
    }
    throw new Refusal(404, 'not_found', `Route not found: ${request.method} ${path}`)
  }

  type Handler = (
    ids: string[],
    query: URLSearchParams,
    input: Record<string, unknown>,
  ) => { status: number; body: unknown }
  const id = '([0-9a-f]{24})'
  const route = (text: string): RegExp => new RegExp(`^${text.replaceAll(':id', id)}$`)

  const site = () => ({
    id: siteId,
    displayName: 'Tea house',
    shortName: 'tea-house',
    timeZone: 'Europe/Paris',
    lastPublished: settings.published ? new Date(lastSitePublish).toISOString() : null,
    customDomains: [{ id: idOf('domain'), url: 'tea.example' }],
    locales: { primary: { cmsLocaleId: idOf('locale') } },
  })

  const otherSite = (name: string) => ({
    ...site(),
    id: idOf(name),
    displayName: name,
    shortName: name.toLowerCase().replace(/\W+/g, '-'),
    customDomains: [],
  })

  function collectionOf(collectionId = ''): { collection: ServedCollection; list: ServedItem[] } {
    const collection = all.find((one) => one.id === collectionId)
    const list = stored.get(collectionId)
    if (collection === undefined || list === undefined) throw notFound()
    return { collection, list }
  }

  function itemOf(collectionId = '', itemId = ''): ServedItem {
    const item = collectionOf(collectionId).list.find((one) => one.id === itemId)
    if (item === undefined) throw notFound()
    return item
  }

  /** Checks and completes what an item gets. By default files that cannot be fetched (here: those at `gone.example`) are dropped without a word. */
  function fieldsFor(
    collectionId: string,
    { fieldData }: Record<string, unknown>,
    query: URLSearchParams,
    own: ServedItem | null,
  ): Record<string, unknown> {
    const { collection, list } = collectionOf(collectionId)
    const isGone = (value: unknown): boolean => JSON.stringify(value ?? '').includes('//gone.example/')
    const files = collection.fields.filter(({ type }) => type === 'Image').map(({ slug }) => slug)
    const gone = files.filter((slug) => isGone((fieldData as Record<string, unknown>)[slug]))
    const skip = query.get('skipInvalidFiles') !== 'false'
    const data = { ...(fieldData as Record<string, unknown>), ...Object.fromEntries(gone.map((slug) => [slug, null])) }
    const problems = problemsOf(collection, data, own !== null)
    if (!skip) problems.push(...gone.map((param) => ({ param, description: 'Invalid file' })))
    if (own === null) data.slug ??= String(data.name).toLowerCase().replace(/\W+/g, '-')
    const taken = list.some((other) => other !== own && other.fieldData.slug === data.slug)
    if (taken && settings.takenSlug === 'suffix')
      data.slug = `${data.slug}-${randomBytes(3).toString('hex').slice(0, 5)}`
    else if (taken) problems.push({ param: 'slug', description: `Unique value is already in database: '${data.slug}'` })
    if (problems.length > 0) throw new Refusal(400, 'validation_error', 'Validation Error', problems)
    return data
  }

  function requirePublished(): void {
    if (!settings.published)
      throw new Refusal(409, 'conflict', 'Conflict: The collection structure changed since the last publish')
  }

  function create(collectionId: string, input: Record<string, unknown>, query: URLSearchParams, live: boolean) {
    if (live) requirePublished()
    const now = new Date().toISOString()
    const item: ServedItem = {
      id: idOf(randomBytes(8).toString('hex')),
      lastPublished: live ? now : null,
      lastUpdated: now,
      createdOn: now,
      isArchived: input.isArchived === true,
      isDraft: live ? false : input.isDraft !== false,
      fieldData: fieldsFor(collectionId, input, query, null),
    }
    collectionOf(collectionId).list.push(item)
    return { status: 202, body: item }
  }

  function update(
    collectionId: string,
    itemId: string,
    input: Record<string, unknown>,
    query: URLSearchParams,
    live: boolean,
  ) {
    const item = itemOf(collectionId, itemId)
    if (live && item.lastPublished === null)
      throw new Refusal(
        409,
        'conflict',
        "Conflict: Conflict with server data: Live PATCH updates can't be applied to items that have never been published",
      )
    item.fieldData = { ...item.fieldData, ...fieldsFor(collectionId, input, query, item) }
    item.lastUpdated = new Date().toISOString()
    if (live) item.isDraft = false
    else if (typeof input.isDraft === 'boolean') item.isDraft = input.isDraft
    if (typeof input.isArchived === 'boolean') item.isArchived = input.isArchived
    if (live) item.lastPublished = item.lastUpdated
    return { status: 200, body: item }
  }

  const routes: readonly (readonly [RegExp, string, Handler])[] = [
    [
      route('GET token/introspect'),
      '',
      () => {
        if (!settings.introspects) throw new Refusal(401, 'not_authorized', 'Request not authorized')
        const authorizedTo = { siteIds: [siteId], workspaceIds: [], userIds: [] }
        const authorization = {
          id: idOf('token'),
          rateLimit: settings.rateLimit,
          scope: settings.scopes.join(','),
          authorizedTo,
        }
        return { status: 200, body: { authorization, application: { id: idOf('app'), displayName: 'Pressroom' } } }
      },
    ],
    [
      route('GET sites'),
      'sites:read',
      () => ({ status: 200, body: { sites: [site(), ...settings.otherSites.map(otherSite)] } }),
    ],
    [
      route('GET sites/:id'),
      'sites:read',
      ([one]) => {
        const found = [site(), ...settings.otherSites.map(otherSite)].find(({ id: known }) => known === one)
        if (found === undefined || settings.deleted) throw notFound()
        return { status: 200, body: found }
      },
    ],
    [
      route('POST sites/:id/publish'),
      'sites:write',
      (_, __, input) => {
        if (Date.now() - lastSitePublish < 60_000)
          throw new Refusal(429, 'too_many_requests', 'Too Many Requests', [], { 'retry-after': '60' })
        lastSitePublish = Date.now()
        settings.published = true
        for (const item of [...stored.values()].flat()) {
          if (!item.isDraft && !item.isArchived) item.lastPublished = new Date().toISOString()
        }
        return {
          status: 202,
          body: { customDomains: input.customDomains, publishToWebflowSubdomain: input.publishToWebflowSubdomain },
        }
      },
    ],
    [
      route('GET sites/:id/collections'),
      'cms:read',
      () => ({ status: 200, body: { collections: all.map(({ fields: _, ...summary }) => summary) } }),
    ],
    [route('GET collections/:id'), 'cms:read', ([one]) => ({ status: 200, body: collectionOf(one).collection })],
    [
      route('GET collections/:id/items'),
      'cms:read',
      ([one], query) => {
        const offset = Number(query.get('offset') ?? 0)
        const limit = Number(query.get('limit') ?? 100)
        if (!(limit >= 1 && limit <= 100))
          throw new Refusal(400, 'bad_request', 'Bad Request: Request query limit is invalid')
        const filters = ['name', 'slug'].filter((name) => query.has(name))
        const found = collectionOf(one).list.filter((item) =>
          filters.every((name) => item.fieldData[name] === query.get(name)),
        )
        const pagination = { limit, offset, total: found.length }
        return { status: 200, body: { items: found.slice(offset, offset + limit), pagination } }
      },
    ],
    [route('POST collections/:id/items'), 'cms:write', ([one = ''], query, input) => create(one, input, query, false)],
    [
      route('POST collections/:id/items/live'),
      'cms:write',
      ([one = ''], query, input) => create(one, input, query, true),
    ],
    [
      route('POST collections/:id/items/publish'),
      'cms:write',
      ([one], _, input) => {
        requirePublished()
        const published: string[] = []
        const errors: string[] = []
        for (const itemId of input.itemIds as string[]) {
          const item = collectionOf(one).list.find((candidate) => candidate.id === itemId)
          if (item === undefined) errors.push(`Item not found: ${itemId}`)
          else {
            Object.assign(item, { isDraft: false, lastPublished: new Date().toISOString() })
            published.push(itemId)
          }
        }
        return { status: 202, body: { publishedItemIds: published, errors } }
      },
    ],
    [route('GET collections/:id/items/:id'), 'cms:read', ([one, two]) => ({ status: 200, body: itemOf(one, two) })],
    [
      route('PATCH collections/:id/items/:id'),
      'cms:write',
      ([one = '', two = ''], query, input) => update(one, two, input, query, false),
    ],
    [
      route('PATCH collections/:id/items/:id/live'),
      'cms:write',
      ([one = '', two = ''], query, input) => update(one, two, input, query, true),
    ],
    [
      route('DELETE collections/:id/items/:id'),
      'cms:write',
      ([one, two]) => {
        const { list } = collectionOf(one)
        list.splice(list.indexOf(itemOf(one, two)), 1)
        return { status: 204, body: null }
      },
    ],
    [
      route('DELETE collections/:id/items/:id/live'),
      'cms:write',
      ([one, two]) => {
        const item = itemOf(one, two)
        if (item.lastPublished === null) throw notFound()
        Object.assign(item, { lastPublished: null, isDraft: true })
        return { status: 204, body: null }
      },
    ],
    [
      route('GET sites/:id/assets'),
      'assets:read',
      (_, query) => {
        const offset = Number(query.get('offset') ?? 0)
        const limit = Number(query.get('limit') ?? 100)
        const page = assets.slice(offset, offset + limit).map(({ md5: _md5, ...shown }) => shown)
        return { status: 200, body: { assets: page, pagination: { limit, offset, total: assets.length } } }
      },
    ],
    [
      route('POST sites/:id/assets'),
      'assets:write',
      (_, __, input) => {
        const { fileName, fileHash } = input
        if (typeof fileName !== 'string' || fileName.length >= 100 || typeof fileHash !== 'string')
          throw new Refusal(400, 'validation_error', 'Validation Error', [
            { param: 'fileName', description: 'Invalid' },
          ])
        const assetId = idOf(randomBytes(8).toString('hex'))
        const hostedUrl = `https://cdn.example/${siteId}/${assetId}_${fileName}`
        assets.push({
          id: assetId,
          originalFileName: fileName,
          displayName: fileName,
          hostedUrl,
          size: 0,
          md5: fileHash,
        })
        const uploadDetails = {
          acl: 'public-read',
          bucket: 'webflow-prod-assets',
          'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
          'X-Amz-Credential': 'AKIA/20260101/us-east-1/s3/aws4_request',
          'X-Amz-Date': '20260101T000000Z',
          key: `${siteId}/${assetId}_${fileName}`,
          Policy: 'eyJjb25kaXRpb25zIjpbXX0=',
          'X-Amz-Signature': 'aabbcc',
          success_action_status: '201',
          'content-type': 'image/png',
          'Cache-Control': 'max-age=31536000, must-revalidate',
        }
        const uploadUrl = new URL('/s3/', settings.storage ?? server.url('/')).href
        return { status: 200, body: { id: assetId, uploadUrl, uploadDetails, hostedUrl, originalFileName: fileName } }
      },
    ],
    [
      route('DELETE assets/:id'),
      'assets:write',
      ([one]) => {
        const at = assets.findIndex((asset) => asset.id === one)
        if (at < 0) throw notFound()
        assets.splice(at, 1)
        return { status: 204, body: null }
      },
    ],
  ]

  function grant(form: URLSearchParams): { status: number; body: unknown } {
    const good = form.get('client_secret') === settings.clientSecret && codes.delete(form.get('code') ?? '')
    if (!good) throw new Refusal(400, 'invalid_grant', 'The code is not good')
    return { status: 200, body: { access_token: settings.token, token_type: 'bearer' } }
  }

  /** A form upload as S3 takes it: the policy's fields, then the file, and no credential of somebody else's. */
  function storage(request: IncomingMessage, body: Buffer): { status: number; body: unknown } {
    if (request.headers.authorization !== undefined)
      throw new Refusal(400, 'InvalidArgument', 'Only one auth mechanism allowed')
    const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1] ?? ''
    const parts = body.toString('latin1').split(`--${boundary}`).slice(1, -1)
    const names = parts.map((part) => /name="([^"]+)"/.exec(part)?.[1])
    const key = parts[names.indexOf('key')]?.split('\r\n\r\n')[1]?.trim() ?? ''
    const asset = assets.find(({ id: assetId }) => key.includes(assetId))
    if (names.at(-1) !== 'file' || !names.includes('X-Amz-Signature') || asset === undefined)
      throw new Refusal(403, 'AccessDenied', 'Invalid according to Policy')
    const part = parts.at(-1) ?? ''
    const file = Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4, -2), 'latin1')
    if (createHash('md5').update(file).digest('hex') !== asset.md5)
      throw new Refusal(400, 'BadDigest', 'The hash is another')
    asset.size = file.length
    uploads.set(asset.originalFileName, file)
    return { status: 201, body: null }
  }

  return {
    base: server.url('/v2/'),
    siteId,
    items: ({ id: collectionId }) => stored.get(collectionId) ?? [],
    uploads,
    assets,
    files: () => assets.filter(({ size }) => size > 0).map(({ originalFileName }) => originalFileName),
    faults,
    settings,
    addField({ id: collectionId }, slug, type) {
      const field = { id: idOf(slug), slug, displayName: slug, type, isRequired: false, isEditable: true }
      all.find((one) => one.id === collectionId)?.fields.push(field)
    },
    issueCode() {
      const code = randomBytes(8).toString('hex')
      codes.add(code)
      return code
    },
    requests: server.requests,
  }
}

function takeFault(faults: Fault[], request: string): Fault | undefined {
  const at = faults.findIndex(({ on }) => on === undefined || on.test(request))
  return at < 0 ? undefined : faults.splice(at, 1)[0]
}

function parse(raw: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(raw.toString()) as Record<string, unknown>
  } catch {
    throw new Refusal(400, 'bad_request', 'Bad Request: Request body was incorrectly formatted')
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (body === null) return void response.writeHead(status).end()
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
